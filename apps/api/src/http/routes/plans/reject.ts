import { rejectPlan as reject } from '../../../usecases/approve-plan.ts';
import { loadPlan, showPlan } from '../../../usecases/show-plan.ts';
import { canOnApplication } from '../../can.ts';
import { endpoint } from '../../endpoint.ts';

export const rejectPlan = endpoint('rejectPlan', async (request) => {
  const { params, body, deps, access, caller } = request;
  const record = await loadPlan(deps.context, params.id);
  request.require({ project: record.project });
  await reject(deps.context, { id: params.id, ...body, caller });
  return showPlan(deps.context, await loadPlan(deps.context, params.id), {
    caller,
    can: canOnApplication(access, record.project),
  });
});
