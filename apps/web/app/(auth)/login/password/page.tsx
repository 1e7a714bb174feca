import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { PasswordPage } from '../../../../features/auth/password-page.tsx';
import { getTranslator } from '../../../../lib/i18n/server.ts';
import { getSessionState } from '../../../../lib/session/server.ts';
import { urls } from '../../../../lib/urls.ts';
import { version } from '../../../../lib/version.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator())('auth.passwordPage.title') };
}

export default async function Page({ searchParams }: { searchParams: Promise<{ returnTo?: string }> }) {
  const returnTo = (await searchParams).returnTo ?? '';
  const state = await getSessionState();
  if (state.kind !== 'signed-in') redirect(urls.login({ returnTo: urls.password({ returnTo }) }));
  return (
    <PasswordPage
      isForced={state.session.mustChangePassword}
      user={state.session.user}
      returnTo={returnTo}
      version={version}
    />
  );
}
