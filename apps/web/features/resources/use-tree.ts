'use client';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../lib/api/client.ts';
import { queryKeys } from '../../lib/query/keys.ts';
import type { AppRef } from '../../lib/urls.ts';

/** The health and diff tree of one Application; its topic refreshes it through the application's key. */
export function useTree(ref: AppRef) {
  return useQuery({
    queryKey: queryKeys.tree(ref),
    queryFn: ({ signal }) => api.call('getTree', { params: ref, signal }),
    placeholderData: undefined,
  });
}
