'use client';
import { DataTable, type Column, type Sort } from '@bowline/ui/data-table';
import { Link } from '@bowline/ui/link';
import { Tag } from '@bowline/ui/tag';
import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { usePreferences } from '../../lib/preferences/client.tsx';
import { urls } from '../../lib/urls.ts';
import { AutoCell, HealthCell, ReleaseCell, RevisionCell, SyncCell, WhereCell } from './app-cells.tsx';
import styles from './apps.module.css';
import { sorts, type AppRow, type AppSort, type useListState } from './use-app-list.ts';

type AppTableProps = {
  rows: readonly AppRow[];
  total: number;
  state: ReturnType<typeof useListState>;
  selected: ReadonlySet<string>;
  onSelect: (selected: ReadonlySet<string>) => void;
  onEndReached: () => void;
};
const lastRowKey = 'bowline-apps-row';

/** The list as a table; on phones as cards of three lines. */
export function AppTable({ rows, total, state, selected, onSelect, onEndReached }: AppTableProps) {
  const t = useTranslations('apps');
  const tCommon = useTranslations('common');
  const router = useRouter();
  const { preferences } = usePreferences();
  const columns = useMemo<readonly Column<AppRow>[]>(
    () => [
      {
        id: 'name',
        header: t('columns.name'),
        width: 'minmax(150px, 0.5fr)',
        isSortable: true,
        render: (row) => <NameCell row={row} />,
      },
      {
        id: 'where',
        header: t('columns.where'),
        width: 'minmax(142px, 0.35fr)',
        hideBelow: 1100,
        render: (row) => <WhereCell row={row} />,
      },
      {
        id: 'health',
        header: t('columns.health'),
        width: 'minmax(220px, 0.9fr)',
        isSortable: true,
        render: (row) => <HealthCell row={row} />,
      },
      {
        id: 'sync',
        header: t('columns.sync'),
        width: '130px',
        isSortable: true,
        render: (row) => <SyncCell row={row} />,
      },
      {
        id: 'revision',
        header: t('columns.revision'),
        width: '136px',
        hideBelow: 1320,
        render: (row) => <RevisionCell row={row} />,
      },
      { id: 'auto', header: t('columns.auto'), width: '88px', render: (row) => <AutoCell row={row} /> },
      {
        id: 'release',
        header: t('columns.release'),
        width: '122px',
        isSortable: true,
        hideBelow: 1100,
        render: (row) => <ReleaseCell row={row} />,
      },
    ],
    [t],
  );
  const sort: Sort = {
    column: state.sort.replace('-', ''),
    direction: state.sort.startsWith('-') ? 'descending' : 'ascending',
  };
  const onSort = ({ column, direction }: Sort) => {
    const wanted = `${direction === 'descending' ? '-' : ''}${column}`;
    const known = sorts.find((name) => name === wanted);
    void state.setSort(known ?? (`-${column}` as AppSort)); // health and sync exist worst first
  };
  const open = (row: AppRow) => router.push(urls.app({ project: row.project, name: row.name }));
  return (
    <DataTable
      label={t('title')}
      rows={rows}
      rowKey={(row) => row.uid}
      columns={columns}
      total={total}
      sort={sort}
      onSort={onSort}
      selection={{
        selected,
        onChange: onSelect,
        selectAllLabel: tCommon('selectAll'),
        selectRowLabel: (row) => tCommon('select', { name: row.name }),
      }}
      onOpen={open}
      card={(row) => <AppCard row={row} />}
      activeKey={
        typeof window === 'undefined' ? undefined : (sessionStorage.getItem(lastRowKey) ?? undefined)
      }
      onActiveChange={(key) => sessionStorage.setItem(lastRowKey, key)}
      hasLetterKeys={preferences.letterKeys === 'on'}
      isAway={(row) => row.health === 'Unknown' && row.sync === 'Unknown'}
      onEndReached={onEndReached}
    />
  );
}

function NameCell({ row }: { row: AppRow }) {
  const t = useTranslations('apps');
  return (
    <>
      <Link
        href={urls.app({ project: row.project, name: row.name })}
        className={styles.name}
        title={row.name}
      >
        {row.name}
      </Link>
      {row.isDeleting && <Tag tone="bad">{t('deleting')}</Tag>}
      {row.conditions > 0 && (
        <Tag tone="bad" icon="alert" title={t('conditions', { count: row.conditions })}>
          {row.conditions}
        </Tag>
      )}
    </>
  );
}

/** One application in three lines. */
export function AppCard({ row }: { row: AppRow }) {
  const t = useTranslations('apps');
  return (
    <div className={styles.card}>
      <span className={styles.cardName}>
        <NameCell row={row} />
        <WhereCell row={row} />
      </span>
      <span className={styles.cardRelease}>
        <ReleaseCell row={row} />
      </span>
      <span className={styles.cardHealth}>
        <HealthCell row={row} />
      </span>
      <span className={styles.cardSync}>
        <SyncCell row={row} />
      </span>
      <span className={styles.cardAuto}>
        {row.autoSync === 'off' && <span className="text-fg-3">{t('columns.auto')} </span>}
        {row.autoSync !== 'on' && <AutoCell row={row} />}
      </span>
    </div>
  );
}
