import { applicationStore } from '../../../store/application.ts';
import { type RepositoryRecord, repositoryStore } from '../../../store/repository.ts';
import { decodeCursor, encodeCursor, isString } from '../../cursor.ts';
import { endpoint } from '../../endpoint.ts';
import { pageOf } from '../../list-page.ts';
import { repositoryView } from './repository-view.ts';
import { countUsers } from './show.ts';

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
  const counts = await applicationStore(db).countPerRepository();
  const usersOf = (repository: RepositoryRecord): Promise<number> | number =>
    repository.type === 'git' ? (counts.get(repository.urlKey) ?? 0) : countUsers(db, repository);
  return {
    items: await Promise.all(
      items.map(async (repository) => repositoryView(repository, access, await usersOf(repository))),
    ),
    total: seen.length,
    next: next === null ? null : encodeCursor(next),
    asOf: clock.now().toISOString(),
  };
});
