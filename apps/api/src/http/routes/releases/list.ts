import { releaseStore } from '../../../store/release.ts';
import { loadApplication } from '../../../usecases/load-application.ts';
import { releaseRow } from '../../../views/release.ts';
import { decodeCursor, encodeCursor, isInteger } from '../../cursor.ts';
import { endpoint } from '../../endpoint.ts';

export const listReleases = endpoint('listReleases', async ({ params, query, deps }) => {
  const { db, clock } = deps.context;
  const application = await loadApplication(db, params.project, params.name);
  const before = decodeCursor(query.cursor, isInteger);
  const { items, total } = await releaseStore(db).list(application.uid, {
    limit: query.limit,
    ...(before === undefined ? {} : { beforeNumber: before }),
  });
  const last = items.at(-1);
  const live = application.status.release?.number ?? null;
  return {
    items: items.map((record) => releaseRow(record, live)),
    total,
    next: last && last.number > 1 && items.length === query.limit ? encodeCursor(last.number) : null,
    asOf: clock.now().toISOString(),
  };
});
