import { Prisma } from './generated/client.ts';
import type { LabelTerm, WordFilter } from './word-filter.ts';

/** What a list asks for. `visibleProjects` is the caller's permission, apart from the Projects they filter by. */
export type ApplicationFilter = {
  visibleProjects?: string[];
  /** Words that must each occur in `project/name`. */
  q?: string;
  project?: WordFilter;
  health?: WordFilter;
  sync?: WordFilter;
  /** pending, drift, unknown, both */
  reason?: WordFilter;
  cluster?: WordFilter;
  namespace?: WordFilter;
  /** `urlKey`s */
  repository?: WordFilter;
  image?: WordFilter;
  /** off, on, hold */
  auto?: WordFilter;
  operation?: WordFilter;
  labels?: LabelTerm[];
};

export type FacetName = 'health' | 'sync' | 'reason' | 'project' | 'cluster' | 'auto';

const reasons: Record<string, Prisma.Sql> = {
  pending: Prisma.sql`"pending_count" > 0`,
  drift: Prisma.sql`"drift_count" > 0`,
  unknown: Prisma.sql`"unknown_count" > 0`,
  both: Prisma.sql`("pending_count" > 0 AND "drift_count" > 0)`,
};
const autos: Record<string, Prisma.Sql> = {
  hold: Prisma.sql`"is_held"`,
  on: Prisma.sql`("auto_sync" AND NOT "is_held")`,
  off: Prisma.sql`(NOT "auto_sync" AND NOT "is_held")`,
};
const never = Prisma.sql`false`;

/** The WHERE condition of a filter, without the facet named by `except`. Every value is a parameter (X80). */
export function whereOf(filter: ApplicationFilter, except?: FacetName): Prisma.Sql {
  const on = (name: FacetName): boolean => name !== except;
  const parts = [
    filter.visibleProjects && Prisma.sql`"project" = ANY(${filter.visibleProjects})`,
    ...textParts(filter.q),
    on('project') && wordsOf(Prisma.sql`"project"`, filter.project),
    on('health') && wordsOf(Prisma.sql`"health"`, filter.health),
    on('sync') && wordsOf(Prisma.sql`"sync"`, filter.sync),
    on('cluster') && wordsOf(Prisma.sql`"cluster"`, filter.cluster),
    on('reason') && namedOf(reasons, filter.reason),
    on('auto') && namedOf(autos, filter.auto),
    wordsOf(Prisma.sql`"namespace"`, filter.namespace),
    wordsOf(Prisma.sql`"operation_phase"`, filter.operation),
    arrayOf(Prisma.sql`"repositories"`, filter.repository),
    arrayOf(Prisma.sql`"images"`, filter.image),
    ...(filter.labels ?? []).map(labelPart),
  ].filter((part): part is Prisma.Sql => part !== undefined && part !== false);
  return parts.length === 0 ? Prisma.sql`true` : Prisma.join(parts, ' AND ');
}

function textParts(q: string | undefined): Prisma.Sql[] {
  const words = (q ?? '').trim().toLowerCase().split(/\s+/).filter(Boolean).slice(0, 10);
  return words.map((word) => {
    const slash = word.indexOf('/');
    if (slash < 0) return Prisma.sql`"name" LIKE ${`%${escapeLike(word)}%`}`;
    const name = Prisma.sql`"name" LIKE ${`%${escapeLike(word.slice(slash + 1))}%`}`;
    return Prisma.sql`("project" LIKE ${`%${escapeLike(word.slice(0, slash))}`} AND ${name})`;
  });
}

function wordsOf(column: Prisma.Sql, filter: WordFilter | undefined): Prisma.Sql | undefined {
  if (!filter) return undefined;
  const any = filter.any.length > 0 ? matches(column, filter.any) : undefined;
  const none =
    filter.none.length > 0 ? Prisma.sql`NOT coalesce(${matches(column, filter.none)}, false)` : undefined;
  return both(any, none);
}

function matches(column: Prisma.Sql, words: string[]): Prisma.Sql {
  const plain = words.filter((word) => !word.includes('*'));
  const patterns = words
    .filter((word) => word.includes('*'))
    .map((word) => escapeLike(word).replaceAll('*', '%'));
  const parts = [
    ...(plain.length > 0 ? [Prisma.sql`${column} = ANY(${plain})`] : []),
    ...(patterns.length > 0 ? [Prisma.sql`${column} LIKE ANY(${patterns})`] : []),
  ];
  return Prisma.sql`(${Prisma.join(parts, ' OR ')})`;
}

function namedOf(
  conditions: Record<string, Prisma.Sql>,
  filter: WordFilter | undefined,
): Prisma.Sql | undefined {
  if (!filter) return undefined;
  const pick = (words: string[]) =>
    Prisma.sql`(${Prisma.join(
      words.map((word) => conditions[word] ?? never),
      ' OR ',
    )})`;
  const any = filter.any.length > 0 ? pick(filter.any) : undefined;
  const none = filter.none.length > 0 ? Prisma.sql`NOT ${pick(filter.none)}` : undefined;
  return both(any, none);
}

function arrayOf(column: Prisma.Sql, filter: WordFilter | undefined): Prisma.Sql | undefined {
  if (!filter) return undefined;
  const any = filter.any.length > 0 ? Prisma.sql`${column} && ${filter.any}` : undefined;
  const none = filter.none.length > 0 ? Prisma.sql`NOT ${column} && ${filter.none}` : undefined;
  return both(any, none);
}

function both(a: Prisma.Sql | undefined, b: Prisma.Sql | undefined): Prisma.Sql | undefined {
  return a && b ? Prisma.sql`${a} AND ${b}` : (a ?? b);
}

function labelPart(term: LabelTerm): Prisma.Sql {
  const part =
    term.value === null
      ? Prisma.sql`"labels" ? ${term.key}`
      : Prisma.sql`"labels" @> ${JSON.stringify({ [term.key]: term.value })}::jsonb`;
  return term.isNegated ? Prisma.sql`NOT ${part}` : part;
}

/** % and _ of the user are letters, not wildcards (X80). */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
