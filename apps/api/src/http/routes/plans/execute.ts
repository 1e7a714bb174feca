import { executePlan as execute } from '../../../usecases/execute-plan.ts';
import { showOperation } from '../../../usecases/show-operation.ts';
import { loadPlan } from '../../../usecases/show-plan.ts';
import { canOnApplication } from '../../can.ts';
import { endpoint } from '../../endpoint.ts';

/** What each kind of Plan needs beside the permission to sync (X43). */
const furtherPermission: Record<string, string> = {
  edit: 'applications:update',
  delete: 'applications:delete',
};

export const executePlan = endpoint('executePlan', async (request) => {
  const { params, body, deps, access, caller } = request;
  const record = await loadPlan(deps.context, params.id);
  request.require({ project: record.project });
  const further = furtherPermission[record.kind];
  if (further) access.require(further, { project: record.project });
  const { confirmName, ...rest } = body;
  const operation = await execute(deps.context, {
    id: params.id,
    ...rest,
    ...(confirmName === undefined ? {} : { confirmName }),
    reason: body.comment,
    caller,
  });
  return showOperation(deps.context, operation, canOnApplication(access, record.project));
});
