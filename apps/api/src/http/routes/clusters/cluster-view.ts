import { apiVersion, type Cluster } from '@bowline/contract';
import type { Condition } from '@bowline/sync-engine/core/model';
import type { ClusterCache } from '@bowline/sync-engine/ports/kube';
import type { z } from 'zod';
import type { Access } from '../../../auth/access.ts';
import type { ClusterRecord } from '../../../store/cluster.ts';
import { connectionConditions } from '../../connection-conditions.ts';
import { canView, metadataView } from '../../metadata-view.ts';

/** A Cluster without its kubeconfig (X75). `cache` is there on the replica that watches it. */
export function clusterView(
  record: ClusterRecord,
  access: Access,
  more: { applications: number; cache: ClusterCache | null },
): z.input<typeof Cluster> {
  return {
    apiVersion,
    kind: 'Cluster',
    metadata: metadataView(record.id, record, record.project),
    spec: { server: record.server, namespaces: record.namespaces },
    status: {
      state: record.state,
      code: record.code,
      message: record.message,
      version: record.version,
      latencyMs: record.latencyMs,
      checkedAt: record.checkedAt,
      cache: more.cache?.status() ?? null,
      applications: more.applications,
      identity: record.identity,
      seenIdentity: record.seenIdentity,
      conditions: [...connectionConditions(record), ...changedCondition(record)],
    },
    can: canView(access, 'clusters', ['get', 'update', 'delete'], record.project),
  };
}

function changedCondition(record: ClusterRecord): Condition[] {
  const { identity, seenIdentity } = record;
  if (seenIdentity === '' || seenIdentity === identity) return [];
  return [
    {
      type: 'ClusterChanged',
      status: 'True',
      code: 'cluster_changed',
      message: `Another cluster answers than the one registered: its kube-system namespace is ${seenIdentity}, not ${identity}.`,
      lastTransitionTime: record.checkedAt ?? record.createdAt,
    },
  ];
}
