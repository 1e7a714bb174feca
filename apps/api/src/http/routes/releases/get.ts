import { notFound } from '../../../store/conflict.ts';
import { releaseStore } from '../../../store/release.ts';
import { loadApplication } from '../../../usecases/load-application.ts';
import { releaseView } from '../../../views/release.ts';
import { endpoint } from '../../endpoint.ts';

export const getRelease = endpoint('getRelease', async ({ params, deps }) => {
  const { db } = deps.context;
  const application = await loadApplication(db, params.project, params.name);
  const record = await releaseStore(db).get(application.uid, params.number);
  if (!record) throw notFound('Release', String(params.number));
  const items = record.hasSnapshot ? await releaseStore(db).items(application.uid, params.number) : [];
  return releaseView(record, application.status.release?.number ?? null, items);
});
