'use client';
import { Button } from '@bowline/ui/button';
import { Field, Input } from '@bowline/ui/field';
import { Notice } from '@bowline/ui/notice';
import { useEffect, useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import { signInLocal, type SignInOutcome } from '../../lib/session/sign-in.ts';

const knownErrors = ['login_failed', 'login_throttled', 'unavailable', 'network_error'] as const;

/** User name and password; what the API refused stays visible with its request id. */
export function SignInForm({ onSignedIn, username }: { onSignedIn: () => void; username?: string }) {
  const t = useTranslations('auth');
  const tCommon = useTranslations('common');
  const [failure, setFailure] = useState<Extract<SignInOutcome, { ok: false }> | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  // A browser that goes back may restore this page as it was left.
  useEffect(() => {
    const free = (event: PageTransitionEvent) => event.persisted && setIsBusy(false);
    window.addEventListener('pageshow', free);
    return () => window.removeEventListener('pageshow', free);
  }, []);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setIsBusy(true);
    const outcome = await signInLocal(String(form.get('username') ?? ''), String(form.get('password') ?? ''));
    // Busy until the next page is there, which may take its time.
    if (outcome.ok) return onSignedIn();
    setIsBusy(false);
    setFailure(outcome);
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      {failure && (
        <Notice
          tone="bad"
          role="alert"
          title={t(`errors.${knownErrors.find((code) => code === failure.code) ?? 'other'}`)}
        >
          {failure.requestId && (
            <>
              {tCommon('requestId')} <span className="mono">{failure.requestId}</span>
            </>
          )}
        </Notice>
      )}
      <Field label={t('username')} isRequired>
        <Input
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={username}
          readOnly={username !== undefined}
          tabIndex={username === undefined ? undefined : -1}
        />
      </Field>
      <Field label={t('password')} isRequired>
        <Input name="password" type="password" autoComplete="current-password" />
      </Field>
      <Button type="submit" variant="primary" block isBusy={isBusy}>
        {t('signIn')}
      </Button>
    </form>
  );
}
