import { applyObjects as apply } from '../../../usecases/apply-objects.ts';
import { endpoint } from '../../endpoint.ts';

export const applyObjects = endpoint('applyObjects', async ({ body, deps, access, caller }) => {
  return { results: await apply(deps.context, { input: body, access, caller }) };
});
