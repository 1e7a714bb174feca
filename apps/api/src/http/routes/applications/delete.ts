import { deleteApplication as remove } from '../../../usecases/delete-application.ts';
import { loadApplication } from '../../../usecases/load-application.ts';
import { refuseUndoneDeletion } from '../../../usecases/rendering-parent.ts';
import { endpoint } from '../../endpoint.ts';

export const deleteApplication = endpoint('deleteApplication', async ({ params, query, deps, caller }) => {
  const application = await loadApplication(deps.context.db, params.project, params.name);
  // To forget is the way out where the parent cannot be read, and touches no object.
  if (query.mode === 'plan') await refuseUndoneDeletion(deps.context.db, application);
  return remove(deps.context, { application, ...query, caller });
});
