import type { Access } from '../../../auth/access.ts';
import { applicationStore } from '../../../store/application.ts';
import { type ClusterRecord, clusterStore } from '../../../store/cluster.ts';
import { notFound } from '../../../store/conflict.ts';
import type { Db } from '../../../store/database.ts';
import type { HttpDeps } from '../../deps.ts';
import { clusterView } from './cluster-view.ts';

/** Project of the cluster in the path, whose permission is asked for; null when it belongs to none, or there is none. */
export async function projectOfCluster(request: {
  params: { name: string };
  deps: HttpDeps;
}): Promise<string | null> {
  const cluster = await clusterStore(request.deps.context.db).find(request.params.name);
  return cluster?.project ?? null;
}

/** Throws not_found. */
export async function loadCluster(db: Db, name: string): Promise<ClusterRecord> {
  const cluster = await clusterStore(db).find(name);
  if (!cluster) throw notFound('Cluster', name);
  return cluster;
}

export async function showCluster(
  deps: HttpDeps,
  cluster: ClusterRecord,
  access: Access,
): Promise<ReturnType<typeof clusterView>> {
  const applications = await applicationStore(deps.context.db).countBy({ cluster: cluster.name });
  return clusterView(cluster, access, { applications, cache: deps.clusters.cacheOf(cluster.name) });
}
