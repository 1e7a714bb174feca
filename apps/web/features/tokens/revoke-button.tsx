'use client';
import { AskDialog } from '../../lib/ask-dialog.tsx';
import { Button } from '@bowline/ui/button';
import { useToast } from '@bowline/ui/toast';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ActionProblem } from '../../lib/action-problem.tsx';
import { api } from '../../lib/api/client.ts';
import { queryKeys } from '../../lib/query/keys.ts';
import type { Token } from './token-draft.ts';

/** Revokes after one sentence about what stops. */
export function RevokeButton({ token }: { token: Token }) {
  const t = useTranslations('account.tokens');
  const toast = useToast();
  const queryClient = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const revoke = useMutation({
    mutationFn: () => api.call('deleteToken', { params: { id: token.id } }),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: queryKeys.tokens() });
      toast({ title: t('revoked', { name: token.name }) });
      setIsOpen(false);
    },
  });
  return (
    <>
      <Button size="xs" variant="ghost" onClick={() => setIsOpen(true)}>
        {t('revokeOpen')}
      </Button>
      {isOpen && (
        <AskDialog
          title={t('revokeTitle', { name: token.name })}
          description={t('revokeText')}
          size="sm"
          submitLabel={t('revoke')}
          isDangerous
          isBusy={revoke.isPending}
          onSubmit={() => revoke.mutate()}
          onClose={() => setIsOpen(false)}
        >
          <ActionProblem title={t('revokeFailed')} error={revoke.error} />
        </AskDialog>
      )}
    </>
  );
}
