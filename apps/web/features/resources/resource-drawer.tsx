'use client';
import { IconButton } from '@bowline/ui/button';
import { Drawer } from '@bowline/ui/drawer';
import { EmptyState } from '@bowline/ui/empty-state';
import { SkeletonRows } from '@bowline/ui/skeleton';
import { HealthBadge, SyncBadge } from '@bowline/ui/status';
import { Tabs } from '@bowline/ui/tabs';
import { Tag } from '@bowline/ui/tag';
import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useRouter, useSearchParams } from 'next/navigation';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { problemCode } from '../../lib/action-problem.tsx';
import { api } from '../../lib/api/client.ts';
import { DrawerSlot } from '../../lib/drawer-host.tsx';
import { ProblemPanel } from '../../lib/problem.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import { parseKey } from '../../lib/resource-key.ts';
import { urls, type AppRef, type ResourceTab } from '../../lib/urls.ts';
import { useDrawerWidth } from '../../lib/use-drawer-width.ts';
import { EventsList } from './events-list.tsx';
import { ManifestTab } from './manifest-tab.tsx';
import { nodeSync } from './node-state.ts';
import { ResourceActions } from './resource-actions.tsx';
import type { ResourceDetail } from './resource-detail.ts';
import { hasLogs } from './log-targets.ts';
import { SummaryTab } from './summary-tab.tsx';
import { useTree } from './use-tree.ts';
import { useSentence } from '../../lib/i18n/sentences/use-sentence.ts';

// The two heavy tabs load when they are opened.
const DiffTab = dynamic(() => import('./diff-tab.tsx').then((module) => module.DiffTab), {
  loading: TabSkeleton,
});
const LogPane = dynamic(() => import('./log-pane.tsx').then((module) => module.LogPane), {
  loading: TabSkeleton,
});

const tabs = ['summary', 'diff', 'manifest', 'events', 'logs'] as const satisfies readonly ResourceTab[];
type Tab = (typeof tabs)[number];

type ResourceDrawerProps = { app: AppRef; id: string; tab: string };

/** One resource beside the outline; its address is the page's address (ui.md, C6). */
export function ResourceDrawer({ app, id, tab }: ResourceDrawerProps) {
  const tCommon = useTranslations('common');
  const router = useRouter();
  const search = useSearchParams().toString();
  const [width, setWidth] = useDrawerWidth();
  const key = parseKey(id);
  const query = useQuery({
    queryKey: queryKeys.resource(app, id),
    queryFn: ({ signal }) => api.call('getResource', { params: app, query: { id }, signal }),
    placeholderData: undefined,
  });
  const go = (href: string) => router.push(search ? `${href}?${search}` : href, { scroll: false });
  const close = () => go(urls.app(app, 'resources'));
  return (
    <DrawerSlot>
      <Drawer
        key={id}
        eyebrow={key?.kind}
        title={key?.name ?? id}
        summary={query.data && <DrawerStates detail={query.data} />}
        actions={<Neighbours app={app} id={id} onGo={go} />}
        onClose={close}
        closeLabel={tCommon('close')}
        resizeLabel={tCommon('resize')}
        width={width}
        onResize={setWidth}
      >
        {query.isPending && <SkeletonRows rows={6} label={tCommon('loading')} />}
        {query.isError && !query.data && (
          <DrawerProblem error={query.error} onRetry={() => void query.refetch()} />
        )}
        {query.data && (
          <div className="flex flex-col gap-3">
            <ResourceActions app={app} id={id} detail={query.data} />
            <DrawerTabs app={app} id={id} tab={tab} detail={query.data} onGo={go} />
          </div>
        )}
      </Drawer>
    </DrawerSlot>
  );
}

function TabSkeleton() {
  return <SkeletonRows rows={6} label={useTranslations('common')('loading')} />;
}

function DrawerProblem({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const t = useTranslations('resources');
  if (['not_found', 'object_not_found'].includes(problemCode(error))) {
    return (
      <EmptyState icon="unknown" title={t('drawer.gone')}>
        {t('drawer.goneText')}
      </EmptyState>
    );
  }
  return <ProblemPanel what={t('resourceWhat')} error={error} onRetry={onRetry} />;
}

type DrawerTabsProps = {
  app: AppRef;
  id: string;
  tab: string;
  detail: ResourceDetail;
  onGo: (href: string) => void;
};

function DrawerTabs({ app, id, tab, detail, onGo }: DrawerTabsProps) {
  const t = useTranslations('resources.drawer');
  const current: Tab = tabs.find((one) => one === tab) ?? 'summary';
  const content: Record<Tab, () => ReactNode> = {
    summary: () => <SummaryTab app={app} detail={detail} />,
    diff: () => <DiffTab detail={detail} />,
    manifest: () => <ManifestTab detail={detail} />,
    events: () => <EventsList app={app} id={id} />,
    logs: () => <LogPane app={app} id={id} containers={containersOf(detail)} />,
  };
  const shown = tabs.filter((one) => one !== 'logs' || hasLogs(detail.node.key.kind));
  return (
    <Tabs
      label={t('tabs')}
      value={current}
      onChange={(next) => onGo(urls.resource(app, id, next as Tab))}
      items={shown.map((one) => ({
        id: one,
        label: t(one),
        content: one === current ? content[one]() : null,
        ...(one === 'diff' && detail.diff && detail.diff.fields.length > 0
          ? { count: detail.diff.fields.length }
          : {}),
      }))}
    />
  );
}

/** Containers of a Pod, by name; a workload's are those of its template. */
function containersOf(detail: ResourceDetail): string[] {
  type Spec = { containers?: { name?: string }[]; template?: { spec?: Spec }; jobTemplate?: { spec?: Spec } };
  const spec = detail.live?.spec as Spec | undefined;
  const found =
    spec?.containers ??
    spec?.template?.spec?.containers ??
    spec?.jobTemplate?.spec?.template?.spec?.containers;
  return (found ?? []).flatMap((container) => (container.name ? [container.name] : []));
}

function DrawerStates({ detail }: { detail: ResourceDetail }) {
  const say = useSentence();
  const t = useTranslations('status');
  const tResources = useTranslations('resources');
  const { health, hookPhases, message } = detail.node;
  const sync = nodeSync(detail.node);
  return (
    <>
      {health && (
        <HealthBadge
          state={health.status}
          label={t(`health.${health.status}`)}
          detail={health.status === 'Healthy' ? undefined : say(health.message || message)}
        />
      )}
      {sync && <SyncBadge state={sync} label={t(`sync.${sync}`)} />}
      {hookPhases.length > 0 && <Tag tone="fill">{`${hookPhases.join(', ')} ${tResources('hook')}`}</Tag>}
    </>
  );
}

/** Previous and next resource in the order of the tree. */
function Neighbours({ app, id, onGo }: { app: AppRef; id: string; onGo: (href: string) => void }) {
  const t = useTranslations('resources.drawer');
  const nodes = useTree(app).data?.nodes ?? [];
  const index = nodes.findIndex((node) => node.id === id);
  const [previous, next] = [nodes[index - 1], index < 0 ? undefined : nodes[index + 1]];
  return (
    <>
      <IconButton
        icon="left"
        size="sm"
        label={t('previous')}
        disabledReason={previous ? undefined : '–'}
        onClick={() => previous && onGo(urls.resource(app, previous.id))}
      />
      <IconButton
        icon="right"
        size="sm"
        label={t('next')}
        disabledReason={next ? undefined : '–'}
        onClick={() => next && onGo(urls.resource(app, next.id))}
      />
    </>
  );
}
