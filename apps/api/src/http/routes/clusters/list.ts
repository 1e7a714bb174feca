import { applicationStore } from '../../../store/application.ts';
import { clusterStore } from '../../../store/cluster.ts';
import { decodeCursor, encodeCursor, isString } from '../../cursor.ts';
import { endpoint } from '../../endpoint.ts';
import { pageOf } from '../../list-page.ts';
import { clusterView } from './cluster-view.ts';

/** Clusters the caller may see. */
export const listClusters = endpoint('listClusters', async ({ query, access, deps }) => {
  const { db, clock } = deps.context;
  const text = query.q?.toLowerCase() ?? '';
  const seen = (await clusterStore(db).all()).filter(
    (cluster) =>
      access.can('clusters:get', { project: cluster.project }).ok &&
      (query.project === undefined || cluster.project === null || cluster.project === query.project) &&
      (cluster.name.includes(text) || cluster.server.toLowerCase().includes(text)),
  );
  const { items, next } = pageOf(seen, { limit: query.limit, after: decodeCursor(query.cursor, isString) });
  const counts = await applicationStore(db).countPer('cluster');
  return {
    items: items.map((cluster) =>
      clusterView(cluster, access, {
        applications: counts.get(cluster.name) ?? 0,
        cache: deps.clusters.cacheOf(cluster.name),
      }),
    ),
    total: seen.length,
    next: next === null ? null : encodeCursor(next),
    asOf: clock.now().toISOString(),
  };
});
