import { loadOperation, showOperation } from '../../../usecases/show-operation.ts';
import { terminateOperation as terminate } from '../../../usecases/terminate-operation.ts';
import { canOnApplication } from '../../can.ts';
import { endpoint } from '../../endpoint.ts';

export const terminateOperation = endpoint('terminateOperation', async (request) => {
  const { params, deps, access, caller } = request;
  const before = await loadOperation(deps.context, params.id);
  request.require({ project: before.project });
  const record = await terminate(deps.context, before, caller);
  return showOperation(deps.context, record, canOnApplication(access, record.project));
});
