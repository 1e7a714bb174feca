'use client';
import { Button } from '@bowline/ui/button';
import { useToast } from '@bowline/ui/toast';
import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ActionProblem } from '../action-problem.tsx';
import { AskDialog } from '../ask-dialog.tsx';

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
        <AskDialog
          title={t('deleteTitle', { name })}
          description={text}
          size="sm"
          submitLabel={t('delete')}
          isDangerous
          isBusy={remove.isPending}
          onSubmit={() => remove.mutate()}
          onClose={() => setIsOpen(false)}
        >
          <ActionProblem title={t('deleteFailed')} error={remove.error} />
        </AskDialog>
      )}
    </>
  );
}
