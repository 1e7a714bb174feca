import { listEvents as list } from '../../../usecases/list-events.ts';
import { loadApplication } from '../../../usecases/load-application.ts';
import { endpoint } from '../../endpoint.ts';

export const listEvents = endpoint('listEvents', async ({ params, query, deps }) => {
  const application = await loadApplication(deps.context.db, params.project, params.name);
  return list(deps.context, application, query.id);
});
