import { loadOperation, showOperation } from '../../../usecases/show-operation.ts';
import { canOnApplication } from '../../can.ts';
import { endpoint } from '../../endpoint.ts';

export const getOperation = endpoint('getOperation', async (request) => {
  const { params, deps, access } = request;
  const record = await loadOperation(deps.context, params.id);
  request.require({ project: record.project });
  return showOperation(deps.context, record, canOnApplication(access, record.project));
});
