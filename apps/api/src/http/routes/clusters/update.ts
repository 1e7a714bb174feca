import { updateCluster as update } from '../../../usecases/save-cluster.ts';
import { endpoint } from '../../endpoint.ts';
import { refuseManaged, requireName } from '../../managed.ts';
import { loadCluster, projectOfCluster, showCluster } from './show.ts';

/** Replaces a Cluster; the kubeconfig is kept when it is not sent. */
export const updateCluster = endpoint(
  'updateCluster',
  async ({ params, body, ifVersion, access, caller, deps, ...request }) => {
    requireName(params.name, body.metadata.name);
    // Moving it to another Project needs the permission there too (X44).
    request.require({ project: body.metadata.project ?? null });
    refuseManaged('Cluster', await loadCluster(deps.context.db, params.name));
    const updated = await update(deps.context, {
      body,
      caller,
      ...(ifVersion !== undefined && { ifVersion }),
    });
    await deps.clusters.forget(params.name);
    return showCluster(deps, updated, access);
  },
  { project: projectOfCluster },
);
