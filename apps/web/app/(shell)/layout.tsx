import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { DataProviders } from '../../features/shell/data-providers.tsx';
import { Shell } from '../../features/shell/shell.tsx';
import { Unavailable } from '../../features/shell/unavailable.tsx';
import { requestTime } from '../../lib/request-time.ts';
import { getSessionState } from '../../lib/session/server.ts';
import { urls } from '../../lib/urls.ts';

export default async function ShellLayout({ children }: { children: ReactNode }) {
  const state = await getSessionState();
  const returnTo = (await headers()).get('x-path') ?? '/';
  if (state.kind === 'signed-out')
    redirect(urls.login({ returnTo: returnTo === '/' ? undefined : returnTo }));
  if (state.kind === 'unavailable') return <Unavailable detail={state.detail} requestId={state.requestId} />;
  if (state.session.mustChangePassword)
    redirect(urls.password({ returnTo: returnTo === '/' ? undefined : returnTo }));
  return (
    <DataProviders now={requestTime()}>
      <Shell session={state.session}>{children}</Shell>
    </DataProviders>
  );
}
