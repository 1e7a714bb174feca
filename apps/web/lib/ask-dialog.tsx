'use client';
import { Button } from '@bowline/ui/button';
import { Dialog, type DialogProps } from '@bowline/ui/dialog';
import { useTranslations } from 'use-intl';

type AskDialogProps = Pick<DialogProps, 'title' | 'description' | 'size' | 'children' | 'onClose'> & {
  /** What the button does, as a verb. */
  submitLabel: string;
  /** It cannot be taken back. */
  isDangerous?: boolean;
  isBusy?: boolean;
  onSubmit: () => void;
};

/** A dialog that asks for one answer: fields or a sentence, then cancel or do it. */
export function AskDialog(props: AskDialogProps) {
  const { submitLabel, isDangerous = false, isBusy, onSubmit, onClose, ...rest } = props;
  const t = useTranslations('common');
  return (
    <Dialog
      {...rest}
      isOpen
      onClose={onClose}
      onSubmit={() => !isBusy && onSubmit()}
      closeLabel={t('close')}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" variant={isDangerous ? 'danger' : 'primary'} isBusy={isBusy}>
            {submitLabel}
          </Button>
        </>
      }
    />
  );
}
