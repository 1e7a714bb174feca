import type { ClusterCache, KubePort } from '@bowline/sync-engine/ports/kube';
import type { Clock } from '@bowline/sync-engine/ports/time';
import { clusterStore } from '../store/cluster.ts';
import type { Db } from '../store/database.ts';
import type { Clusters } from './context.ts';
import { type JudgeAll, type LiveCluster, liveCluster } from './live-cluster.ts';

/** Clusters opened in this process. The owner of a cluster puts its watched cache here; others read per key. */
export type ClusterRegistry = Clusters & {
  /** Gives the cluster a watched cache, or takes it away (null). */
  watch(name: string, cache: ClusterCache | null): void;
  cacheOf(name: string): ClusterCache | null;
  /** Forgets a cluster whose registration changed; the next `open` reads it anew. */
  forget(name: string): Promise<void>;
};

type Entry = { id: string; version: number; cluster: LiveCluster };

export function clusterRegistry(deps: {
  db: Db;
  kube: KubePort;
  clock: Clock;
  judgeAll?: JudgeAll | undefined;
}): ClusterRegistry {
  const entries = new Map<string, Entry>();
  const caches = new Map<string, ClusterCache>();

  return {
    async open(name) {
      // Its owner reads the registration every few seconds and forgets it when it changed.
      const owned = caches.has(name) ? entries.get(name) : undefined;
      if (owned) return owned.cluster;
      const record = await clusterStore(deps.db).find(name);
      if (!record) return null;
      const known = entries.get(name);
      if (known && known.version === record.resourceVersion) return known.cluster;
      const connection = await clusterStore(deps.db).open(name);
      if (!connection) return null;
      const cluster = liveCluster({
        name,
        server: record.server,
        project: record.project,
        registered: {
          identity: record.identity,
          remember: (identity) => clusterStore(deps.db).rememberIdentity(name, identity),
          noteOther: (identity) => clusterStore(deps.db).noteIdentity(name, identity),
        },
        client: deps.kube.client(connection),
        cache: () => caches.get(name) ?? null,
        clock: deps.clock,
        judgeAll: deps.judgeAll,
      });
      entries.set(name, { id: record.id, version: record.resourceVersion, cluster });
      return cluster;
    },
    watch(name, cache) {
      if (cache === null) caches.delete(name);
      else caches.set(name, cache);
    },
    cacheOf: (name) => caches.get(name) ?? null,
    async forget(name) {
      const entry = entries.get(name);
      entries.delete(name);
      caches.delete(name);
      if (entry) await deps.kube.forget(entry.id);
    },
  };
}
