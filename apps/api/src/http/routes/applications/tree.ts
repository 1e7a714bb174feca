import { loadApplication } from '../../../usecases/load-application.ts';
import { showTree } from '../../../usecases/show-tree.ts';
import { endpoint } from '../../endpoint.ts';

export const getTree = endpoint('getTree', async ({ params, deps }) => {
  const application = await loadApplication(deps.context.db, params.project, params.name);
  return showTree(deps.context, application);
});
