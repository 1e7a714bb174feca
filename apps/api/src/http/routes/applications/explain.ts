import { explain } from '../../../usecases/explain-application.ts';
import { loadApplication } from '../../../usecases/load-application.ts';
import { endpoint } from '../../endpoint.ts';

export const explainApplication = endpoint('explainApplication', async ({ params, deps }) => {
  return explain(deps.context, await loadApplication(deps.context.db, params.project, params.name));
});
