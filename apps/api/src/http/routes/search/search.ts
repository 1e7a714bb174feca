import { searchEverything } from '../../../usecases/search.ts';
import { endpoint } from '../../endpoint.ts';

export const search = endpoint('search', ({ query, deps, access }) => {
  return searchEverything(deps.context, {
    q: query.q,
    limit: query.limit,
    projects: access.projectsWith('applications:get'),
    seesRepositories: access.can('repositories:get', { project: null }).ok,
  });
});
