'use client';
import { useQuery } from '@tanstack/react-query';
import { clsx } from 'clsx';
import dynamic from 'next/dynamic';
import { usePathname, useRouter } from 'next/navigation';
import { useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { api } from '../../lib/api/client.ts';
import { useShortcuts } from '../../lib/keys/provider.tsx';
import { usePreferences } from '../../lib/preferences/client.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import { SessionProvider } from '../../lib/session/context.tsx';
import { sessionGate } from '../../lib/session/gate.ts';
import type { SessionInfo } from '../../lib/session/session-state.ts';
import { StreamProvider, useFreshness, useTopic } from '../../lib/stream/provider.tsx';
import { urls } from '../../lib/urls.ts';
import { BottomBar } from './bottom-bar.tsx';
import { keepTitle } from './keep-title.ts';
import { OfflineNotice } from './offline-notice.tsx';
import { Rail } from './rail.tsx';
import styles from './shell.module.css';
import { TopBar } from './top-bar.tsx';
import { useFocusOnNavigation } from './use-focus-on-navigation.ts';

const Palette = dynamic(() => import('./palette.tsx').then((module) => module.Palette), { ssr: false });
const SessionOverlay = dynamic(
  () => import('./session-overlay.tsx').then((module) => module.SessionOverlay),
  { ssr: false },
);
const ShortcutsHelp = dynamic(() => import('./shortcuts-help.tsx').then((module) => module.ShortcutsHelp), {
  ssr: false,
});

/** The frame around every page of a signed-in user: rail, top bar, page, layers. */
export function Shell({ session, children }: { session: SessionInfo; children: ReactNode }) {
  return (
    <SessionProvider session={session}>
      <StreamProvider>
        <Frame>{children}</Frame>
        <SessionOverlayWhenExpired user={session.user} />
      </StreamProvider>
    </SessionProvider>
  );
}

/** The overlay's code is loaded when it is needed for the first time. */
function SessionOverlayWhenExpired({ user }: { user: string }) {
  const isExpired = useSyncExternalStore(subscribeToSession, isSessionExpired, () => false);
  return isExpired ? <SessionOverlay user={user} /> : null;
}

const subscribeToSession = (notify: () => void) => sessionGate.subscribe(notify);
const isSessionExpired = () => sessionGate.isExpired;

function Frame({ children }: { children: ReactNode }) {
  const t = useTranslations('shell');
  const router = useRouter();
  const pathname = usePathname();
  const { preferences } = usePreferences();
  const [layer, setLayer] = useState<'palette' | 'help' | null>(null);
  const waiting = useWaitingPlans();
  const freshness = useFreshness();
  useFocusOnNavigation(pathname);
  useEffect(() => keepTitle(document), []);
  useShortcuts({
    palette: () => setLayer('palette'),
    help: () => setLayer('help'),
    goHome: () => router.push(urls.home()),
    goApps: () => router.push(urls.apps()),
    goProjects: () => router.push(urls.projects()),
    goApprovals: () => router.push(urls.approvals()),
    goRepositories: () => router.push(urls.repositories()),
    goClusters: () => router.push(urls.clusters()),
    goActivity: () => router.push(urls.activity()),
  });
  return (
    <>
      <a href="#main" className={styles.skip}>
        {t('skip')}
      </a>
      <div className={clsx(styles.shell, preferences.rail === 'narrow' && styles.folded)}>
        <Rail pathname={pathname} waiting={waiting} />
        <div className={styles.main}>
          <TopBar onSearch={() => setLayer('palette')} onHelp={() => setLayer('help')} />
          <main id="main" tabIndex={-1} className={styles.content} data-freshness={freshness.state}>
            <OfflineNotice />
            {children}
          </main>
        </div>
      </div>
      <BottomBar pathname={pathname} waiting={waiting} onSearch={() => setLayer('palette')} />
      {layer === 'palette' && <Palette onClose={() => setLayer(null)} />}
      {layer === 'help' && <ShortcutsHelp onClose={() => setLayer(null)} />}
    </>
  );
}

/** How many plans wait for an approval that this user may give. */
function useWaitingPlans(): number {
  const params = { waitsFor: 'me' as const, limit: 1 };
  const query = useQuery({
    queryKey: queryKeys.plans(params),
    queryFn: ({ signal }) => api.call('listPlans', { query: params, signal }),
    staleTime: 30_000,
  });
  useTopic('home', [queryKeys.plans()]);
  return query.data?.total ?? 0;
}
