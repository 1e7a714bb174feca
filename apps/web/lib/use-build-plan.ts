'use client';
import type { CallInput } from '@bowline/contract/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from './api/client.ts';
import { queryKeys } from './query/keys.ts';
import { urls } from './urls.ts';
import { useOpenPage } from './use-open-page.ts';

export type PlanRequest = CallInput<'buildPlan'>['body'];

/**
 * Builds a Plan and opens its page; nothing runs. `isPending` until that page is there, and `mutate` does nothing meanwhile: a
 * second press would build a second Plan. `nothing_to_do` stays as the error of the mutation.
 */
export function useBuildPlan() {
  const queryClient = useQueryClient();
  const { isOpening, open } = useOpenPage();
  const build = useMutation({
    mutationFn: (body: PlanRequest) => api.call('buildPlan', { body }),
    onSuccess: (plan) => {
      queryClient.setQueryData(queryKeys.plan(plan.id), plan);
      open(urls.plan(plan.id));
    },
  });
  const isPending = build.isPending || isOpening;
  const mutate = (body: PlanRequest) => {
    if (!isPending) build.mutate(body);
  };
  return { error: build.error, isError: build.isError, isPending, mutate, reset: build.reset };
}
