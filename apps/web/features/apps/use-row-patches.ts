'use client';
import type { CallInput } from '@bowline/contract/client';
import { topics } from '@bowline/contract/topics';
import { useQueryClient, type InfiniteData, type QueryKey } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api } from '../../lib/api/client.ts';
import { queryKeys } from '../../lib/query/keys.ts';
import { useTopic } from '../../lib/stream/provider.tsx';
import { movedOf, patchPages, type AppPage, type MovedRow } from './patch-pages.ts';

type ListQuery = NonNullable<CallInput<'listApplications'>['query']>;
const waitMs = 400;
/** More at once than this, and fetching the windows again is cheaper. */
const movedMax = 8;
const namesakesMax = 50;

/**
 * Keeps the list current. One window is one request, so it is fetched again; of a longer list only the rows that moved are, with
 * the counts: 50 windows must not be fetched because one Application became healthy.
 */
export function useRowPatches(key: QueryKey, query: ListQuery, pageCount: number) {
  const queryClient = useQueryClient();
  const moved = useRef(new Map<string, string>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useTopic(topics.applicationList(), [queryKeys.apps()], (event) => {
    const one = event.kind === 'frame' ? movedOf(event.frame.data) : null;
    // A typed text is part of the query already: a row cannot be asked for by its name as well.
    if (!one || pageCount < 2 || query.q) return false;
    moved.current.set(one.uid, one.name);
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      const batch = [...moved.current];
      moved.current.clear();
      void patch(batch);
    }, waitMs);
    return true;
  });

  const patch = async (batch: [uid: string, name: string][]) => {
    const refetch = () => void queryClient.invalidateQueries({ queryKey: queryKeys.apps() });
    if (batch.length > movedMax) return refetch();
    try {
      const [head, ...rows] = await Promise.all([
        api.call('listApplications', { query: { ...query, limit: 1 } }),
        ...batch.map(([uid, name]) => fetchRow(query, uid, name)),
      ]);
      if (rows.some((row) => row === 'unknown')) return refetch();
      const known = queryClient.getQueryData<InfiniteData<AppPage, string>>(key);
      const pages = known && patchPages(known.pages, rows as MovedRow[], head); // 'unknown' is ruled out above
      if (!pages) return refetch();
      queryClient.setQueryData<InfiniteData<AppPage, string>>(key, { ...known, pages });
    } catch {
      refetch(); // whose failure the list shows itself
    }
  };
}

/** The row under the filters of the list, found by its name; `unknown` among too many namesakes. */
async function fetchRow(query: ListQuery, uid: string, name: string): Promise<MovedRow | 'unknown'> {
  const page = await api.call('listApplications', {
    query: { ...query, q: name, sort: 'name', limit: namesakesMax },
  });
  const row = page.items.find((item) => item.uid === uid) ?? null;
  return row === null && page.next !== null ? 'unknown' : { uid, row };
}
