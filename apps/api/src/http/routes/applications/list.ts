import { z } from 'zod';
import { applicationList, type ApplicationSort, type ListPosition } from '../../../store/application-list.ts';
import { withKeysBelow } from '../../../store/applications-below.ts';
import type { ApplicationFilter } from '../../../store/application-filter.ts';
import type { Db } from '../../../store/database.ts';
import { urlKeyOf } from '../../../store/repository-url.ts';
import { parseLabels, parseWords, type WordFilter } from '../../../store/word-filter.ts';
import { decodeCursor, encodeCursor, isInteger, isString, isTime } from '../../cursor.ts';
import { endpoint } from '../../endpoint.ts';

/** Filtered, sorted, counted and paged by the database; only Projects the caller may see. */
export const listApplications = endpoint('listApplications', async ({ query, deps, access }) => {
  const { db, clock } = deps.context;
  const visibleProjects = access.projectsWith('applications:get');
  const words = (text: string | undefined) => (text === undefined ? undefined : parseWords(text));
  const filter: ApplicationFilter = {
    ...(visibleProjects ? { visibleProjects } : {}),
    ...definedOf({
      q: query.q,
      project: words(query.project),
      health: words(query.health),
      sync: words(query.sync),
      reason: words(query.reason),
      cluster: words(query.cluster),
      namespace: words(query.namespace),
      repository: await repositoryWords(db, query.repository),
      auto: words(query.auto),
      labels: query.label === undefined ? undefined : parseLabels(query.label),
    }),
  };
  const list = applicationList(db);
  const sort = query.sort.replace('-', '') as ApplicationSort;
  const after = decodeCursor(query.cursor, isPosition(sort));
  const [page, total, facets] = await Promise.all([
    list.page({
      filter,
      sort,
      isDescending: query.sort.startsWith('-'),
      limit: query.limit,
      ...(after ? { after } : {}),
    }),
    list.count(filter),
    list.facets(filter),
  ]);
  const next = page.next === null ? null : encodeCursor(page.next);
  return { items: page.items, total, next, facets, asOf: clock.now().toISOString() };
});

// Of a registry that is everything below it, as its page counts.
async function repositoryWords(db: Db, text: string | undefined): Promise<WordFilter | undefined> {
  const urls = parseWords(text);
  if (!urls) return undefined;
  return {
    any: await withKeysBelow(db, urls.any.map(urlKeyOf)),
    none: await withKeysBelow(db, urls.none.map(urlKeyOf)),
  };
}

function definedOf<T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}

const isUid = z.guid();
const isValue: Record<ApplicationSort, (value: unknown) => boolean> = {
  name: isString,
  health: isInteger,
  sync: isString,
  release: (value) => value === null || isTime(value),
  created: isTime,
};

const isPosition =
  (sort: ApplicationSort) =>
  (value: unknown): value is ListPosition => {
    const position = value as Partial<ListPosition> | null;
    return (
      typeof position === 'object' &&
      position !== null &&
      isString(position.name) &&
      isUid.safeParse(position.uid).success &&
      isValue[sort](position.value)
    );
  };
