import { buildAndSavePlan } from '../../../usecases/build-plan.ts';
import { loadApplication } from '../../../usecases/load-application.ts';
import { refuseUndoneDeletion } from '../../../usecases/rendering-parent.ts';
import { showPlan } from '../../../usecases/show-plan.ts';
import { canOnApplication } from '../../can.ts';
import { endpoint } from '../../endpoint.ts';

/** An edit into another Project and a deletion need their own permissions beside the one to plan (X44). */
export const buildPlan = endpoint('buildPlan', async ({ body, deps, access, caller }) => {
  if (body.kind === 'edit') {
    access.require('applications:update', { project: body.project });
    access.require('applications:update', { project: body.spec.project });
  }
  if (body.kind === 'delete') {
    access.require('applications:delete', { project: body.project });
    const { db } = deps.context;
    await refuseUndoneDeletion(db, await loadApplication(db, body.project, body.application));
  }
  const record = await buildAndSavePlan(deps.context, { input: body, caller, reason: '' });
  return showPlan(deps.context, record, { caller, can: canOnApplication(access, record.project) });
});
