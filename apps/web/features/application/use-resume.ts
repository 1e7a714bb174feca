'use client';
import { useToast } from '@bowline/ui/toast';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { api } from '../../lib/api/client.ts';
import { queryKeys } from '../../lib/query/keys.ts';
import type { AppRef } from '../../lib/urls.ts';

/** Ends the Hold: auto-sync goes on with the next comparison, through the same gate. */
export function useResume(ref: AppRef) {
  const t = useTranslations('application.hold');
  const toast = useToast();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => api.call('resumeAutoSync', { params: ref }),
    onSuccess: (app) => {
      queryClient.setQueryData(queryKeys.app(ref), app);
      void queryClient.invalidateQueries({ queryKey: queryKeys.app(ref) });
      toast({ title: t('resumed') });
    },
    onError: (error) =>
      toast({ title: t('resumeFailed'), description: error instanceof Error ? error.message : undefined }),
  });
}
