'use client';
import { Button } from '@bowline/ui/button';
import { Dialog } from '@bowline/ui/dialog';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { ActionProblem } from '../../lib/action-problem.tsx';
import { api } from '../../lib/api/client.ts';
import { queryKeys } from '../../lib/query/keys.ts';
import type { Token } from './token.ts';

/** Confirms that one or more tokens stop working at once; there is no way back. */
export function RevokeDialog({ tokens, onClose }: { tokens: readonly Token[]; onClose: () => void }) {
  const t = useTranslations('account.tokens');
  const tCommon = useTranslations('common');
  const queryClient = useQueryClient();
  const revoke = useMutation({
    mutationFn: async () => {
      for (const token of tokens) await api.call('deleteToken', { params: { id: token.id } });
    },
    onSuccess: onClose,
    // Some may be gone even when a later one fails.
    onSettled: () => void queryClient.invalidateQueries({ queryKey: queryKeys.tokens() }),
  });
  const isOne = tokens.length === 1;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={
        isOne ? t('revokeTitle', { name: tokens[0]?.name ?? '' }) : t('cleanTitle', { count: tokens.length })
      }
      description={t(isOne ? 'revokeText' : 'cleanText')}
      closeLabel={tCommon('close')}
      size="sm"
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {tCommon('cancel')}
          </Button>
          <Button variant="danger" isBusy={revoke.isPending} onClick={() => revoke.mutate()}>
            {t(isOne ? 'revoke' : 'clean')}
          </Button>
        </>
      }
    >
      {revoke.error && <ActionProblem title={t('revokeFailed')} error={revoke.error} />}
      {!isOne && (
        <ul className="text-sm text-fg-2">
          {tokens.map((token) => (
            <li key={token.id}>{token.name}</li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
