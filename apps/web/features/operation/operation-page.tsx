'use client';
import { topics } from '@bowline/contract/topics';
import { Breadcrumb } from '@bowline/ui/breadcrumb';
import { formatTime } from '@bowline/ui/format-time';
import { TextLink } from '@bowline/ui/link';
import { Columns, Page, PageHeader } from '@bowline/ui/page-header';
import { SkeletonRows } from '@bowline/ui/skeleton';
import { Tag } from '@bowline/ui/tag';
import { useQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'use-intl';
import { useActorName } from '../../lib/actor.tsx';
import { api } from '../../lib/api/client.ts';
import { rich } from '../../lib/i18n/rich.tsx';
import { useNow } from '../../lib/now.tsx';
import { ProblemPanel } from '../../lib/problem.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import { shortDigest } from '../../lib/revision.ts';
import { useFreshness, useTopic } from '../../lib/stream/provider.tsx';
import { urls } from '../../lib/urls.ts';
import { useCan } from '../../lib/use-can.ts';
import { EventsPanel } from './events-panel.tsx';
import styles from './operation.module.css';
import { Outcome } from './outcome.tsx';
import { StatusBox } from './status-box.tsx';
import { StepsTable } from './steps-table.tsx';
import { StopButton } from './stop-button.tsx';
import type { Operation } from './timeline.ts';
import { useTick } from './use-tick.ts';

/** Whether an Operation still moves. */
export function isActive(operation: Pick<Operation, 'phase'>): boolean {
  return ['Waiting', 'Running', 'Terminating'].includes(operation.phase);
}

/** An Operation live, wave by wave; leaving the page changes nothing (ui.md, C9). */
export function OperationPage({ id }: { id: string }) {
  const t = useTranslations('operation');
  const tCommon = useTranslations('common');
  const freshness = useFreshness();
  const tellCan = useCan();
  const query = useQuery({
    queryKey: queryKeys.operation(id),
    queryFn: ({ signal }) => api.call('getOperation', { params: { id }, signal }),
    placeholderData: undefined,
    // The stream says when a step moved; without it, and for ages on the server, the page asks itself.
    refetchInterval: (known) =>
      known.state.data && isActive(known.state.data) ? (freshness.state === 'live' ? 5000 : 2000) : false,
    select: tellCan,
  });
  useTopic(topics.operation(id), [queryKeys.operation(id)]);
  if (!query.data) {
    return (
      <Page>
        {query.isError ? (
          <ProblemPanel what={t('what')} error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <SkeletonRows label={tCommon('loading')} />
        )}
      </Page>
    );
  }
  return (
    <Page>
      {query.isError && (
        <ProblemPanel what={t('what')} error={query.error} onRetry={() => void query.refetch()} />
      )}
      <OperationView operation={query.data} />
    </Page>
  );
}

function OperationView({ operation }: { operation: Operation }) {
  const t = useTranslations('operation');
  const now = useTick(isActive(operation), useNow());
  return (
    <>
      <OperationHeader operation={operation} />
      <Outcome operation={operation} />
      <StatusBox operation={operation} now={now} />
      <Columns side={<EventsPanel operation={operation} />}>
        <div>
          {operation.steps.length === 0 ? (
            <p className="text-sm text-fg-2">{t('none')}</p>
          ) : (
            <StepsTable operation={operation} now={now} />
          )}
          <p className={styles.foot}>{t('leaving')}</p>
        </div>
      </Columns>
    </>
  );
}

function OperationHeader({ operation }: { operation: Operation }) {
  const t = useTranslations('operation');
  const tShell = useTranslations('shell');
  const locale = useLocale();
  const nameOf = useActorName();
  const ref = { project: operation.project, name: operation.application };
  const kind = operation.planKind as 'sync'; // the kinds of plans
  const started = operation.startedAt
    ? t('started', { time: formatTime(operation.startedAt, locale, { seconds: true }) })
    : t('created', { time: formatTime(operation.createdAt, locale, { seconds: true }) });
  return (
    <PageHeader
      breadcrumb={
        <Breadcrumb
          label={tShell('breadcrumb')}
          items={[
            { label: ref.project, href: urls.apps({ project: ref.project }) },
            { label: ref.name, href: urls.app(ref) },
            { label: t('crumb') },
          ]}
        />
      }
      title={`${t(`title.${kind}`, { app: operation.application })} #${operation.number}`}
      summary={
        <>
          <span>
            {t.rich('summary', { ...rich, id: operation.id, started, by: nameOf(operation.requestedBy) })} ·{' '}
            {t('runsPlan')}{' '}
            <TextLink href={urls.plan(operation.planId)} className="mono">
              {shortDigest(operation.digest)}
            </TextLink>
          </span>
          {operation.attempt > 1 && <Tag>{t('attempt', { number: operation.attempt })}</Tag>}
        </>
      }
      actions={isActive(operation) && <StopButton operation={operation} />}
    />
  );
}
