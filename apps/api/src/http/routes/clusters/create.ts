import { createCluster as create } from '../../../usecases/save-cluster.ts';
import { endpoint } from '../../endpoint.ts';
import { showCluster } from './show.ts';

export const createCluster = endpoint('createCluster', async ({ body, access, caller, deps }) =>
  showCluster(deps, await create(deps.context, { body, caller }), access),
);
