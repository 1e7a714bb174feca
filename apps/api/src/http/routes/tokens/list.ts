import { tokenStore } from '../../../store/token.ts';
import { decodeCursor, encodeCursor, isTimeAndId } from '../../cursor.ts';
import { endpoint } from '../../endpoint.ts';
import { tokenView } from './token-view.ts';

/** The caller's own tokens; everybody's for who may list users. */
export const listTokens = endpoint('listTokens', async ({ query, principal, access, deps }) => {
  const { db, clock } = deps.context;
  const seesAll = access.can('tokens:get', { project: null }).ok;
  const [beforeAt, beforeId] = decodeCursor(query.cursor, isTimeAndId) ?? [];
  const { items, total } = await tokenStore(db).list({
    limit: query.limit,
    ...(!seesAll && { ownerId: principal.user.id }),
    ...(beforeAt !== undefined && beforeId !== undefined && { beforeAt, beforeId }),
  });
  const last = items.length === query.limit ? items.at(-1) : undefined;
  const now = clock.now();
  return {
    items: items.map((token) => tokenView(token, now)),
    total,
    next: last ? encodeCursor([last.createdAt, last.id]) : null,
    asOf: now.toISOString(),
  };
});
