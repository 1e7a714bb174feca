'use client';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../lib/api/client.ts';
import { opOf } from '../../lib/diff/object-diff.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import { formatKey } from '../../lib/resource-key.ts';
import type { Operation } from './timeline.ts';

/**
 * Keys of objects that the Operation's Plan creates though their step is an apply: a missing Namespace is applied, because one
 * that appears meanwhile is as good. Only then is the Plan, which is large, asked for.
 */
export function useCreated(operation: Operation): ReadonlySet<string> {
  const isAsked = operation.steps.some(({ action, key }) => action === 'apply' && key.kind === 'Namespace');
  const id = operation.planId;
  const query = useQuery({
    queryKey: queryKeys.plan(id),
    queryFn: ({ signal }) => api.call('getPlan', { params: { id }, signal }),
    enabled: isAsked,
    placeholderData: undefined,
    // What a Plan does never changes.
    staleTime: Infinity,
  });
  const objects = query.data?.objects.filter((object) => opOf(object) === 'create') ?? [];
  return new Set(objects.map(({ key }) => formatKey(key)));
}
