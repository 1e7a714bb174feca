import { deleteApplication as remove } from '../../../usecases/delete-application.ts';
import { loadApplication } from '../../../usecases/load-application.ts';
import { endpoint } from '../../endpoint.ts';

export const deleteApplication = endpoint('deleteApplication', async ({ params, query, deps, caller }) => {
  const application = await loadApplication(deps.context.db, params.project, params.name);
  return remove(deps.context, { application, ...query, caller });
});
