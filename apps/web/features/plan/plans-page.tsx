'use client';
import type { CallOutput } from '@bowline/contract/client';
import { topics } from '@bowline/contract/topics';
import { DataTable, type Column } from '@bowline/ui/data-table';
import { EmptyState } from '@bowline/ui/empty-state';
import { Link } from '@bowline/ui/link';
import { Page, PageHeader } from '@bowline/ui/page-header';
import { RelativeTime } from '@bowline/ui/relative-time';
import { SkeletonRows } from '@bowline/ui/skeleton';
import { Delta } from '@bowline/ui/status';
import { SegmentedControl } from '@bowline/ui/tabs';
import { Tag } from '@bowline/ui/tag';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useLocale, useTranslations } from 'use-intl';
import { ActorLabel } from '../../lib/actor.tsx';
import { api } from '../../lib/api/client.ts';
import { useNow } from '../../lib/now.tsx';
import { ProblemPanel } from '../../lib/problem.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import { shortDigest } from '../../lib/revision.ts';
import { useTopic } from '../../lib/stream/provider.tsx';
import { urls } from '../../lib/urls.ts';

type PlanRow = CallOutput<'listPlans'>['items'][number];
const states = ['open', 'executed', 'rejected', 'expired', 'superseded'] as const;
const filters = ['all', ...states] as const;

/** All plans, newest first; those that wait for a person also stand in Approvals. */
export function PlansPage() {
  const t = useTranslations('plan.list');
  const tCommon = useTranslations('common');
  const tState = useTranslations('terms.planState');
  const [project] = useQueryState('project');
  const [chosen, setChosen] = useQueryState('state', parseAsStringLiteral(filters).withDefault('all'));
  const state = chosen === 'all' ? undefined : chosen;
  const params = { state, project: project ?? undefined, limit: 100 };
  const query = useQuery({
    queryKey: queryKeys.plans(params),
    queryFn: ({ signal }) => api.call('listPlans', { query: params, signal }),
  });
  useTopic(topics.home(), [queryKeys.plans()]);
  const rows = query.data?.items ?? [];
  return (
    <Page>
      <PageHeader title={t('title')} meta={query.data?.total} />
      <SegmentedControl
        label={t('filter')}
        value={chosen}
        onChange={(next) => void setChosen(next)}
        items={filters.map((id) => ({ id, label: id === 'all' ? t('all') : tState(id) }))}
      />
      {query.isError && (
        <ProblemPanel what={t('what')} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <SkeletonRows label={tCommon('loading')} />}
      {query.data && rows.length === 0 && (
        <EmptyState icon="inbox" title={t('empty')}>
          {t('emptyText')}
        </EmptyState>
      )}
      {rows.length > 0 && <PlanTable rows={rows} total={query.data?.total ?? rows.length} />}
    </Page>
  );
}

function PlanTable({ rows, total }: { rows: readonly PlanRow[]; total: number }) {
  const t = useTranslations('plan.list');
  const router = useRouter();
  const columns: Column<PlanRow>[] = [
    {
      id: 'plan',
      header: t('columns.plan'),
      width: 'minmax(170px, 1fr)',
      render: (row) => <PlanName row={row} />,
    },
    {
      id: 'app',
      header: t('columns.app'),
      width: 'minmax(150px, 1.2fr)',
      render: (row) => (
        <Link href={urls.app({ project: row.project, name: row.application })}>
          <span className="text-fg-3">{row.project} /</span> {row.application}
        </Link>
      ),
    },
    {
      id: 'state',
      header: t('columns.state'),
      width: '104px',
      render: (row) => <StateTag state={row.state} />,
    },
    { id: 'counts', header: t('columns.counts'), width: '120px', render: (row) => <Counts row={row} /> },
    {
      id: 'risks',
      header: t('columns.risks'),
      width: '64px',
      align: 'end',
      hideBelow: 1100,
      render: (row) => (row.risks > 0 ? row.risks : <span className="text-fg-3">–</span>),
    },
    {
      id: 'approvals',
      header: t('columns.approvals'),
      width: '84px',
      align: 'end',
      // Where none is needed there is nothing to count up to.
      render: (row) => (row.approvalsRequired === 0 ? '–' : `${row.approvals} / ${row.approvalsRequired}`),
    },
    {
      id: 'built',
      header: t('columns.built'),
      width: 'minmax(150px, 1fr)',
      hideBelow: 1100,
      render: (row) => <Built row={row} />,
    },
  ];
  return (
    <DataTable
      label={t('title')}
      rows={rows}
      total={total}
      rowKey={(row) => row.id}
      columns={columns}
      onOpen={(row) => router.push(urls.plan(row.id))}
      footer={total > rows.length && t('more', { shown: rows.length, total })}
      card={(row) => (
        <div className="flex flex-col gap-1 text-sm">
          <span className="flex items-center justify-between gap-2">
            <PlanName row={row} />
            <StateTag state={row.state} />
          </span>
          <span className="flex items-center justify-between gap-2 text-fg-2">
            {row.application}
            <Counts row={row} />
          </span>
          <Built row={row} />
        </div>
      )}
    />
  );
}

function PlanName({ row }: { row: PlanRow }) {
  const t = useTranslations('terms.planKind');
  return (
    <Link href={urls.plan(row.id)} className="font-medium" title={row.id}>
      {t(row.kind)} <span className="mono font-normal text-fg-3">{shortDigest(row.digest)}</span>
    </Link>
  );
}

function StateTag({ state }: { state: string }) {
  const t = useTranslations('terms.planState');
  const known = states.find((one) => one === state);
  const tone = state === 'open' ? 'warn' : state === 'rejected' ? 'bad' : 'plain';
  return <Tag tone={tone}>{known ? t(known) : state}</Tag>;
}

function Counts({ row }: { row: PlanRow }) {
  const t = useTranslations('status');
  const { create, change, prune } = row.counts;
  return (
    <Delta
      add={create}
      change={change}
      remove={prune}
      label={t('delta', { add: create, change, remove: prune })}
    />
  );
}

function Built({ row }: { row: PlanRow }) {
  const locale = useLocale();
  const now = useNow();
  return (
    <span className="flex min-w-0 items-center justify-between gap-2 text-fg-2">
      <ActorLabel actor={row.builtBy} />
      <RelativeTime value={row.builtAt} now={now} locale={locale} />
    </span>
  );
}
