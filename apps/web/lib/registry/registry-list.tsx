'use client';
import { Button } from '@bowline/ui/button';
import { DataTable, type Column } from '@bowline/ui/data-table';
import { EmptyState } from '@bowline/ui/empty-state';
import type { IconName } from '@bowline/ui/icon';
import { Page, PageHeader } from '@bowline/ui/page-header';
import { SkeletonRows } from '@bowline/ui/skeleton';
import type { QueryKey } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useQueryState } from 'nuqs';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { LoadProblem } from '../load-problem.tsx';
import { NewButton } from '../new-button.tsx';
import { useSession } from '../session/context.tsx';
import { useTopic } from '../stream/provider.tsx';
import { usePaged } from '../use-paged.ts';
import { ListFilter } from './list-filter.tsx';

type Params = { q: string | undefined; limit: number; cursor?: string };
type ListPage<T> = { items: T[]; total: number; next: string | null };

type RegistryListProps<T> = {
  /** The part of `registry` messages that holds title, what, new, empty and emptyText. */
  kind: 'cluster' | 'project' | 'repo';
  /** Plural name in permissions: `clusters` → `clusters:get`, `clusters:create`. */
  resource: string;
  icon: IconName;
  newHref: string;
  topic: string;
  listKey: (params?: object) => QueryKey;
  fetchPage: (params: Params, signal: AbortSignal) => Promise<ListPage<T>>;
  columns: Column<T>[];
  hrefOf: (row: T) => string;
  /** A row on a narrow screen. */
  card: (row: T) => ReactNode;
};

const pageSize = 100;

/** Clusters, repositories or projects: filtered by the server, fetched in pages while scrolling, opened by name. */
export function RegistryList<T extends { metadata: { name: string } }>(props: RegistryListProps<T>) {
  const { kind, resource, icon, topic, listKey, fetchPage, columns, hrefOf, card } = props;
  const t = useTranslations('registry');
  const tCommon = useTranslations('common');
  const router = useRouter();
  const mayNotSee = useSession().role === 'none';
  const [q, setQ] = useQueryState('q', { defaultValue: '', history: 'replace' });
  const params = { q: q || undefined, limit: pageSize };
  const list = usePaged<T>({
    key: listKey(params),
    fetchPage: (cursor, signal) => fetchPage({ ...params, cursor }, signal),
  });
  useTopic(topic, [listKey()]);
  const { rows } = list;
  const isEmpty = !list.isPending && !list.error && rows.length === 0;
  const action = (
    <NewButton href={props.newHref} permission={`${resource}:create`}>
      {t(`${kind}.new`)}
    </NewButton>
  );
  return (
    <Page>
      <PageHeader title={t(`${kind}.title`)} meta={list.total} actions={action} />
      <ListFilter value={q} onChange={(next) => void setQ(next || null)} />
      {list.error && rows.length === 0 && (
        <LoadProblem
          what={t(`${kind}.what`)}
          permission={`${resource}:get`}
          error={list.error}
          onRetry={list.refetch}
        />
      )}
      {list.isPending && <SkeletonRows label={tCommon('loading')} />}
      {isEmpty && !q && mayNotSee && (
        <EmptyState icon="lock" title={tCommon('forbidden.none')}>
          {tCommon('forbidden.text', { permission: `${resource}:get` })}
        </EmptyState>
      )}
      {isEmpty && (q || !mayNotSee) && (
        <EmptyState
          icon={q ? 'filter' : icon}
          title={t(q ? 'noMatch' : `${kind}.empty`)}
          actions={q ? <Button onClick={() => void setQ(null)}>{t('clear')}</Button> : action}
        >
          {q ? null : t(`${kind}.emptyText`)}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <DataTable
          label={t(`${kind}.title`)}
          rows={rows}
          total={list.total ?? rows.length}
          rowKey={(row) => row.metadata.name}
          columns={columns}
          onOpen={(row) => router.push(hrefOf(row))}
          onEndReached={list.loadMore}
          card={card}
        />
      )}
    </Page>
  );
}
