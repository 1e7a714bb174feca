'use client';
import { useInfiniteQuery, type QueryKey } from '@tanstack/react-query';
import { useMemo } from 'react';

type Page<T> = { items: readonly T[]; total: number; next: string | null };
type FetchPage<T> = (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>;

/** A list in pages of the server: its rows so far, how many there are in all, and how to get more. */
export function usePaged<T>(input: { key: QueryKey; fetchPage: FetchPage<T>; refetchInterval?: number }) {
  const { key, fetchPage, refetchInterval } = input;
  const query = useInfiniteQuery({
    queryKey: [...key, 'pages'],
    queryFn: ({ pageParam, signal }) => fetchPage(pageParam || undefined, signal),
    initialPageParam: '',
    getNextPageParam: (page: Page<T>) => page.next ?? undefined,
    refetchInterval,
  });
  const pages = query.data?.pages;
  const rows = useMemo(() => pages?.flatMap((page) => page.items) ?? [], [pages]);
  return {
    rows,
    total: pages?.[0]?.total,
    isPending: query.isPending,
    error: query.error,
    refetch: () => void query.refetch(),
    loadMore: () => {
      if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
    },
  };
}

/** Every item of a list, page after page. */
export async function fetchAll<T>(fetchPage: FetchPage<T>, signal: AbortSignal): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await fetchPage(cursor, signal);
    items.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return items;
}
