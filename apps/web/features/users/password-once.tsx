'use client';
import { Button } from '@bowline/ui/button';
import { Dialog } from '@bowline/ui/dialog';
import { useTranslations } from 'use-intl';
import { SecretOnce } from '../../lib/secret-once.tsx';

/** The one-time password of a new or reset user, shown once. */
export function PasswordOnce({
  name,
  password,
  onClose,
}: {
  name: string;
  password: string;
  onClose: () => void;
}) {
  const t = useTranslations('account.users');
  const tCommon = useTranslations('common');
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('onceTitle', { name })}
      description={t('onceText')}
      closeLabel={tCommon('close')}
      footer={
        <Button variant="primary" onClick={onClose}>
          {t('done')}
        </Button>
      }
    >
      <SecretOnce label={name} value={password} copyLabel={t('copy')} />
    </Dialog>
  );
}
