'use client';
import type { CallOutput } from '@bowline/contract/client';
import { topics } from '@bowline/contract/topics';
import { DataTable, type Column } from '@bowline/ui/data-table';
import { EmptyState } from '@bowline/ui/empty-state';
import { Link } from '@bowline/ui/link';
import { Page, PageHeader } from '@bowline/ui/page-header';
import { RelativeTime } from '@bowline/ui/relative-time';
import { SkeletonRows } from '@bowline/ui/skeleton';
import { StepBadge, type StepState } from '@bowline/ui/status';
import { SegmentedControl } from '@bowline/ui/tabs';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useLocale, useTranslations } from 'use-intl';
import { ActorLabel } from '../../lib/actor.tsx';
import { api } from '../../lib/api/client.ts';
import { useNow } from '../../lib/now.tsx';
import { ProblemPanel } from '../../lib/problem.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import { useTopic } from '../../lib/stream/provider.tsx';
import { urls } from '../../lib/urls.ts';
import { Said } from '../../lib/i18n/sentences/said.tsx';

type Row = CallOutput<'listOperations'>['items'][number];
const phases = ['Waiting', 'Running', 'Terminating', 'Succeeded', 'Failed', 'Error'] as const;
const filters = ['all', ...phases] as const;
const signs: Record<Row['phase'], StepState> = {
  Waiting: 'Waiting',
  Running: 'Running',
  Terminating: 'Running',
  Succeeded: 'Succeeded',
  Failed: 'Failed',
  Error: 'Error',
};

/** Operations of all Applications, newest first. */
export function OperationsPage() {
  const t = useTranslations('operation');
  const tCommon = useTranslations('common');
  const router = useRouter();
  const columns = useColumns();
  const [project] = useQueryState('project');
  const [phase, setPhase] = useQueryState('phase', parseAsStringLiteral(filters).withDefault('all'));
  const params = {
    project: project ?? undefined,
    phase: phase === 'all' ? undefined : phase,
    limit: 100,
  };
  const query = useQuery({
    queryKey: queryKeys.operations(params),
    queryFn: ({ signal }) => api.call('listOperations', { query: params, signal }),
    refetchInterval: 10_000,
  });
  useTopic(topics.home(), [queryKeys.operations()]);
  const rows = query.data?.items ?? [];
  const total = query.data?.total ?? 0;
  return (
    <Page>
      <PageHeader title={t('list.title')} meta={query.data?.total} />
      <SegmentedControl
        label={t('list.filter')}
        value={phase}
        onChange={(next) => void setPhase(next)}
        items={filters.map((id) => ({ id, label: id === 'all' ? t('list.all') : t(`phase.${id}`) }))}
      />
      {query.isError && (
        <ProblemPanel what={t('list.what')} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <SkeletonRows label={tCommon('loading')} />}
      {query.data && rows.length === 0 && (
        <EmptyState icon="activity" title={t('list.empty')}>
          {t('list.emptyText')}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <DataTable
          label={t('list.title')}
          rows={rows}
          total={total}
          rowKey={(row) => row.id}
          columns={columns}
          onOpen={(row) => router.push(urls.operation(row.id))}
          footer={total > rows.length && t('list.more', { shown: rows.length, total })}
          card={(row) => <Card row={row} />}
        />
      )}
    </Page>
  );
}

function useColumns(): Column<Row>[] {
  const t = useTranslations('operation.list.columns');
  return [
    {
      id: 'operation',
      header: t('operation'),
      width: 'minmax(110px, 0.8fr)',
      render: (row) => <Name row={row} />,
    },
    {
      id: 'app',
      header: t('app'),
      width: 'minmax(150px, 1fr)',
      render: (row) => (
        <Link href={urls.app({ project: row.project, name: row.application })}>
          <span className="text-fg-3">{row.project} /</span> {row.application}
        </Link>
      ),
    },
    { id: 'phase', header: t('phase'), width: '120px', render: (row) => <Phase row={row} /> },
    {
      id: 'message',
      header: t('message'),
      width: 'minmax(0, 1.6fr)',
      hideBelow: 1100,
      render: (row) => (
        <span className="truncate text-fg-2">
          <Said text={row.waitingFor || row.message} />
        </span>
      ),
    },
    { id: 'by', header: t('by'), width: '140px', render: (row) => <ActorLabel actor={row.requestedBy} /> },
    { id: 'started', header: t('started'), width: '80px', align: 'end', render: (row) => <Age row={row} /> },
  ];
}

function Name({ row }: { row: Row }) {
  const t = useTranslations('terms.planKind');
  const kind = row.planKind as 'sync'; // the kinds of plans
  return (
    <Link href={urls.operation(row.id)} className="font-medium" title={row.id}>
      {t(kind)} #{row.number}
    </Link>
  );
}

function Phase({ row }: { row: Row }) {
  const t = useTranslations('operation.phase');
  return <StepBadge state={signs[row.phase]} label={t(row.phase)} />;
}

function Age({ row }: { row: Row }) {
  const locale = useLocale();
  const now = useNow();
  return <RelativeTime value={row.startedAt ?? row.createdAt} now={now} locale={locale} />;
}

function Card({ row }: { row: Row }) {
  return (
    <div className="flex flex-col gap-1 text-sm">
      <span className="flex items-center justify-between gap-2">
        <Name row={row} />
        <Age row={row} />
      </span>
      <span className="flex items-center justify-between gap-2">
        <span className="text-fg-2">{row.application}</span>
        <Phase row={row} />
      </span>
      {(row.waitingFor || row.message) && (
        <span className="text-xs text-fg-2">
          <Said text={row.waitingFor || row.message} />
        </span>
      )}
    </div>
  );
}
