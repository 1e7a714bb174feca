'use client';
import { Field, TextArea } from '@bowline/ui/field';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ActionProblem } from '../../lib/action-problem.tsx';
import { api } from '../../lib/api/client.ts';
import { AskDialog } from '../../lib/ask-dialog.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import type { Plan } from './plan.ts';

/** Closes a plan for good; the reason is required. */
export function RejectDialog({ plan, onClose }: { plan: Plan; onClose: () => void }) {
  const t = useTranslations('plan.reject');
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
    <AskDialog
      title={t('title')}
      description={t('text')}
      size="sm"
      submitLabel={t('submit')}
      isDangerous
      isBusy={reject.isPending}
      onSubmit={submit}
      onClose={onClose}
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
    </AskDialog>
  );
}
