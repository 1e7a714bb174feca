import { loadApplication } from '../../../usecases/load-application.ts';
import { applicationView } from '../../../views/application.ts';
import { canOnApplication } from '../../can.ts';
import { endpoint } from '../../endpoint.ts';

export const getApplication = endpoint('getApplication', async ({ params, deps, access }) => {
  const record = await loadApplication(deps.context.db, params.project, params.name);
  return applicationView(record, canOnApplication(access, record.project));
});
