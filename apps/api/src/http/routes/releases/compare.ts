import { loadApplication } from '../../../usecases/load-application.ts';
import { showChanges } from '../../../usecases/show-changes.ts';
import { endpoint } from '../../endpoint.ts';

export const compareReleases = endpoint('compareReleases', async ({ params, query, deps }) => {
  const application = await loadApplication(deps.context.db, params.project, params.name);
  return showChanges(deps.context, application, {
    from: `release:${params.number}`,
    to: `release:${query.with}`,
  });
});
