'use client';
import type { CallOutput } from '@bowline/contract/client';
import { Button } from '@bowline/ui/button';
import { CopyButton } from '@bowline/ui/copy-button';
import { Dialog } from '@bowline/ui/dialog';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ActionProblem } from '../../lib/action-problem.tsx';
import { api } from '../../lib/api/client.ts';
import { OneTimeSecret } from '../../lib/one-time-secret.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import { TokenForm } from './token-form.tsx';
import { draftProblems, emptyDraft, requestOf } from './token.ts';

type Created = CallOutput<'createToken'>;

/** Asks for a token, then shows its secret; closing forgets the secret for good. */
export function CreateDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('account.tokens');
  const tCommon = useTranslations('common');
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState(emptyDraft);
  const [isTried, setIsTried] = useState(false);
  // Kept in this component alone: the query cache never sees the secret.
  const [created, setCreated] = useState<Created | null>(null);
  const create = useMutation({
    mutationFn: () => api.call('createToken', { body: requestOf(draft) }),
    gcTime: 0,
    onSuccess: (token) => {
      setCreated(token);
      create.reset();
      void queryClient.invalidateQueries({ queryKey: queryKeys.tokens() });
    },
  });
  const submit = () => {
    setIsTried(true);
    if (draftProblems(draft).length === 0) create.mutate();
  };
  if (created) return <Secret created={created} onClose={onClose} />;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('create')}
      description={t('createText')}
      closeLabel={tCommon('close')}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {tCommon('cancel')}
          </Button>
          <Button variant="primary" isBusy={create.isPending} onClick={submit}>
            {t('submit')}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <ActionProblem title={t('createFailed')} error={create.error} />
        <TokenForm
          draft={draft}
          onChange={(part) => setDraft((known) => ({ ...known, ...part }))}
          problems={isTried ? draftProblems(draft) : []}
        />
      </form>
    </Dialog>
  );
}

function Secret({ created, onClose }: { created: Created; onClose: () => void }) {
  const t = useTranslations('account.tokens');
  const tCommon = useTranslations('common');
  const sample = `curl -H "Authorization: Bearer $BOWLINE_TOKEN" ${location.origin}/api/v1/applications`;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('created', { name: created.name })}
      footer={
        <Button variant="primary" onClick={onClose}>
          {t('done')}
        </Button>
      }
    >
      <OneTimeSecret warning={t('once')} label={t('secret')} value={created.token}>
        <div className="flex flex-col gap-1">
          <p className="text-sm text-fg-2">{t('sample')}</p>
          <div className="flex items-center gap-2 rounded-md border border-line bg-sunken px-3 py-2">
            <code className="mono min-w-0 flex-1 break-all">{sample}</code>
            <CopyButton
              value={sample}
              label={`${tCommon('copy')}: curl`}
              copiedLabel={tCommon('copied')}
              size="md"
            />
          </div>
        </div>
      </OneTimeSecret>
    </Dialog>
  );
}
