import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { LoginPage } from '../../../features/auth/login-page.tsx';
import { getTranslator } from '../../../lib/i18n/server.ts';
import { getSessionState } from '../../../lib/session/server.ts';
import { safeReturnTo, urls } from '../../../lib/urls.ts';
import { version } from '../../../lib/version.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator())('auth.title') };
}

export default async function Page({ searchParams }: { searchParams: Promise<{ returnTo?: string }> }) {
  const returnTo = (await searchParams).returnTo ?? '';
  const state = await getSessionState();
  if (state.kind === 'signed-in')
    redirect(state.session.mustChangePassword ? urls.password({ returnTo }) : safeReturnTo(returnTo));
  const host = (await headers()).get('host') ?? 'Bowline';
  return <LoginPage host={host} returnTo={returnTo} version={version} />;
}
