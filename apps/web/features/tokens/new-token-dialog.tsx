'use client';
import { AskDialog } from '../../lib/ask-dialog.tsx';
import { Button } from '@bowline/ui/button';
import { Dialog } from '@bowline/ui/dialog';
import { Field, Fieldset, Input, Radio, Select } from '@bowline/ui/field';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ActionProblem } from '../../lib/action-problem.tsx';
import { api } from '../../lib/api/client.ts';
import { PermissionFields } from '../../lib/permission-fields.tsx';
import { resources } from '../../lib/permissions.ts';
import { queryKeys } from '../../lib/query/keys.ts';
import { SecretOnce } from '../../lib/secret-once.tsx';
import { hasPermission, useSession } from '../../lib/session/context.tsx';
import { curlSample, emptyToken, lifetimes, tokenBody, tokenProblems, tokenRoles } from './token-draft.ts';
import { useEveryProject } from '../../lib/registry/use-every.ts';

const neededFor = {
  viewer: 'applications:get',
  operator: 'applications:sync',
  admin: 'users:create',
  custom: null,
};

/** Name, what it may do, where and for how long; then the secret, once. */
export function NewTokenDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('account.tokens');
  const tCommon = useTranslations('common');
  const session = useSession();
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState(emptyToken);
  const [isTried, setIsTried] = useState(false);
  const problems = tokenProblems(draft);
  const projects = useEveryProject();
  const create = useMutation({
    mutationFn: () => api.call('createToken', { body: tokenBody(draft) }),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: queryKeys.tokens() }),
  });
  const submit = () => {
    setIsTried(true);
    if (problems.length === 0) create.mutate();
  };
  // The answer holds the secret, once: closed while that is on its way, nobody would ever read it.
  const close = () => !create.isPending && onClose();
  // What a Project's roles give is known to the server alone.
  const refusal = (permission: string) =>
    draft.project !== '' || hasPermission(session, permission) ? null : t('mayNot');
  if (create.data) {
    return (
      <Dialog
        isOpen
        onClose={onClose}
        title={t('onceTitle')}
        description={t('onceText')}
        closeLabel={tCommon('close')}
        footer={
          <Button variant="primary" onClick={onClose}>
            {t('done')}
          </Button>
        }
      >
        <div className="flex flex-col gap-4">
          <SecretOnce label={t('secret')} value={create.data.token} copyLabel={t('copySecret')} />
          <SecretOnce
            label={t('sample')}
            value={curlSample(window.location.origin)}
            copyLabel={t('copySample')}
          />
          <p className="text-sm text-fg-2">{t('sampleHint')}</p>
        </div>
      </Dialog>
    );
  }
  return (
    <AskDialog
      title={t('dialogTitle')}
      description={t('intro')}
      submitLabel={t('create')}
      isBusy={create.isPending}
      onSubmit={submit}
      onClose={close}
    >
      <div className="flex flex-col gap-4">
        <ActionProblem title={t('createFailed')} error={create.error} />
        <Field
          label={t('name')}
          hint={t('nameHint')}
          isRequired
          error={isTried && problems.includes('name') ? t('nameError') : undefined}
        >
          <Input
            value={draft.name}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setDraft({ ...draft, name: event.target.value })}
          />
        </Field>
        <Fieldset legend={t('may')} isBordered>
          {tokenRoles.map((role) => (
            <Radio
              key={role}
              name="token-role"
              label={t(`role.${role}`)}
              checked={draft.role === role}
              disabledReason={neededFor[role] ? refusal(neededFor[role]) : undefined}
              onChange={() => setDraft({ ...draft, role })}
            />
          ))}
        </Fieldset>
        {draft.role === 'custom' && (
          <div className="flex flex-col gap-2">
            <PermissionFields
              label={t('permissions')}
              resources={resources}
              value={draft.permissions}
              onChange={(permissions) => setDraft({ ...draft, permissions })}
              refusal={refusal}
            />
            {isTried && problems.includes('permissions') && (
              <p role="alert" className="text-sm text-bad">
                {t('noPermission')}
              </p>
            )}
          </div>
        )}
        <div className="flex flex-wrap gap-4">
          <Field label={t('project')} className="min-w-[180px] flex-1">
            <Select
              value={draft.project}
              onChange={(event) => setDraft({ ...draft, project: event.target.value })}
            >
              <option value="">{t('allProjects')}</option>
              {projects.data?.map(({ metadata }) => (
                <option key={metadata.name}>{metadata.name}</option>
              ))}
            </Select>
          </Field>
          <Field label={t('expires')} className="min-w-[140px] flex-1">
            <Select
              value={draft.days}
              onChange={(event) => setDraft({ ...draft, days: Number(event.target.value) })}
            >
              {lifetimes.map((days) => (
                <option key={days} value={days}>
                  {t('days', { days })}
                </option>
              ))}
            </Select>
          </Field>
        </div>
      </div>
    </AskDialog>
  );
}
