import { refreshApplication as refresh } from '../../../usecases/refresh-application.ts';
import { loadApplication } from '../../../usecases/load-application.ts';
import { applicationView } from '../../../views/application.ts';
import { canOnApplication } from '../../can.ts';
import { endpoint } from '../../endpoint.ts';

export const refreshApplication = endpoint(
  'refreshApplication',
  async ({ params, body, deps, access, caller, signal }) => {
    const application = await loadApplication(deps.context.db, params.project, params.name);
    const record = await refresh(deps.context, { application, ...body, caller, signal });
    return applicationView(record, canOnApplication(access, record.project));
  },
);
