'use client';
import { Button } from '@bowline/ui/button';
import { Dialog } from '@bowline/ui/dialog';
import { useToast } from '@bowline/ui/toast';
import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ActionProblem } from '../action-problem.tsx';

type DeleteButtonProps = {
  name: string;
  /** What goes and what stays. */
  text: string;
  disabledReason?: string | null;
  onDelete: () => Promise<unknown>;
  keys: QueryKey;
  onDeleted: () => void;
};

/** Deletes a registration after saying what stays; never beside a routine button. */
export function DeleteButton(props: DeleteButtonProps) {
  const { name, text, disabledReason, onDelete, keys, onDeleted } = props;
  const t = useTranslations('registry');
  const tCommon = useTranslations('common');
  const toast = useToast();
  const queryClient = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const remove = useMutation({
    mutationFn: onDelete,
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: keys });
      toast({ title: t('deleted', { name }) });
      onDeleted();
    },
  });
  return (
    <>
      <Button variant="danger" icon="trash" disabledReason={disabledReason} onClick={() => setIsOpen(true)}>
        {t('deleteOpen')}
      </Button>
      {isOpen && (
        <Dialog
          isOpen
          onClose={() => setIsOpen(false)}
          title={t('deleteTitle', { name })}
          description={text}
          closeLabel={tCommon('close')}
          size="sm"
          footer={
            <>
              <Button variant="ghost" onClick={() => setIsOpen(false)}>
                {tCommon('cancel')}
              </Button>
              <Button variant="danger" isBusy={remove.isPending} onClick={() => remove.mutate()}>
                {t('delete')}
              </Button>
            </>
          }
        >
          <ActionProblem title={t('deleteFailed')} error={remove.error} />
        </Dialog>
      )}
    </>
  );
}
