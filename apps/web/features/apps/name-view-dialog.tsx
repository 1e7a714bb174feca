'use client';
import { AskDialog } from '../../lib/ask-dialog.tsx';
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
    <AskDialog
      title={t('saveTitle')}
      description={t('saveText')}
      size="sm"
      submitLabel={tCommon('save')}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label={t('name')} isRequired error={isTried && name.trim() === '' ? t('nameError') : undefined}>
        <Input
          value={name}
          maxLength={60}
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
    </AskDialog>
  );
}
