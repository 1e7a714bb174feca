'use client';
import { topics } from '@bowline/contract/topics';
import { useInfiniteQuery } from '@tanstack/react-query';
import { api } from '../../lib/api/client.ts';
import { queryKeys } from '../../lib/query/keys.ts';
import { useTopic } from '../../lib/stream/provider.tsx';
import type { ActivityQuery } from './filters.ts';

export type { ActivityEvent } from '../../lib/activity-sentence.tsx';

/** Events that match, newest first, a hundred at a time; live. */
export function useActivity(query: ActivityQuery) {
  useTopic(topics.activity(), [queryKeys.activity()]);
  const list = useInfiniteQuery({
    queryKey: queryKeys.activity(query),
    queryFn: ({ signal, pageParam }) =>
      api.call('listActivity', { query: { ...query, limit: 100, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });
  return {
    list,
    rows: list.data?.pages.flatMap((page) => page.items) ?? [],
    total: list.data?.pages[0]?.total ?? 0,
  };
}
