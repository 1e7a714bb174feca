'use client';
import { Button } from '@bowline/ui/button';
import { Dialog } from '@bowline/ui/dialog';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { sessionGate } from '../../lib/session/gate.ts';
import { urls } from '../../lib/urls.ts';
import { SignInForm } from '../auth/sign-in-form.tsx';

/** Signing in again over the page: nothing typed is lost, all waiting requests go on. */
export function SessionOverlay({ user }: { user: string }) {
  const t = useTranslations('shell');
  const queryClient = useQueryClient();
  const renewed = () => {
    sessionGate.renew();
    void queryClient.invalidateQueries();
  };
  return (
    <Dialog
      isOpen
      onClose={() => undefined}
      size="sm"
      title={t('expired.title')}
      description={`${t('expired.text')} ${t('expired.otherUser', { name: user })}`}
      footer={
        <Button variant="ghost" onClick={() => location.assign(urls.logout())}>
          {t('signOut')}
        </Button>
      }
    >
      <SignInForm username={user} onSignedIn={renewed} />
    </Dialog>
  );
}
