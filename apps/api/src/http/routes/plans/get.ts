import { loadPlan, showPlan } from '../../../usecases/show-plan.ts';
import { canOnApplication } from '../../can.ts';
import { endpoint } from '../../endpoint.ts';

export const getPlan = endpoint('getPlan', async (request) => {
  const { params, deps, access, caller } = request;
  const record = await loadPlan(deps.context, params.id);
  request.require({ project: record.project });
  return showPlan(deps.context, record, { caller, can: canOnApplication(access, record.project) });
});
