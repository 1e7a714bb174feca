'use client';
import { Button } from '@bowline/ui/button';
import { DataTable, type Column } from '@bowline/ui/data-table';
import { EmptyState } from '@bowline/ui/empty-state';
import { RelativeTime } from '@bowline/ui/relative-time';
import { SkeletonRows } from '@bowline/ui/skeleton';
import { SegmentedControl } from '@bowline/ui/tabs';
import { useRouter } from 'next/navigation';
import { parseAsInteger, parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { cannot } from '../../lib/can.ts';
import { useNow } from '../../lib/now.tsx';
import { ProblemPanel } from '../../lib/problem.tsx';
import { urls, type AppRef } from '../../lib/urls.ts';
import { useApp } from '../../lib/use-app.ts';
import { ByCell, CountsCell, KindCell, NumberCell, OutcomeCell, RevisionCell } from './release-cells.tsx';
import { isOfSort, releaseFilters, type ReleaseRow } from './release.ts';
import { RollbackDrawer } from './rollback-drawer.tsx';
import { useReleases } from './use-releases.ts';

/** Every release of the Application; two can be compared, each can be restored through a plan (ui.md, C10). */
export function HistoryPage({ app }: { app: AppRef }) {
  const t = useTranslations('history');
  const tCommon = useTranslations('common');
  const router = useRouter();
  const [filter, setFilter] = useQueryState('kind', parseAsStringLiteral(releaseFilters).withDefault('all'));
  const [rollback, setRollback] = useQueryState('rollback', parseAsInteger);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const query = useReleases(app);
  const releases = query.data?.pages.flatMap((page) => page.items) ?? [];
  const total = query.data?.pages[0]?.total ?? 0;
  const rows = releases.filter((row) => isOfSort(row, filter));
  const chosen = [...selected].map(Number).sort((a, b) => b - a);
  const compare = () => {
    const [newer, older] = chosen;
    if (newer && older) router.push(`${urls.release(app, newer)}?with=${older}`);
  };
  const columns = useColumns(app, (number) => void setRollback(number));
  // Beside the drawer there is room for what tells releases apart.
  const isDrawerOpen = rollback !== null;
  const shownColumns = columns.filter(
    (column) => !isDrawerOpen || ['number', 'time', 'kind', 'outcome'].includes(column.id),
  );
  if (query.isPending) return <SkeletonRows label={tCommon('loading')} />;
  if (!query.data) {
    return <ProblemPanel what={t('what')} error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (releases.length === 0) {
    return (
      <EmptyState icon="clock" title={t('empty')}>
        {t('emptyText')}
      </EmptyState>
    );
  }
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <SegmentedControl
          label={t('filter.label')}
          value={filter}
          onChange={(next) => void setFilter(next)}
          items={releaseFilters.map((id) => ({
            id,
            label: t(`filter.${id}`),
            ...(id === 'all' ? { count: total } : {}),
          }))}
        />
        <span className="md:ml-auto">
          <Button disabledReason={chosen.length === 2 ? null : t('compareWaits')} onClick={compare}>
            {t('compare')}
          </Button>
        </span>
      </div>
      {query.isError && (
        <ProblemPanel what={t('what')} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {rows.length === 0 ? (
        <EmptyState icon="filter" title={t('emptyFilter')} />
      ) : (
        <DataTable
          label={t('what')}
          rows={rows}
          rowKey={(row) => String(row.number)}
          columns={shownColumns}
          total={total}
          selection={{
            selected,
            onChange: setSelected,
            selectAllLabel: tCommon('selectAll'),
            selectRowLabel: (row) => tCommon('select', { name: `#${row.number}` }),
          }}
          onOpen={(row) => router.push(urls.release(app, row.number))}
          card={(row) => <Card app={app} row={row} onRollback={(number) => void setRollback(number)} />}
          footer={
            query.hasNextPage && (
              <>
                {t('more', { shown: releases.length, total })}
                <Button
                  size="xs"
                  variant="ghost"
                  isBusy={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                >
                  {t('loadMore')}
                </Button>
              </>
            )
          }
        />
      )}
      {rollback !== null && (
        <RollbackDrawer key={rollback} app={app} number={rollback} onClose={() => void setRollback(null)} />
      )}
    </>
  );
}

function useColumns(app: AppRef, onRollback: (number: number) => void): Column<ReleaseRow>[] {
  const t = useTranslations('history');
  return [
    {
      id: 'number',
      header: t('columns.number'),
      width: '104px',
      render: (row) => <NumberCell app={app} row={row} />,
    },
    { id: 'time', header: t('columns.time'), width: '64px', render: (row) => <Time row={row} /> },
    {
      id: 'by',
      header: t('columns.by'),
      width: 'minmax(110px, 0.7fr)',
      render: (row) => <ByCell row={row} />,
    },
    { id: 'kind', header: t('columns.kind'), width: '128px', render: (row) => <KindCell row={row} /> },
    {
      id: 'revision',
      header: t('columns.revision'),
      width: 'minmax(120px, 1fr)',
      hideBelow: 1100,
      render: (row) => <RevisionCell row={row} />,
    },
    {
      id: 'counts',
      header: t('columns.counts'),
      width: '84px',
      hideBelow: 1100,
      render: (row) => <CountsCell row={row} />,
    },
    {
      id: 'outcome',
      header: t('columns.outcome'),
      width: 'minmax(150px, 0.9fr)',
      render: (row) => <OutcomeCell row={row} />,
    },
    {
      id: 'rollback',
      header: '',
      width: '104px',
      align: 'end',
      render: (row) => <RollbackButton app={app} row={row} onRollback={onRollback} />,
    },
  ];
}

function Time({ row }: { row: ReleaseRow }) {
  const locale = useLocale();
  const now = useNow();
  return <RelativeTime value={row.at} now={now} locale={locale} />;
}

type RollbackProps = { app: AppRef; row: ReleaseRow; onRollback: (number: number) => void };

function RollbackButton({ app, row, onRollback }: RollbackProps) {
  const t = useTranslations('history');
  const { data } = useApp(app);
  const reason = row.isLive
    ? t('isLive')
    : row.outcome === 'failed'
      ? t('wasFailed')
      : data
        ? cannot(data.can, 'plan')
        : null;
  return (
    <Button size="xs" variant="ghost" disabledReason={reason} onClick={() => onRollback(row.number)}>
      {t('rollback')}
    </Button>
  );
}

function Card({ app, row, onRollback }: RollbackProps) {
  return (
    <div className="flex flex-col gap-1 text-sm">
      <span className="flex items-center justify-between gap-2">
        <span className="flex items-center gap-2">
          <NumberCell app={app} row={row} />
          <KindCell row={row} />
        </span>
        <Time row={row} />
      </span>
      <span className="flex items-center gap-2">
        <RevisionCell row={row} />
      </span>
      <span className="flex items-center justify-between gap-2">
        <span className="flex min-w-0 flex-1 overflow-hidden">
          <OutcomeCell row={row} />
        </span>
        <span className="shrink-0">
          <RollbackButton app={app} row={row} onRollback={onRollback} />
        </span>
      </span>
    </div>
  );
}
