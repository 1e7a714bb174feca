import { loadApplication } from '../../../usecases/load-application.ts';
import { showResource } from '../../../usecases/show-resource.ts';
import { endpoint } from '../../endpoint.ts';

export const getResource = endpoint('getResource', async ({ params, query, deps, access }) => {
  const application = await loadApplication(deps.context.db, params.project, params.name);
  const verdict = access.can('applications:action', { project: application.project });
  const may = verdict.ok ? { ok: true, reason: '' } : { ok: false, reason: verdict.reason };
  return showResource(deps.context, application, query.id, may);
});
