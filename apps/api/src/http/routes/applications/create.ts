import { registerApplication } from '../../../usecases/register-application.ts';
import { applicationView } from '../../../views/application.ts';
import { canOnApplication } from '../../can.ts';
import { endpoint } from '../../endpoint.ts';

export const createApplication = endpoint('createApplication', async ({ body, deps, access, caller }) => {
  const record = await registerApplication(deps.context, { application: body, managedBy: null, caller });
  return applicationView(record, canOnApplication(access, record.project));
});
