import type {
  GroupVersionKind,
  Health,
  KubeObject,
  LiveResult,
  ResourceKey,
} from '@bowline/sync-engine/core/model';
import type { Schema } from '@bowline/sync-engine/core/schema/types';
import type { ApiResource, ClusterCache, ClusterClient, LiveQuery } from '@bowline/sync-engine/ports/kube';
import type { Clock } from '@bowline/sync-engine/ports/time';
import { clusterIdentity, type RegisteredIdentity } from './cluster-identity.ts';
import { ownWrites } from './own-writes.ts';

/** One registered cluster as the use cases see it: its client, its watched state, and what its discovery says. */
export type LiveCluster = {
  name: string;
  server: string;
  /** The only Project whose Applications may use it; null: any. */
  project: string | null;
  client: ClusterClient;
  /** Whether this replica watches it: else only named keys are read, and what nobody names stays unseen. */
  isWatched(): boolean;
  /** uid of its kube-system namespace as last seen; '' while that is not known or may not be read. */
  identity(): string;
  live(query: LiveQuery): Promise<LiveResult>;
  /** The watched copy of one object; undefined when absent or not watched here. */
  cached(key: ResourceKey): KubeObject | undefined;
  /** Discovery as questions; answers `undefined` when discovery is not known. */
  scope(): Promise<ClusterScope>;
  /** Schemas of these kinds, fetched once each; a missing one falls back to the built-in schema. */
  schemas(kinds: GroupVersionKind[]): Promise<(gvk: GroupVersionKind) => Schema | undefined>;
  /** The health of these objects where the installation has customisations; absent: by the rules of the tables. */
  judgeAll?: JudgeAll | undefined;
};

/** Answers a `healthOf` for exactly these objects; never rejects. */
export type JudgeAll = (objects: readonly KubeObject[]) => Promise<(object: KubeObject) => Health | null>;

export type ClusterScope = {
  /** false: the cluster did not answer and never has. What depends on its kinds and version is Unknown then. */
  isKnown: boolean;
  /** Why it is not known; '' when it is. */
  problem: string;
  isNamespaced: (kind: { group: string; kind: string }) => boolean | undefined;
  kubeVersion: string;
  /** `group/version` and `group/version/Kind`, as Helm's capabilities want them. */
  apiVersions: string[];
};

export type LiveClusterInput = {
  name: string;
  server: string;
  project?: string | null;
  /** What the registration knows of the cluster's identity; absent: it is not checked. */
  registered?: RegisteredIdentity;
  client: ClusterClient;
  cache: () => ClusterCache | null;
  clock: Clock;
  judgeAll?: JudgeAll | undefined;
};

/** Wraps a client and, where this replica owns the cluster, its cache. Without a cache, live state is read per key. */
export function liveCluster(input: LiveClusterInput): LiveCluster {
  const schemas = new Map<string, Schema | undefined>();
  const scope = rememberScope(input);
  const identity = clusterIdentity(input);
  const isWatched = () => input.cache() !== null;
  const { client, over } = ownWrites({ client: input.client, clock: input.clock, isWatched });
  return {
    name: input.name,
    server: input.server,
    project: input.project ?? null,
    client,
    judgeAll: input.judgeAll,
    isWatched,
    identity: identity.seen,
    cached: (key) => input.cache()?.get(key),
    async live(query) {
      const cache = input.cache();
      const result = cache ? await over(cache.live(query), query) : await readKeys(input, query);
      const changed = result.kind === 'known' ? await identity.changed() : undefined;
      if (changed === undefined || result.kind === 'unknown') return result;
      return { kind: 'unknown', ...changed, since: result.asOf, lastKnown: [] };
    },
    scope,
    async schemas(kinds) {
      for (const kind of kinds) {
        const text = gvkText(kind);
        if (schemas.has(text)) continue;
        const answer = await input.client.schemaOf(kind);
        // A failed look-up is not remembered: the next comparison asks again.
        if (answer.ok) schemas.set(text, answer.value);
      }
      return (gvk) => schemas.get(gvkText(gvk));
    },
  };
}

function gvkText(gvk: GroupVersionKind): string {
  return `${gvk.group}/${gvk.version}/${gvk.kind}`;
}

const scopeLifeMs = 30_000;
/** A dead cluster is not asked by every one of its Applications in turn. */
const failureLifeMs = 5_000;

/**
 * Discovery as questions, asked for again after a while: every comparison needs it, and it rarely changes. A cluster that does
 * not answer is taken for what it was: another answer would be another rendering, and look like a change in git.
 */
function rememberScope(input: LiveClusterInput): () => Promise<ClusterScope> {
  let known: { until: number; scope: Promise<ClusterScope> } | undefined;
  let last: ClusterScope | undefined;
  return () => {
    const now = input.clock.monotonicMs();
    if (known && now < known.until) return known.scope;
    const entry = { until: now + scopeLifeMs, scope: Promise.resolve().then(() => readScope(input.client)) };
    entry.scope = entry.scope.then((scope) => {
      if (scope.isKnown) last = scope;
      else entry.until = input.clock.monotonicMs() + failureLifeMs;
      return scope.isKnown ? scope : (last ?? scope);
    });
    known = entry;
    return entry.scope;
  };
}

async function readScope(client: ClusterClient): Promise<ClusterScope> {
  const [resources, probe] = await Promise.all([client.resources({ mode: 'cached' }), client.probe()]);
  const list: ApiResource[] = resources.ok ? resources.value : [];
  const namespaced = new Map(list.map((r) => [`${r.group}/${r.kind}`, r.namespaced]));
  const versions = new Set<string>();
  for (const r of list) {
    const gv = r.group === '' ? r.version : `${r.group}/${r.version}`;
    versions.add(gv).add(`${gv}/${r.kind}`);
  }
  const failed = [resources, probe].find((answer) => !answer.ok);
  return {
    isKnown: resources.ok && probe.ok,
    problem: failed?.message ?? '',
    isNamespaced: ({ group, kind }) => namespaced.get(`${group}/${kind}`),
    kubeVersion: probe.ok ? probe.value.version : '',
    apiVersions: [...versions].sort(),
  };
}

/** Reads the asked keys one by one, on a replica that does not watch this cluster: what nobody names stays unseen. */
async function readKeys(input: LiveClusterInput, query: LiveQuery): Promise<LiveResult> {
  const resources = await input.client.resources({ mode: 'cached' });
  if (!resources.ok)
    return {
      kind: 'unknown',
      code: resources.code,
      message: resources.message,
      since: input.clock.now().toISOString(),
      lastKnown: [],
    };
  const objects: KubeObject[] = [];
  for (const key of query.keys) {
    const kind = resources.value.find((r) => r.group === key.group && r.kind === key.kind && r.isPreferred);
    if (!kind) continue;
    const answer = await input.client.get(key, kind.version);
    if (!answer.ok) {
      return {
        kind: 'unknown',
        code: answer.code,
        message: answer.message,
        since: input.clock.now().toISOString(),
        lastKnown: objects,
      };
    }
    if (answer.value) objects.push(answer.value);
  }
  return { kind: 'known', objects, asOf: input.clock.now().toISOString() };
}
