'use client';
import type { CallOutput } from '@bowline/contract/client';
import { topics } from '@bowline/contract/topics';
import { useQuery } from '@tanstack/react-query';
import { api } from './api/client.ts';
import { queryKeys } from './query/keys.ts';
import { useTopic } from './stream/provider.tsx';
import type { AppRef } from './urls.ts';

export type Application = CallOutput<'getApplication'>;

/** One Application, kept current while it is shown; its topic also refreshes everything below its key. */
export function useApp(ref: AppRef) {
  const query = useQuery({
    queryKey: queryKeys.app(ref),
    queryFn: ({ signal }) => api.call('getApplication', { params: ref, signal }),
    // Another application's state must never stand under this one's name.
    placeholderData: undefined,
  });
  const uid = query.data?.metadata.uid;
  useTopic(uid ? topics.application(uid) : null, [queryKeys.app(ref)]);
  useTopic(uid ? topics.tree(uid) : null, [queryKeys.app(ref)]);
  return query;
}
