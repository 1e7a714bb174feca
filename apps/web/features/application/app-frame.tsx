'use client';
import { NavTabs } from '@bowline/ui/tabs';
import { Page } from '@bowline/ui/page-header';
import { usePathname, useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { DrawerHost } from '../../lib/drawer-host.tsx';
import { useShortcuts } from '../../lib/keys/provider.tsx';
import { ProblemPanel } from '../../lib/problem.tsx';
import { Unloaded } from '../../lib/unloaded.tsx';
import { urls, type AppRef, type AppTab } from '../../lib/urls.ts';
import { useApp, type Application } from '../../lib/use-app.ts';
import { AppHeader } from './app-header.tsx';
import { AppNotices } from './app-notices.tsx';

const tabs = [
  'overview',
  'resources',
  'changes',
  'history',
  'logs',
  'events',
  'policy',
  'settings',
] as const satisfies readonly AppTab[];

/** Header and tabs around every page of one Application. */
export function AppFrame({ app: ref, children }: { app: AppRef; children: ReactNode }) {
  const t = useTranslations('application');
  const router = useRouter();
  const query = useApp(ref);
  useShortcuts({
    resources: () => router.push(urls.app(ref, 'resources')),
    changes: () => router.push(urls.changes(ref)),
    logs: () => router.push(urls.app(ref, 'logs')),
    up: () => router.push(urls.apps()),
  });
  if (!query.data) {
    return (
      <Page>
        <Unloaded name={ref.name} what={t('what')} permission="applications:get" query={query} />
      </Page>
    );
  }
  return (
    <DrawerHost>
      <Page>
        {query.isError && (
          <ProblemPanel what={t('what')} error={query.error} onRetry={() => void query.refetch()} />
        )}
        <AppHeader app={query.data} />
        <AppNotices app={query.data} />
        <AppTabs app={query.data} />
        {children}
      </Page>
    </DrawerHost>
  );
}

function AppTabs({ app }: { app: Application }) {
  const t = useTranslations('application.tabs');
  const pathname = usePathname();
  const ref = { project: app.metadata.project, name: app.metadata.name };
  const { resources, changed } = app.status.counts;
  const counts: Partial<Record<AppTab, number>> = {
    resources,
    ...(changed > 0 ? { changes: changed } : {}),
  };
  const part = pathname.split('/')[4] ?? 'overview';
  return (
    <NavTabs
      label={t('label', { app: ref.name })}
      current={part === 'releases' ? 'history' : part}
      items={tabs.map((id) => ({ id, label: t(id), count: counts[id], href: urls.app(ref, id) }))}
    />
  );
}
