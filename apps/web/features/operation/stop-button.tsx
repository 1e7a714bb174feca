'use client';
import { Button } from '@bowline/ui/button';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ActionProblem } from '../../lib/action-problem.tsx';
import { api } from '../../lib/api/client.ts';
import { AskDialog } from '../../lib/ask-dialog.tsx';
import { cannot } from '../../lib/can.ts';
import { queryKeys } from '../../lib/query/keys.ts';
import type { Operation } from './timeline.ts';
import { useSentence } from '../../lib/i18n/sentences/use-sentence.ts';

/** Stops after saying what stays applied. */
export function StopButton({ operation }: { operation: Operation }) {
  const say = useSentence();
  const t = useTranslations('operation.stop');
  const queryClient = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const stop = useMutation({
    mutationFn: () => api.call('terminateOperation', { params: { id: operation.id } }),
    onSuccess: (next) => {
      queryClient.setQueryData(queryKeys.operation(operation.id), next);
      setIsOpen(false);
    },
  });
  return (
    <>
      <Button
        variant="danger"
        icon="stop"
        disabledReason={cannot(operation.can, 'sync')}
        onClick={() => setIsOpen(true)}
      >
        {t('open')}
      </Button>
      {isOpen && (
        <AskDialog
          title={t('title')}
          description={`${say(operation.stopEffect)} ${t('text')}`}
          size="sm"
          submitLabel={t('submit')}
          isDangerous
          isBusy={stop.isPending}
          onSubmit={() => stop.mutate()}
          onClose={() => setIsOpen(false)}
        >
          <ActionProblem title={t('failed')} error={stop.error} />
        </AskDialog>
      )}
    </>
  );
}
