'use client';
import { Button } from '@bowline/ui/button';
import { Dialog } from '@bowline/ui/dialog';
import { Field, TextArea } from '@bowline/ui/field';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ActionProblem } from '../../lib/action-problem.tsx';
import { api } from '../../lib/api/client.ts';
import { queryKeys } from '../../lib/query/keys.ts';
import type { Plan } from './plan.ts';

/** Closes a plan for good; the reason is required. */
export function RejectDialog({ plan, onClose }: { plan: Plan; onClose: () => void }) {
  const t = useTranslations('plan.reject');
  const tCommon = useTranslations('common');
  const queryClient = useQueryClient();
  const [reason, setReason] = useState('');
  const [isTried, setIsTried] = useState(false);
  const reject = useMutation({
    mutationFn: () =>
      api.call('rejectPlan', {
        params: { id: plan.id },
        body: { digest: plan.digest, reason: reason.trim() },
      }),
    onSuccess: (next) => {
      queryClient.setQueryData(queryKeys.plan(plan.id), next);
      onClose();
    },
  });
  const submit = () => {
    setIsTried(true);
    if (reason.trim() !== '') reject.mutate();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('title')}
      description={t('text')}
      closeLabel={tCommon('close')}
      size="sm"
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {tCommon('cancel')}
          </Button>
          <Button variant="danger" isBusy={reject.isPending} onClick={submit}>
            {t('submit')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <ActionProblem title={t('failed')} error={reject.error} />
        <Field
          label={t('reason')}
          isRequired
          error={isTried && reason.trim() === '' ? t('reasonError') : undefined}
        >
          <TextArea
            rows={3}
            value={reason}
            maxLength={4000}
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
      </div>
    </Dialog>
  );
}
