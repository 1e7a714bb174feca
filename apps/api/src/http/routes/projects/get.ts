import { endpoint } from '../../endpoint.ts';
import { showProject } from './show.ts';

export const getProject = endpoint('getProject', async ({ params, access, deps }) =>
  showProject(deps.context.db, params.name, access),
);
