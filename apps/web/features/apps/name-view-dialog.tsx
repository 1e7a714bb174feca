'use client';
import { Button } from '@bowline/ui/button';
import { Dialog } from '@bowline/ui/dialog';
import { Field, Input } from '@bowline/ui/field';
import { useState } from 'react';
import { useTranslations } from 'use-intl';

/** Asks the name of a view; its code loads when it is first wanted. */
export function NameDialog({ onClose, onSave }: { onClose: () => void; onSave: (name: string) => void }) {
  const t = useTranslations('apps.views');
  const tCommon = useTranslations('common');
  const [name, setName] = useState('');
  const [isTried, setIsTried] = useState(false);
  const submit = () => {
    setIsTried(true);
    if (name.trim() !== '') onSave(name.trim());
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('save')}
      description={t('saveText')}
      closeLabel={tCommon('close')}
      size="sm"
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {tCommon('cancel')}
          </Button>
          <Button variant="primary" onClick={submit}>
            {tCommon('save')}
          </Button>
        </>
      }
    >
      <Field label={t('name')} isRequired error={isTried && name.trim() === '' ? t('nameError') : undefined}>
        <Input
          value={name}
          maxLength={60}
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && submit()}
        />
      </Field>
    </Dialog>
  );
}
