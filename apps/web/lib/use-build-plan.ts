'use client';
import type { CallInput } from '@bowline/contract/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { api } from './api/client.ts';
import { queryKeys } from './query/keys.ts';
import { urls } from './urls.ts';

export type PlanRequest = CallInput<'buildPlan'>['body'];

/** Builds a Plan and opens its page; nothing runs. `nothing_to_do` stays as the error of the mutation. */
export function useBuildPlan() {
  const router = useRouter();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: PlanRequest) => api.call('buildPlan', { body }),
    onSuccess: (plan) => {
      queryClient.setQueryData(queryKeys.plan(plan.id), plan);
      router.push(urls.plan(plan.id));
    },
  });
}
