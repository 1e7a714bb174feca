'use client';
import { useTranslations } from 'use-intl';
import { rich } from '../../lib/i18n/rich.tsx';
import { safeReturnTo, urls } from '../../lib/urls.ts';
import { AuthFrame } from './auth-frame.tsx';
import { SignInForm } from './sign-in-form.tsx';

/** Signing in; goes back to where one came from, or to the password page when the password was for one use. */
export function LoginPage({ host, returnTo, version }: { host: string; returnTo: string; version: string }) {
  const t = useTranslations('auth');
  const target = safeReturnTo(returnTo);
  return (
    <AuthFrame version={version}>
      <div>
        <h1>{t('heading', { host })}</h1>
        {target !== urls.home() && (
          <p className="mt-1 text-sm text-fg-2 [overflow-wrap:anywhere]">
            {t.rich('returnTo', { ...rich, page: target })}
          </p>
        )}
      </div>
      {/* A full load: the server decides with the new cookie, including the forced password change. */}
      <SignInForm onSignedIn={() => location.assign(target)} />
      <p className="text-xs text-fg-3">
        {t('note')} {t.rich('firstRun', rich)}
      </p>
    </AuthFrame>
  );
}
