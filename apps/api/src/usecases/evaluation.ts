import { compare, emptyComparison } from '@bowline/sync-engine/core/diff/compare';
import type { ComparisonCache } from '@bowline/sync-engine/core/diff/comparison-cache';
import { plainComparison, type ServerDiff } from '@bowline/sync-engine/core/diff/comparison-settings';
import { desiredDigest, digestOf } from '@bowline/sync-engine/core/diff/digest';
import type {
  ApplicationSpec,
  Comparison,
  Health,
  IgnoreRule,
  KubeObject,
  LiveResult,
  ReleaseItem,
  RenderResult,
  RenderWarning,
  SourceRevision,
  TreeNode,
} from '@bowline/sync-engine/core/model';
import { prepareDesired } from '@bowline/sync-engine/core/prepare-desired';
import { formatKey, gvkOf, keyOf } from '@bowline/sync-engine/core/resource-key';
import type { HashKey } from '@bowline/sync-engine/core/secrets';
import { applicationHealth, buildTree } from '@bowline/sync-engine/core/tree/build-tree';
import { trackingNameOf } from '@bowline/sync-engine/core/tracking';
import type { Look } from './last-looks.ts';
import type { ClusterScope, LiveCluster } from './live-cluster.ts';
import { compareByServer, type ServerAnswers } from './server-diff.ts';
import { adoptArgoApplications, isOwnKind } from './own-kinds.ts';

/** Why a side is not known. Nothing is pruned or shown green while there is one. */
export type Failure = { code: string; message: string; hint: string; output?: string };

/** Code of a live side whose objects are watched while the cluster's kinds are not known. */
export const discoveryFailed = 'cluster_discovery_failed';

/** Everything one look at an Application found: what git wants, what runs, how they differ. */
export type Evaluation = {
  revisions: SourceRevision[];
  /** Set when the sources did not resolve or render. */
  renderFailure: Failure | null;
  /** Prepared (tracked, namespaced) objects with real Secret values; empty when the render failed. */
  desired: KubeObject[];
  desiredDigest: string | null;
  warnings: RenderWarning[];
  live: LiveResult;
  comparison: Comparison;
  tree: TreeNode[];
  health: Health;
  /** All that decided it, in short; null when a part of it is not known, or is not told by versions. */
  look: Pick<Look, 'rendered' | 'scope' | 'keys' | 'live'> | null;
};

export type EvaluationInput = {
  application: { project: string; name: string; spec: ApplicationSpec };
  installationId: string;
  hashKey: HashKey;
  /** What was resolved and rendered, or why not. */
  rendered: { revisions: SourceRevision[]; result: RenderResult };
  /** null: no such cluster is registered. */
  cluster: LiveCluster | null;
  /** Release that Pending and Drift are measured against; null before the first. */
  base: ReleaseItem[] | null;
  /** Rules of the installation and of the Application. */
  ignore: IgnoreRule[];
  /** Whether the API server is asked how it would store what differs (DIFF-1); absent: it is not. */
  serverDiff?: ServerDiff;
  /** What former looks at the same Application worked out; absent: everything is worked out anew. */
  memory?: EvaluationMemory;
};

/** Prepared objects and comparisons of one Application, good while what they were made of is the same. */
export type EvaluationMemory = {
  prepared?: Prepared & { of: string };
  comparisons: ComparisonCache;
  answers?: ServerAnswers;
};

type Prepared = ReturnType<typeof prepareDesired> & { digest: string | null };

/** Prepares, reads live, compares, builds the tree and rolls health up. Contacts the cluster, never git. */
export async function evaluate(input: EvaluationInput): Promise<Evaluation> {
  const { application, rendered, cluster } = input;
  const tracking = { trackingName: trackingNameOf(application), installationId: input.installationId };
  const common = { revisions: rendered.revisions, renderFailure: failureOf(rendered.result) };

  if (cluster === null) {
    const live = unknownLive('cluster_unknown', 'The destination names a cluster that is not registered.');
    const unknown = { ...nothingKnown(live), live, look: null };
    return { ...common, ...unknown, desired: [], desiredDigest: null, warnings: [] };
  }

  const scope = await cluster.scope();
  const prepared = prepareOnce(input, cluster, scope);
  const keys = keysOf(application.spec.destination.namespace, prepared.objects, input.base);
  const seen = await cluster.live({ ...tracking, keys });
  const live = scope.isKnown || seen.kind === 'unknown' ? seen : unknownScope(seen, scope.problem);
  const sides = { live, desired: prepared.objects, desiredDigest: prepared.digest };
  const warnings = [
    ...(rendered.result.kind === 'rendered' ? rendered.result.warnings : []),
    ...prepared.warnings,
  ];

  if (rendered.result.kind === 'failed' || live.kind === 'unknown') {
    return { ...common, ...nothingKnown(live), ...sides, warnings, look: null };
  }
  const schemas = await cluster.schemas([...prepared.objects, ...live.objects].map(gvkOf));
  const compared = {
    desired: prepared.objects,
    live: live.objects,
    base: input.base,
    ignore: input.ignore,
    schemaOf: schemas,
    ...(live.unread ? { unread: live.unread } : {}),
    ...tracking,
    hashKey: input.hashKey,
    ...(input.memory ? { cache: input.memory.comparisons } : {}),
  };
  const rule = input.serverDiff ?? plainComparison.serverDiff;
  if (rule.isOn && input.memory) input.memory.answers ??= new Map();
  const { comparison, warnings: unasked } = await compareByServer(compare(compared), {
    compared,
    client: cluster.client,
    rule,
    answers: input.memory?.answers,
  });
  warnings.push(...unasked);
  const judge = await cluster.judgeAll?.(live.objects);
  const tree = buildTree({ comparison, live: live.objects, ...(judge ? { judge } : {}) });
  const health = applicationHealth({ comparison, tree });
  // Bowline's own objects are kept in its database, and have no versions that tell a change.
  const isVersioned = live.objects.every((object) => object.metadata.resourceVersion);
  const isTold = isVersioned && !keys.some(isOwnKind) && (live.unread ?? []).length === 0;
  const look = isTold
    ? {
        rendered: renderedText(rendered.result),
        scope: scopeText(scope),
        keys,
        live: versionsText(live.objects),
      }
    : null;
  return { ...common, ...sides, warnings, comparison, tree, health, look };
}

/** From memory while the render, the cluster's kinds and the destination are those of last time. */
function prepareOnce(input: EvaluationInput, cluster: LiveCluster, scope: ClusterScope): Prepared {
  const { application, rendered, memory } = input;
  if (rendered.result.kind === 'failed') return { objects: [], warnings: [], digest: null };
  const namespace = application.spec.destination.namespace;
  const of = digestOf([
    renderedText(rendered.result),
    scopeText(scope),
    scope.isKnown,
    namespace,
    cluster.name,
    application.spec.syncPolicy ?? null,
  ]);
  if (memory?.prepared?.of === of) return memory.prepared;
  const knowsArgo = scope.isNamespaced({ group: 'argoproj.io', kind: 'Application' }) !== undefined;
  const prepared = prepareDesired({
    manifests: adoptArgoApplications(rendered.result.manifests, { name: cluster.name, knowsArgo }),
    destinationNamespace: namespace,
    isNamespaced: scope.isNamespaced,
    trackingName: trackingNameOf(application),
    installationId: input.installationId,
    policy: application.spec.syncPolicy,
  });
  // Rendered for a cluster nobody knows, the digest would differ without any change in git, and end a Hold.
  const digest = scope.isKnown ? desiredDigest(prepared.objects, input.hashKey) : null;
  if (memory) memory.prepared = { ...prepared, digest, of };
  return { ...prepared, digest };
}

/** A render in short. */
export function renderedText(result: Extract<RenderResult, { kind: 'rendered' }>): string {
  const tools = result.sources.map(({ renderer, tool }) => [renderer, tool]);
  return digestOf([result.digest, result.warnings, tools]);
}

/** What a cluster's discovery says, in short. */
export function scopeText({ kubeVersion, apiVersions }: ClusterScope): string {
  return digestOf([kubeVersion, apiVersions]);
}

/** Which versions of which objects these are, in short. */
export function versionsText(objects: KubeObject[]): string {
  return digestOf(objects.map(({ metadata }) => `${metadata.uid}/${metadata.resourceVersion}`).sort());
}

/** Keys to look at even when they carry no mark of ours: what git wants (to adopt or to refuse), what was applied before, the Namespace. */
function keysOf(namespace: string, desired: KubeObject[], base: ReleaseItem[] | null) {
  const byText = new Map(desired.map((object) => [formatKey(keyOf(object)), keyOf(object)]));
  for (const item of base ?? []) byText.set(formatKey(item.key), item.key);
  return [...byText.values(), { group: '', kind: 'Namespace', namespace: '', name: namespace }];
}

function failureOf(result: RenderResult): Failure | null {
  if (result.kind === 'rendered') return null;
  const { code, message, hint, output } = result;
  return { code, message, hint, ...(output === undefined ? {} : { output }) };
}

/** The comparison when one side is unknown: status Unknown, health Unknown, no tree of its own (the stored one stays). */
function nothingKnown(live: LiveResult): Pick<Evaluation, 'comparison' | 'tree' | 'health'> {
  const message = live.kind === 'unknown' ? live.message : 'The desired state could not be rendered.';
  return { comparison: emptyComparison(message), tree: [], health: { status: 'Unknown', message } };
}

function unknownScope(seen: Extract<LiveResult, { kind: 'known' }>, problem: string): LiveResult {
  const message = `The cluster does not say which kinds and version it serves: ${problem}`;
  return { kind: 'unknown', code: discoveryFailed, message, since: seen.asOf, lastKnown: seen.objects };
}

function unknownLive(code: string, message: string): LiveResult {
  return { kind: 'unknown', code, message, since: new Date(0).toISOString(), lastKnown: [] };
}
