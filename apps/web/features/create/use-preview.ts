'use client';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../lib/api/client.ts';
import type { PolicyAnswers } from '../../lib/policy-sentences.ts';
import { reachable, specOfDraft, type Draft } from './draft.ts';

/** Renders and compares the draft without saving it. */
export function usePreview(draft: Draft, answers: PolicyAnswers, isWanted: boolean) {
  const spec = specOfDraft(draft, answers);
  // Policy does not change what is rendered.
  const { syncPolicy: _policy, ...rendered } = spec;
  return useQuery({
    queryKey: ['preview', draft.name, rendered],
    queryFn: ({ signal }) =>
      api.call('previewApplication', {
        body: { metadata: { name: draft.name, project: draft.project }, spec },
        signal,
      }),
    enabled: isWanted && reachable(draft) === 'review',
    placeholderData: undefined,
    staleTime: 60_000,
    retry: false,
  });
}

export type PreviewQuery = ReturnType<typeof usePreview>;
