import { userStore } from '../../../store/user.ts';
import { decodeCursor, encodeCursor, isString } from '../../cursor.ts';
import { endpoint } from '../../endpoint.ts';
import { userView } from './user-view.ts';

export const listUsers = endpoint('listUsers', async ({ query, deps }) => {
  const { db, clock } = deps.context;
  const afterName = decodeCursor(query.cursor, isString);
  const { items, total } = await userStore(db).list({ limit: query.limit, ...(afterName && { afterName }) });
  const last = items.length === query.limit ? items.at(-1) : undefined;
  return {
    items: items.map(userView),
    total,
    next: last ? encodeCursor(last.name) : null,
    asOf: clock.now().toISOString(),
  };
});
