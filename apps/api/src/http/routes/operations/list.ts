import { operationStore } from '../../../store/operation.ts';
import { operationRow } from '../../../views/operation.ts';
import { decodeCursor, encodeCursor, isTimeAndId } from '../../cursor.ts';
import { endpoint } from '../../endpoint.ts';

export const listOperations = endpoint('listOperations', async ({ query, deps, access }) => {
  const { db, clock } = deps.context;
  const projects = access.projectsWith('applications:get', query.project);
  const before = decodeCursor(query.cursor, isTimeAndId);
  const { items, total } = await operationStore(db).list({
    limit: query.limit,
    ...(projects ? { projects } : {}),
    ...(query.application === undefined ? {} : { application: query.application }),
    ...(query.phase === undefined ? {} : { phase: query.phase }),
    ...(before ? { before: { at: before[0], id: before[1] } } : {}),
  });
  const last = items.at(-1);
  return {
    items: items.map(operationRow),
    total,
    next: last && items.length === query.limit ? encodeCursor([last.createdAt, last.id]) : null,
    asOf: clock.now().toISOString(),
  };
});
