'use client';
import { Breadcrumb } from '@bowline/ui/breadcrumb';
import { Page, PageHeader } from '@bowline/ui/page-header';
import { Fact, FactRow } from '@bowline/ui/panel';
import { Skeleton, SkeletonRows } from '@bowline/ui/skeleton';
import { NavTabs } from '@bowline/ui/tabs';
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
        {query.isError ? (
          <Unloaded name={ref.name} what={t('what')} permission="applications:get" query={query} />
        ) : (
          <FrameSkeleton app={ref} />
        )}
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
        <AppTabs app={ref} counts={query.data.status.counts} />
        {children}
      </Page>
    </DrawerHost>
  );
}

/** What the address says already, in its place; the rest follows without moving it. */
function FrameSkeleton({ app }: { app: AppRef }) {
  const t = useTranslations('application');
  const tShell = useTranslations('shell');
  const tCommon = useTranslations('common');
  return (
    <>
      <div className="flex flex-col gap-3">
        <PageHeader
          isLoading
          breadcrumb={
            <Breadcrumb
              label={tShell('breadcrumb')}
              items={[{ label: app.project, href: urls.apps({ project: app.project }) }, { label: app.name }]}
            />
          }
          title={app.name}
          summary={<Skeleton width={240} />}
        />
        <FactRow>
          {(['desired', 'live', 'operation'] as const).map((fact) => (
            <Fact key={fact} label={t(fact)}>
              <span className="flex flex-col gap-2 py-0.5">
                <Skeleton width="40%" />
                <Skeleton width="70%" />
              </span>
            </Fact>
          ))}
        </FactRow>
      </div>
      <AppTabs app={app} />
      <SkeletonRows label={tCommon('loading')} />
    </>
  );
}

function AppTabs({ app, counts: known }: { app: AppRef; counts?: Application['status']['counts'] }) {
  const t = useTranslations('application.tabs');
  const pathname = usePathname();
  const counts: Partial<Record<AppTab, number>> = {
    ...(known && { resources: known.resources }),
    ...(known && known.changed > 0 ? { changes: known.changed } : {}),
  };
  const part = pathname.split('/')[4] ?? 'overview';
  return (
    <NavTabs
      label={t('label', { app: app.name })}
      current={part === 'releases' ? 'history' : part}
      items={tabs.map((id) => ({ id, label: t(id), count: counts[id], href: urls.app(app, id) }))}
    />
  );
}
