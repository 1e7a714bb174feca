import { endpoint } from '../../endpoint.ts';
import { gitProblem } from './git-problem.ts';
import { openGit, projectOfRepository } from './show.ts';

/** Branches and tags, asked from the remote. */
export const listRefs = endpoint(
  'listRefs',
  async ({ params, deps }) => {
    const repository = await openGit(deps.context.db, params.name);
    const result = await deps.context.git.listRefs(repository);
    if (!result.ok) throw gitProblem(result);
    return result.value;
  },
  { project: projectOfRepository },
);
