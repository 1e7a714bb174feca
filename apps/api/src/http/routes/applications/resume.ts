import { setHold } from '../../../usecases/hold.ts';
import { loadApplication } from '../../../usecases/load-application.ts';
import { applicationView } from '../../../views/application.ts';
import { canOnApplication } from '../../can.ts';
import { endpoint } from '../../endpoint.ts';

export const resumeAutoSync = endpoint('resumeAutoSync', async ({ params, deps, access, caller }) => {
  const { db } = deps.context;
  const application = await loadApplication(db, params.project, params.name);
  if (application.hold) await setHold(deps.context, { application, hold: null, caller });
  return applicationView(
    await loadApplication(db, params.project, params.name),
    canOnApplication(access, params.project),
  );
});
