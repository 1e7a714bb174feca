import { endpoint } from '../../endpoint.ts';
import { loadCluster, projectOfCluster, showCluster } from './show.ts';

export const getCluster = endpoint(
  'getCluster',
  async ({ params, access, deps }) =>
    showCluster(deps, await loadCluster(deps.context.db, params.name), access),
  { project: projectOfCluster },
);
