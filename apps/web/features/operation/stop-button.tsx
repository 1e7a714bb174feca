'use client';
import { Button } from '@bowline/ui/button';
import { Dialog } from '@bowline/ui/dialog';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ActionProblem } from '../../lib/action-problem.tsx';
import { api } from '../../lib/api/client.ts';
import { cannot } from '../../lib/can.ts';
import { queryKeys } from '../../lib/query/keys.ts';
import type { Operation } from './timeline.ts';

/** Stops after saying what stays applied. */
export function StopButton({ operation }: { operation: Operation }) {
  const t = useTranslations('operation.stop');
  const tCommon = useTranslations('common');
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
        <Dialog
          isOpen
          onClose={() => setIsOpen(false)}
          title={t('title')}
          description={`${operation.stopEffect} ${t('text')}`}
          closeLabel={tCommon('close')}
          size="sm"
          footer={
            <>
              <Button variant="ghost" onClick={() => setIsOpen(false)}>
                {tCommon('cancel')}
              </Button>
              <Button variant="danger" isBusy={stop.isPending} onClick={() => stop.mutate()}>
                {t('submit')}
              </Button>
            </>
          }
        >
          <ActionProblem title={t('failed')} error={stop.error} />
        </Dialog>
      )}
    </>
  );
}
