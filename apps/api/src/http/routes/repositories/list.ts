import { applicationStore } from '../../../store/application.ts';
import { countBelow } from '../../../store/applications-below.ts';
import { repositoryStore } from '../../../store/repository.ts';
import { decodeCursor, encodeCursor, isString } from '../../cursor.ts';
import { endpoint } from '../../endpoint.ts';
import { pageOf } from '../../list-page.ts';
import { repositoryView } from './repository-view.ts';

/** Repositories the caller may see. */
export const listRepositories = endpoint('listRepositories', async ({ query, access, deps }) => {
  const { db, clock } = deps.context;
  const text = query.q?.toLowerCase() ?? '';
  const seen = (await repositoryStore(db).all()).filter(
    (repository) =>
      access.can('repositories:get', { project: repository.project }).ok &&
      (query.project === undefined || repository.project === null || repository.project === query.project) &&
      (repository.name.includes(text) || repository.url.toLowerCase().includes(text)),
  );
  const { items, next } = pageOf(seen, { limit: query.limit, after: decodeCursor(query.cursor, isString) });
  const registries = items.filter(({ type }) => type !== 'git');
  const counts = {
    at: await applicationStore(db).countPerRepository(),
    below: await countBelow(
      db,
      registries.map(({ urlKey }) => urlKey),
    ),
  };
  return {
    items: items.map((repository) => {
      const { type, urlKey } = repository;
      return repositoryView(repository, access, counts[type === 'git' ? 'at' : 'below'].get(urlKey) ?? 0);
    }),
    total: seen.length,
    next: next === null ? null : encodeCursor(next),
    asOf: clock.now().toISOString(),
  };
});
