import { editApplication } from '../../../usecases/edit-application.ts';
import { loadApplication } from '../../../usecases/load-application.ts';
import { applicationView } from '../../../views/application.ts';
import { canOnApplication } from '../../can.ts';
import { endpoint } from '../../endpoint.ts';

/** Builds an edit Plan and executes it as the caller: a change of the spec passes the same gate as everything else. */
export const updateApplication = endpoint(
  'updateApplication',
  async ({ params, body, deps, access, caller, ifVersion }) => {
    const { db } = deps.context;
    const before = await loadApplication(db, params.project, params.name);
    await editApplication(deps.context, {
      application: before,
      input: body,
      ...(ifVersion === undefined ? {} : { ifVersion }),
      caller,
    });
    const record = await loadApplication(db, body.spec.project, params.name);
    return applicationView(record, canOnApplication(access, record.project));
  },
);
