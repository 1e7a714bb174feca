import type { ResourceKey } from '@bowline/sync-engine/core/model';
import type { ApplicationRecord } from '../store/application.ts';
import type { LiveCluster } from './live-cluster.ts';

/** An Application and its destination as the gate asks for them, the same at start and before every step. */
export async function gateSubject(application: ApplicationRecord, cluster: LiveCluster | null) {
  const scope = cluster ? await cluster.scope() : null;
  return {
    application: {
      spec: application.spec,
      isDeleting: application.deletionTimestamp !== null,
      hold: application.hold,
      labels: application.labels,
      ...(cluster ? { clusterServer: cluster.server, clusterProject: cluster.project } : {}),
    },
    isNamespaced: (key: ResourceKey): boolean => scope?.isNamespaced(key) ?? key.namespace !== '',
  };
}
