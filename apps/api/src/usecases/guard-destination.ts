import { AppError } from '@bowline/sync-engine/core/app-error';
import type { ProjectSpec, ResourceKey, UnreadObject } from '@bowline/sync-engine/core/model';
import { unreadableReason } from '@bowline/sync-engine/core/policy/project-rules';
import { formatKey, keyOf } from '@bowline/sync-engine/core/resource-key';
import type { ClusterClient, KubeResult } from '@bowline/sync-engine/ports/kube';
import type { ClusterScope, LiveCluster } from './live-cluster.ts';
import { isOwnKind } from './own-kinds.ts';
import { plainCalls } from './plain-calls.ts';

/**
 * A cluster as one Project may see it: objects that its rules do not allow are neither read by name nor written, so a
 * manifest that names one shows nothing of it (B15). What bears the Application's own mark was allowed when it was applied.
 */
export function withProjectRules(
  project: { name: string; spec: ProjectSpec },
  cluster: LiveCluster,
): LiveCluster {
  const allowed = new Set<string>();
  const { namespaceResourceWhitelist = [], namespaceResourceBlacklist = [] } = project.spec;
  const hasNamedRules = [...namespaceResourceWhitelist, ...namespaceResourceBlacklist].some(
    (rule) => 'name' in rule,
  );
  const reasonFor = (key: ResourceKey, scope: ClusterScope): string | null => {
    if (isOwnKind(key)) return null;
    const isNamespaced = scope.isNamespaced(key) ?? key.namespace !== '';
    // Rules on what lies in a namespace name no object, unless they say so: one answer stands for all of a kind.
    const id = isNamespaced && !hasNamedRules ? `${key.group}/${key.kind}/${key.namespace}` : formatKey(key);
    if (allowed.has(id)) return null;
    const reason = unreadableReason(project, cluster, { key, isNamespaced }) ?? null;
    if (reason === null) allowed.add(id);
    return reason;
  };
  const refusal = async (key: ResourceKey) => {
    const reason = reasonFor(key, await cluster.scope());
    return reason === null ? undefined : refused('project_refused', reason);
  };
  return {
    ...cluster,
    client: {
      ...plainCalls(cluster.client),
      get: async (key, version) => (await refusal(key)) ?? cluster.client.get(key, version),
      apply: async (request) => (await refusal(keyOf(request.object))) ?? cluster.client.apply(request),
    },
    async live(query) {
      const scope = await cluster.scope();
      const unread: UnreadObject[] = [];
      const keys = query.keys.filter((key) => {
        const reason = reasonFor(key, scope);
        if (reason !== null) unread.push({ key, reason });
        return reason === null;
      });
      const result = await cluster.live({ ...query, keys });
      return result.kind === 'known' && unread.length > 0 ? { ...result, unread } : result;
    },
  };
}

/** What stands for a cluster that the Project may not use at all: everything about it is Unknown, and every call refused. */
export function refusedCluster(cluster: LiveCluster, message: string, since: string): LiveCluster {
  const code = 'cluster_not_in_project';
  const refuse = async () => refused(code, message);
  const scope: ClusterScope = {
    isKnown: false,
    problem: message,
    isNamespaced: () => undefined,
    kubeVersion: '',
    apiVersions: [],
  };
  return {
    name: cluster.name,
    server: cluster.server,
    project: cluster.project,
    isWatched: () => false,
    identity: () => '',
    client: {
      probe: refuse,
      resources: refuse,
      schemaOf: refuse,
      get: refuse,
      apply: refuse,
      patch: refuse,
      delete: refuse,
      events: refuse,
      logs: () => refusedLines(code, message),
    },
    live: async () => ({ kind: 'unknown', code, message, since, lastKnown: [] }),
    cached: () => undefined,
    scope: async () => scope,
    schemas: async () => () => undefined,
  };
}

/** Log lines are a stream, whose refusal is its first answer. */
function refusedLines(code: string, message: string): ReturnType<ClusterClient['logs']> {
  const next = () => Promise.reject(new AppError({ code, status: 403, message }));
  return { [Symbol.asyncIterator]: () => ({ next }) };
}

function refused(code: string, message: string): KubeResult<never> {
  return { ok: false, code, status: 403, message, hint: 'A project administrator can change the rules.' };
}
