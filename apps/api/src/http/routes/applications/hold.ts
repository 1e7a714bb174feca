import { setHold as set } from '../../../usecases/hold.ts';
import { loadApplication, refuseDeleting } from '../../../usecases/load-application.ts';
import { applicationView } from '../../../views/application.ts';
import { canOnApplication } from '../../can.ts';
import { endpoint } from '../../endpoint.ts';

export const setHold = endpoint('setHold', async ({ params, body, deps, access, caller }) => {
  const { db } = deps.context;
  const application = await loadApplication(db, params.project, params.name);
  refuseDeleting(application);
  const hold = {
    reason: body.reason,
    ...(body.untilTime === undefined ? {} : { untilTime: body.untilTime }),
  };
  await set(deps.context, { application, hold, caller });
  return applicationView(
    await loadApplication(db, params.project, params.name),
    canOnApplication(access, params.project),
  );
});
