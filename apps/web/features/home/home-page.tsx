'use client';
import type { CallOutput } from '@bowline/contract/client';
import { topics } from '@bowline/contract/topics';
import { ButtonLink } from '@bowline/ui/button';
import { EmptyState } from '@bowline/ui/empty-state';
import { Columns, Page, PageHeader } from '@bowline/ui/page-header';
import { SkeletonRows } from '@bowline/ui/skeleton';
import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'use-intl';
import { api } from '../../lib/api/client.ts';
import { ProblemPanel } from '../../lib/problem.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import { hasPermission, useSession } from '../../lib/session/context.tsx';
import { useTopic } from '../../lib/stream/provider.tsx';
import { urls } from '../../lib/urls.ts';
import { ClustersPanel } from './clusters-panel.tsx';
import { DayPanel } from './day-panel.tsx';
import { FirstRun } from './first-run.tsx';
import { FleetPanel } from './fleet-panel.tsx';
import { NeedsList } from './needs-list.tsx';

export type Home = CallOutput<'getHome'>;

/** What needs a person now, most urgent first, and the state of the fleet beside it. */
export function HomePage() {
  const t = useTranslations('home');
  const tCommon = useTranslations('common');
  const format = useFormatter();
  const query = useQuery({
    queryKey: queryKeys.home(),
    queryFn: ({ signal }) => api.call('getHome', { signal }),
  });
  useTopic(topics.home(), [queryKeys.home()]);
  const home = query.data;
  // Steps that a person may not take are no help.
  const mayBegin = hasPermission(useSession(), 'applications:create');
  return (
    <Page>
      <PageHeader
        title={t('title')}
        summary={
          home &&
          home.fleet.total > 0 &&
          t('summary', {
            count: Object.values(home.counts).reduce((sum, count) => sum + count, 0),
            healthy: format.number(home.fleet.health.Healthy ?? 0),
            total: format.number(home.fleet.total),
          })
        }
      />
      {query.isError && (
        <ProblemPanel what={t('what')} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <SkeletonRows label={tCommon('loading')} />}
      {home && (
        <Columns
          side={
            <>
              <FleetPanel fleet={home.fleet} />
              <DayPanel day={home.day} />
              <ClustersPanel clusters={home.clusters} />
            </>
          }
        >
          {mayBegin && home.firstRun.some((step) => !step.done) && <FirstRun steps={home.firstRun} />}
          {home.rows.length > 0 ? (
            <NeedsList rows={home.rows} counts={home.counts} />
          ) : (
            <AllClear hasApps={home.fleet.total > 0} />
          )}
        </Columns>
      )}
    </Page>
  );
}

function AllClear({ hasApps }: { hasApps: boolean }) {
  const t = useTranslations('home');
  const tForbidden = useTranslations('common.forbidden');
  const session = useSession();
  if (hasApps) {
    return (
      <EmptyState icon="healthy" title={t('clear')}>
        {t('clearText')}
      </EmptyState>
    );
  }
  if (session.role === 'none') {
    return (
      <EmptyState icon="lock" title={tForbidden('none')}>
        {tForbidden('text', { permission: 'applications:get' })}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon="apps"
      title={t('noApps')}
      actions={
        <>
          <ButtonLink href={urls.newApp()} variant="primary">
            {t('newApp')}
          </ButtonLink>
          <ButtonLink href={urls.newRepository()}>{t('connectRepository')}</ButtonLink>
        </>
      }
    >
      {t('noAppsText')}
    </EmptyState>
  );
}
