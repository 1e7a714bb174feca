'use client';
import { Button } from '@bowline/ui/button';
import { Dialog } from '@bowline/ui/dialog';
import { SkeletonRows } from '@bowline/ui/skeleton';
import { useToast } from '@bowline/ui/toast';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ActionProblem } from '../../lib/action-problem.tsx';
import { api } from '../../lib/api/client.ts';
import { ProblemPanel } from '../../lib/problem.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import { runBulk } from '../../lib/run-bulk.ts';
import { fetchAll } from '../../lib/use-paged.ts';
import { fetchTokens } from './fetch-tokens.ts';
import type { Token } from './token-draft.ts';

/** Asks, with all that have expired by name, before their records go. */
export function RemoveExpired() {
  const t = useTranslations('account.tokens');
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div>
      <Button size="sm" variant="ghost" icon="trash" onClick={() => setIsOpen(true)}>
        {t('expiredOpen')}
      </Button>
      {isOpen && <ExpiredDialog onClose={() => setIsOpen(false)} />}
    </div>
  );
}

function ExpiredDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('account.tokens');
  const tCommon = useTranslations('common');
  const toast = useToast();
  const queryClient = useQueryClient();
  // All pages: the list behind may show only the first ones.
  const all = useQuery({
    queryKey: [...queryKeys.tokens(), 'expired'],
    queryFn: async ({ signal }) =>
      (await fetchAll<Token>(fetchTokens, signal)).filter((one) => one.isExpired),
  });
  const expired = all.data ?? [];
  const remove = useMutation({
    mutationFn: () => removeAll(expired),
    onSettled: () => void queryClient.invalidateQueries({ queryKey: queryKeys.tokens() }),
    onSuccess: ({ done, failed }) => {
      if (failed.length > 0) return;
      toast({ title: t('expiredDone', { count: done }) });
      onClose();
    },
  });
  const failed = remove.data?.failed ?? [];
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('expiredTitle')}
      description={all.data && t('expiredText', { count: expired.length })}
      closeLabel={tCommon('close')}
      size="sm"
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {tCommon('cancel')}
          </Button>
          {expired.length > 0 && (
            <Button variant="danger" isBusy={remove.isPending} onClick={() => remove.mutate()}>
              {t('expiredRemove', { count: expired.length })}
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {failed.length > 0 && (
          <ActionProblem
            title={t('expiredFailed', {
              failed: failed.length,
              count: failed.length + (remove.data?.done ?? 0),
            })}
            error={failed[0]}
          />
        )}
        {all.isError && (
          <ProblemPanel what={t('expiredWhat')} error={all.error} onRetry={() => void all.refetch()} />
        )}
        {all.isPending && <SkeletonRows rows={3} label={tCommon('loading')} />}
        <ul
          className="flex max-h-[240px] flex-col gap-1 overflow-auto text-sm"
          aria-label={t('expiredTitle')}
        >
          {expired.map((token) => (
            <li key={token.id} className="flex justify-between gap-2">
              <b className="truncate font-medium">{token.name}</b>
              <span className="text-fg-2">{token.owner}</span>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}

/** A few at a time; one that fails keeps none of the others. */
async function removeAll(tokens: readonly Token[]): Promise<{ done: number; failed: unknown[] }> {
  let done = 0;
  const failed: unknown[] = [];
  await runBulk({
    items: tokens,
    width: 4,
    work: ({ id }) => api.call('deleteToken', { params: { id } }),
    onState: (_, state) => {
      if (state.kind === 'done') done += 1;
      if (state.kind === 'failed') failed.push(state.error);
    },
    signal: new AbortController().signal,
  });
  return { done, failed };
}
