import { runAction as run } from '../../../usecases/actions.ts';
import { loadApplication } from '../../../usecases/load-application.ts';
import { endpoint } from '../../endpoint.ts';

export const runAction = endpoint('runAction', async ({ params, body, deps, caller }) => {
  const application = await loadApplication(deps.context.db, params.project, params.name);
  const { replicas, ...rest } = body;
  return run(deps.context, { application, ...rest, ...(replicas === undefined ? {} : { replicas }), caller });
});
