'use client';
import { topics } from '@bowline/contract/topics';
import { useInfiniteQuery } from '@tanstack/react-query';
import { api } from '../../lib/api/client.ts';
import { queryKeys } from '../../lib/query/keys.ts';
import { useTopic } from '../../lib/stream/provider.tsx';
import type { AppRef } from '../../lib/urls.ts';
import { useApp } from '../../lib/use-app.ts';

/** Releases of an Application, newest first, a hundred at a time. */
export function useReleases(ref: AppRef) {
  const uid = useApp(ref).data?.metadata.uid;
  useTopic(uid ? topics.releases(uid) : null, [queryKeys.releases(ref)]);
  return useInfiniteQuery({
    queryKey: queryKeys.releases(ref),
    queryFn: ({ signal, pageParam }) =>
      api.call('listReleases', { params: ref, query: { limit: 100, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: undefined,
  });
}
