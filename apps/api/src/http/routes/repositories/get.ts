import { endpoint } from '../../endpoint.ts';
import { loadRepository, projectOfRepository, showRepository } from './show.ts';

export const getRepository = endpoint(
  'getRepository',
  async ({ params, access, deps }) =>
    showRepository(deps.context.db, await loadRepository(deps.context.db, params.name), access),
  { project: projectOfRepository },
);
