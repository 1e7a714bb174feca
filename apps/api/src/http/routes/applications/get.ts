import { loadApplication } from '../../../usecases/load-application.ts';
import { deletionUndone, renderingParent } from '../../../usecases/rendering-parent.ts';
import { applicationView } from '../../../views/application.ts';
import { canOnApplication } from '../../can.ts';
import { endpoint } from '../../endpoint.ts';

export const getApplication = endpoint('getApplication', async ({ params, deps, access }) => {
  const { db } = deps.context;
  const record = await loadApplication(db, params.project, params.name);
  const can = canOnApplication(access, record.project);
  const parent = await renderingParent(db, record);
  if (parent !== null && can.delete?.ok) can.delete = { ok: false, reason: deletionUndone(record, parent) };
  return applicationView(record, can);
});
