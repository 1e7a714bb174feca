'use client';
import { Field, Fieldset, Input, Radio, TextArea } from '@bowline/ui/field';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ActionProblem } from '../../lib/action-problem.tsx';
import { api } from '../../lib/api/client.ts';
import { AskDialog } from '../../lib/ask-dialog.tsx';
import { useNow } from '../../lib/now.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import type { AppRef } from '../../lib/urls.ts';

/** Pauses auto-sync with a reason and an end; reversible, so it needs no plan. */
export function HoldDialog({ app, onClose }: { app: AppRef; onClose: () => void }) {
  const t = useTranslations('application.hold');
  const now = useNow();
  const queryClient = useQueryClient();
  const [reason, setReason] = useState('');
  const [end, setEnd] = useState<'manual' | 'time'>('manual');
  const [time, setTime] = useState('');
  const [isTried, setIsTried] = useState(false);
  const at = Date.parse(time);
  const hasTime = end === 'manual' || (Number.isFinite(at) && at > now);
  const hold = useMutation({
    mutationFn: () =>
      api.call('setHold', {
        params: app,
        body: { reason: reason.trim(), ...(end === 'time' ? { untilTime: new Date(at).toISOString() } : {}) },
      }),
    onSuccess: (next) => {
      queryClient.setQueryData(queryKeys.app(app), next);
      void queryClient.invalidateQueries({ queryKey: queryKeys.app(app) });
      onClose();
    },
  });
  const submit = () => {
    setIsTried(true);
    if (reason.trim() !== '' && hasTime) hold.mutate();
  };
  return (
    <AskDialog
      title={t('dialogTitle')}
      description={t('dialogText')}
      size="sm"
      submitLabel={t('submit')}
      isBusy={hold.isPending}
      onSubmit={submit}
      onClose={onClose}
    >
      <div className="flex flex-col gap-4">
        <ActionProblem title={t('failed')} error={hold.error} />
        <Field
          label={t('reason')}
          isRequired
          error={isTried && reason.trim() === '' ? t('reasonError') : undefined}
        >
          <TextArea
            rows={2}
            value={reason}
            maxLength={500}
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
        <Fieldset legend={t('until')} isBordered>
          <Radio
            name="hold-end"
            label={t('manual')}
            checked={end === 'manual'}
            onChange={() => setEnd('manual')}
          />
          <Radio
            name="hold-end"
            label={t('atTime')}
            checked={end === 'time'}
            onChange={() => setEnd('time')}
          />
        </Fieldset>
        {end === 'time' && (
          <Field label={t('time')} error={isTried && !hasTime ? t('timeError') : undefined}>
            <Input type="datetime-local" value={time} onChange={(event) => setTime(event.target.value)} />
          </Field>
        )}
      </div>
    </AskDialog>
  );
}
