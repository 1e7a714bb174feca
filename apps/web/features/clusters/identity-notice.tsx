'use client';
import { Button } from '@bowline/ui/button';
import { Field, Input } from '@bowline/ui/field';
import { Notice } from '@bowline/ui/notice';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ActionProblem } from '../../lib/action-problem.tsx';
import { api } from '../../lib/api/client.ts';
import { AskDialog } from '../../lib/ask-dialog.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import { clusterBody, draftOf, type Cluster } from './cluster-draft.ts';

type IdentityNoticeProps = { cluster: Cluster; disabledReason: string | null };

/** Another cluster answers than the registered one: nothing of it is believed until a person says that it is meant. */
export function IdentityNotice({ cluster, disabledReason }: IdentityNoticeProps) {
  const t = useTranslations('registry.cluster.identity');
  const [isOpen, setIsOpen] = useState(false);
  const { identity = '', seenIdentity = '' } = cluster.status;
  if (seenIdentity === '' || seenIdentity === identity) return null;
  return (
    <Notice
      tone="bad"
      role="status"
      title={t('title')}
      actions={
        <Button size="sm" disabledReason={disabledReason} onClick={() => setIsOpen(true)}>
          {t('open')}
        </Button>
      }
    >
      {t('text')}{' '}
      <span className="mono break-all">
        {identity} → {seenIdentity}
      </span>
      {isOpen && (
        <AcceptDialog cluster={cluster} seenIdentity={seenIdentity} onClose={() => setIsOpen(false)} />
      )}
    </Notice>
  );
}

type AcceptDialogProps = { cluster: Cluster; seenIdentity: string; onClose: () => void };

/** Accepts exactly the identity that was shown, once the name of the cluster is typed. */
function AcceptDialog({ cluster, seenIdentity, onClose }: AcceptDialogProps) {
  const t = useTranslations('registry.cluster.identity');
  const queryClient = useQueryClient();
  const { name, resourceVersion } = cluster.metadata;
  const [typed, setTyped] = useState('');
  const [isTried, setIsTried] = useState(false);
  const accept = useMutation({
    mutationFn: () =>
      api.call('updateCluster', {
        params: { name },
        body: { ...clusterBody(draftOf(cluster), cluster), acceptIdentity: seenIdentity },
        headers: { 'if-match': resourceVersion },
      }),
    onSuccess: (next) => {
      queryClient.setQueryData(queryKeys.cluster(name), next);
      onClose();
    },
  });
  const submit = () => {
    setIsTried(true);
    if (typed.trim() === name) accept.mutate();
  };
  return (
    <AskDialog
      title={t('dialogTitle', { name })}
      description={t('dialogText')}
      size="sm"
      submitLabel={t('accept')}
      isDangerous
      isBusy={accept.isPending}
      onSubmit={submit}
      onClose={onClose}
    >
      <div className="flex flex-col gap-3">
        <ActionProblem title={t('failed')} error={accept.error} />
        <Field
          label={t('typeName', { name })}
          isRequired
          error={isTried && typed.trim() !== name ? t('typeNameError', { name }) : undefined}
        >
          <Input
            value={typed}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setTyped(event.target.value)}
          />
        </Field>
      </div>
    </AskDialog>
  );
}
