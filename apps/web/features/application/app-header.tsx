'use client';
import { Breadcrumb } from '@bowline/ui/breadcrumb';
import { Button, IconButton } from '@bowline/ui/button';
import { Kbd } from '@bowline/ui/kbd';
import { Link } from '@bowline/ui/link';
import { PageHeader } from '@bowline/ui/page-header';
import { useToast } from '@bowline/ui/toast';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { parseAsBoolean, useQueryState } from 'nuqs';
import { useState, useSyncExternalStore } from 'react';
import { useTranslations } from 'use-intl';
import { ActionProblem } from '../../lib/action-problem.tsx';
import { api } from '../../lib/api/client.ts';
import { cannot } from '../../lib/can.ts';
import { useShortcuts } from '../../lib/keys/provider.tsx';
import { loadListContext, neighbours } from '../../lib/list-context.ts';
import { queryKeys } from '../../lib/query/keys.ts';
import { urls, type AppRef } from '../../lib/urls.ts';
import type { Application } from '../../lib/use-app.ts';
import { useBuildPlan } from '../../lib/use-build-plan.ts';
import { AppFacts } from './app-facts.tsx';
import { AppMenu } from './app-menu.tsx';
import { AppStates } from './app-states.tsx';
import { HoldDialog } from './hold-dialog.tsx';
import { WhyButton } from './why-button.tsx';

/** Name, states, what can be done, and Desired, Live and Operation side by side (ui.md, C3). */
export function AppHeader({ app }: { app: Application }) {
  const t = useTranslations('application');
  const tShell = useTranslations('shell');
  const [isHolding, setIsHolding] = useState(false);
  const [isWhyOpen, setIsWhyOpen] = useQueryState('why', parseAsBoolean.withDefault(false));
  const { project, name, deletionTimestamp } = app.metadata;
  const ref = { project, name };
  const plan = useBuildPlan();
  const refresh = useRefresh(ref);
  const planReason = deletionTimestamp ? t('deletingReason') : cannot(app.can, 'plan');
  const buildPlan = () => {
    if (planReason === null) plan.mutate({ kind: 'sync', project, application: name });
  };
  useShortcuts({
    syncPlan: buildPlan,
    refresh: () => !refresh.isPending && refresh.mutate('normal'),
    why: () => void setIsWhyOpen((isOpen) => !isOpen),
  });
  return (
    <div className="flex flex-col gap-3">
      <PageHeader
        breadcrumb={
          <div className="flex flex-wrap items-center justify-between gap-2">
            <Breadcrumb
              label={tShell('breadcrumb')}
              items={[{ label: project, href: urls.apps({ project }) }, { label: name }]}
            />
            <ListPlace app={ref} />
          </div>
        }
        title={name}
        summary={<AppStates app={app} />}
        actions={
          <>
            <WhyButton
              app={app}
              isOpen={isWhyOpen}
              onOpenChange={(isOpen) => void setIsWhyOpen(isOpen)}
              onPlan={buildPlan}
              isPlanning={plan.isPending}
              onRefresh={() => refresh.mutate('normal')}
              onHold={() => setIsHolding(true)}
              trigger={
                <Button icon="help">
                  {t('why')}
                  <span className="max-md:hidden">
                    <Kbd keys="W" />
                  </span>
                </Button>
              }
            />
            <Button
              variant="ghost"
              icon="refresh"
              isBusy={refresh.isPending}
              onClick={() => refresh.mutate('normal')}
            >
              <span className="max-md:sr-only">{t('refresh')}</span>
            </Button>
            <Button variant="primary" isBusy={plan.isPending} disabledReason={planReason} onClick={buildPlan}>
              {t('plan')}
            </Button>
            <AppMenu
              app={app}
              onHold={() => setIsHolding(true)}
              onHardRefresh={() => refresh.mutate('hard')}
            />
          </>
        }
      />
      <ActionProblem title={t('planFailed')} error={plan.error} />
      <ActionProblem title={t('refreshFailed')} error={refresh.error} />
      <AppFacts app={app} />
      {isHolding && <HoldDialog app={ref} onClose={() => setIsHolding(false)} />}
    </div>
  );
}

/** Resolves, renders and compares again; changes nothing in the cluster. */
function useRefresh(ref: AppRef) {
  const t = useTranslations('application');
  const toast = useToast();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (mode: 'normal' | 'hard') =>
      api.call('refreshApplication', { params: ref, body: { mode, wait: true } }),
    onSuccess: (app) => {
      queryClient.setQueryData(queryKeys.app(ref), app);
      void queryClient.invalidateQueries({ queryKey: queryKeys.app(ref) });
      toast({ title: t('refreshed') });
    },
  });
}

const noSubscription = () => () => undefined;

/** "3 of 12" in the list this page was opened from, with previous and next. */
function ListPlace({ app }: { app: AppRef }) {
  const t = useTranslations('application');
  const router = useRouter();
  // Session storage does not exist on the server; the text stays the same object between reads.
  const text = useSyncExternalStore(
    noSubscription,
    () => sessionStorage.getItem('bowline-list'),
    () => null,
  );
  const context = text === null ? null : loadListContext();
  const place = context ? neighbours(context, app) : null;
  const go = (target: AppRef | null | undefined) => {
    if (target) router.push(urls.app(target));
  };
  useShortcuts(place ? { previousItem: () => go(place.previous), nextItem: () => go(place.next) } : {});
  if (!place || !context) return null;
  return (
    <span className="flex items-center gap-1 text-sm text-fg-3 max-md:hidden">
      <Link href={context.href}>{t('place', { position: place.position, total: place.total })}</Link>
      <IconButton
        icon="left"
        size="sm"
        label={t('previous')}
        disabledReason={place.previous ? undefined : '–'}
        onClick={() => go(place.previous)}
      />
      <IconButton
        icon="right"
        size="sm"
        label={t('next')}
        disabledReason={place.next ? undefined : '–'}
        onClick={() => go(place.next)}
      />
    </span>
  );
}
