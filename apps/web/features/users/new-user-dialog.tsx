'use client';
import { Field, Input } from '@bowline/ui/field';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ActionProblem } from '../../lib/action-problem.tsx';
import { api } from '../../lib/api/client.ts';
import { AskDialog } from '../../lib/ask-dialog.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import { isName } from '../../lib/registry/names.ts';
import { PasswordOnce } from './password-once.tsx';
import { RoleFields } from './role-fields.tsx';
import type { Role } from './user.ts';

/** A local user with a one-time password. */
export function NewUserDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('account.users');
  const tTokens = useTranslations('account.tokens');
  const queryClient = useQueryClient();
  const [name, setName] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [isTried, setIsTried] = useState(false);
  const create = useMutation({
    mutationFn: () => api.call('createUser', { body: { name, displayName: displayName.trim(), role } }),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: queryKeys.users() }),
  });
  if (create.data) {
    return <PasswordOnce name={create.data.name} password={create.data.oneTimePassword} onClose={onClose} />;
  }
  const submit = () => {
    setIsTried(true);
    if (isName(name)) create.mutate();
  };
  // The answer holds the password, once: closed while that is on its way, nobody would ever read it.
  const close = () => !create.isPending && onClose();
  return (
    <AskDialog
      title={t('dialogTitle')}
      submitLabel={t('create')}
      isBusy={create.isPending}
      onSubmit={submit}
      onClose={close}
    >
      <div className="flex flex-col gap-4">
        <ActionProblem title={t('createFailed')} error={create.error} />
        <Field
          label={t('name')}
          isRequired
          error={isTried && !isName(name) ? tTokens('nameError') : undefined}
        >
          <Input
            value={name}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <Field label={t('displayName')}>
          <Input
            value={displayName}
            autoComplete="off"
            onChange={(event) => setDisplayName(event.target.value)}
          />
        </Field>
        <RoleFields value={role} onChange={setRole} />
      </div>
    </AskDialog>
  );
}
