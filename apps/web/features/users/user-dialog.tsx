'use client';
import { useToast } from '@bowline/ui/toast';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ActionProblem } from '../../lib/action-problem.tsx';
import { api } from '../../lib/api/client.ts';
import { AskDialog } from '../../lib/ask-dialog.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import { PasswordOnce } from './password-once.tsx';
import { RoleFields } from './role-fields.tsx';
import type { User } from './user.ts';

export type UserAction = 'role' | 'reset' | 'disable' | 'enable' | 'delete';

type UserDialogProps = { user: User; action: UserAction; onClose: () => void };

/** One change of a user after a sentence about what it ends. */
export function UserDialog({ user, action, onClose }: UserDialogProps) {
  const t = useTranslations('account.users');
  const tCommon = useTranslations('common');
  const toast = useToast();
  const queryClient = useQueryClient();
  const [role, setRole] = useState(user.role);
  const { name } = user;
  const change = useMutation({
    mutationFn: async (): Promise<string> => {
      if (action === 'delete') {
        await api.call('deleteUser', { params: { name } });
        return '';
      }
      const body = {
        role: { role },
        reset: { resetPassword: true },
        disable: { disabled: true },
        enable: { disabled: false },
      }[action];
      return (await api.call('updateUser', { params: { name }, body })).oneTimePassword;
    },
    onSuccess: (password) => {
      void queryClient.invalidateQueries({ queryKey: queryKeys.users() });
      if (password !== '') return;
      toast({ title: t('changed', { name }) });
      onClose();
    },
  });
  if (change.data) return <PasswordOnce name={name} password={change.data} onClose={onClose} />;
  const words = {
    role: { title: t('changeRole', { name }), text: undefined, submit: tCommon('save') },
    reset: { title: t('resetTitle', { name }), text: t('resetText'), submit: t('resetSubmit') },
    disable: { title: `${t('disable')}: ${name}`, text: t('resetText'), submit: t('disable') },
    enable: { title: `${t('enable')}: ${name}`, text: undefined, submit: t('enable') },
    delete: { title: t('deleteTitle', { name }), text: t('deleteText'), submit: t('deleteSubmit') },
  }[action];
  const isDanger = action === 'delete' || action === 'disable';
  return (
    <AskDialog
      title={words.title}
      description={words.text}
      size="sm"
      submitLabel={words.submit}
      isDangerous={isDanger}
      isBusy={change.isPending}
      onSubmit={() => change.mutate()}
      // The answer to a reset holds the password, once: closed before, nobody would ever read it.
      onClose={() => !(action === 'reset' && change.isPending) && onClose()}
    >
      <div className="flex flex-col gap-3">
        <ActionProblem title={t('failed')} error={change.error} />
        {action === 'role' && <RoleFields value={role} onChange={setRole} />}
      </div>
    </AskDialog>
  );
}
