import { notFound } from '../../../store/conflict.ts';
import { repositoryStore } from '../../../store/repository.ts';
import { endpoint } from '../../endpoint.ts';
import { gitProblem } from './git-problem.ts';
import { projectOfRepository } from './show.ts';

/** Branches and tags, asked from the remote. */
export const listRefs = endpoint(
  'listRefs',
  async ({ params, deps }) => {
    const repository = await repositoryStore(deps.context.db).open(params.name);
    if (!repository) throw notFound('Repository', params.name);
    const result = await deps.context.git.listRefs(repository);
    if (!result.ok) throw gitProblem(result);
    return result.value;
  },
  { project: projectOfRepository },
);
