'use client';
import type { CallInput, CallOutput } from '@bowline/contract/client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryState, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { api } from '../../lib/api/client.ts';
import { queryKeys } from '../../lib/query/keys.ts';
import { filterNames, type FilterName, type Filters } from './filters.ts';
import { useRowPatches } from './use-row-patches.ts';

export type AppRow = CallOutput<'listApplications'>['items'][number];
export type AppFacets = CallOutput<'listApplications'>['facets'];
type ListQuery = NonNullable<CallInput<'listApplications'>['query']>;

export const sorts = [
  '-health',
  'name',
  '-name',
  '-release',
  'release',
  '-sync',
  '-created',
  'created',
] as const;
export type AppSort = (typeof sorts)[number];
export const views = ['table', 'cards', 'health'] as const;

const list = parseAsArrayOf(parseAsString);
const filterParsers = Object.fromEntries(filterNames.map((name) => [name, list])) as Record<
  FilterName,
  typeof list
>; // one parser for each name

/** Filters, text, order and view of the list, all in the address. Typing replaces, choosing pushes. */
export function useListState() {
  const [q, setQ] = useQueryState(
    'q',
    parseAsString.withDefault('').withOptions({ history: 'replace', throttleMs: 200 }),
  );
  const [raw, setFilters] = useQueryStates(filterParsers, { history: 'push' });
  const [sort, setSort] = useQueryState(
    'sort',
    parseAsStringLiteral(sorts).withDefault('-health').withOptions({ history: 'push' }),
  );
  const [view, setView] = useQueryState(
    'view',
    parseAsStringLiteral(views).withDefault('table').withOptions({ history: 'push' }),
  );
  const filters = useMemo<Filters>(
    () => Object.fromEntries(Object.entries(raw).filter(([, values]) => values !== null)) as Filters,
    [raw],
  ); // nulls are dropped
  const applyFilters = (next: Filters) =>
    void setFilters(
      Object.fromEntries(filterNames.map((name) => [name, next[name] ? [...next[name]] : null])),
    );
  return { q, setQ, filters, setFilters: applyFilters, sort, setSort, view, setView };
}

/** The list in windows of 100 rows, with facets and total, kept current by the stream. */
export function useAppList(state: { q: string; filters: Filters; sort: AppSort }) {
  const query: ListQuery = { limit: 100, sort: state.sort };
  if (state.q) query.q = state.q;
  for (const name of filterNames) {
    const values = state.filters[name];
    if (values?.length) query[name] = values.join(',');
  }
  const result = useInfiniteQuery({
    queryKey: queryKeys.apps(query),
    queryFn: ({ pageParam, signal }) =>
      api.call('listApplications', { query: pageParam ? { ...query, cursor: pageParam } : query, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const pages = result.data?.pages;
  useRowPatches(queryKeys.apps(query), query, pages?.length ?? 0);
  const rows = useMemo(() => pages?.flatMap((page) => page.items) ?? [], [pages]);
  return { ...result, rows, first: pages?.[0] };
}
