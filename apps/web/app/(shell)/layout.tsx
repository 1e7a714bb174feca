import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { DataProviders } from '../../features/shell/data-providers.tsx';
import { Shell } from '../../features/shell/shell.tsx';
import { Unavailable } from '../../features/shell/unavailable.tsx';
import { MessagesOf } from '../../lib/i18n/messages-of.tsx';
import { requestTime } from '../../lib/request-time.ts';
import { getSessionState } from '../../lib/session/server.ts';
import { urls } from '../../lib/urls.ts';

/** The frame's own, and the words that most pages use. `auth` is for signing in again over the page. */
const frameMessages = ['shell', 'auth', 'status', 'terms'] as const;

export default async function ShellLayout({ children }: { children: ReactNode }) {
  const state = await getSessionState();
  const returnTo = (await headers()).get('x-path') ?? '/';
  if (state.kind === 'signed-out')
    redirect(urls.login({ returnTo: returnTo === '/' ? undefined : returnTo }));
  if (state.kind === 'unavailable')
    return (
      <MessagesOf features={['shell']}>
        <Unavailable detail={state.detail} requestId={state.requestId} />
      </MessagesOf>
    );
  if (state.session.mustChangePassword)
    redirect(urls.password({ returnTo: returnTo === '/' ? undefined : returnTo }));
  return (
    <MessagesOf features={frameMessages}>
      <DataProviders now={requestTime()}>
        <Shell session={state.session}>{children}</Shell>
      </DataProviders>
    </MessagesOf>
  );
}
