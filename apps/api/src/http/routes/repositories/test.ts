import { repositoryStore } from '../../../store/repository.ts';
import { testRepository as test } from '../../../usecases/test-repository.ts';
import { endpoint } from '../../endpoint.ts';

/** Tests a connection. That of a registered Repository may use its credential, which its own Project must allow. */
export const testRepository = endpoint('testRepository', async ({ body, deps, ...request }) => {
  const stored = await repositoryStore(deps.context.db).find(body.metadata.name);
  if (stored) request.require({ project: stored.project });
  return test(deps.context, body);
});
