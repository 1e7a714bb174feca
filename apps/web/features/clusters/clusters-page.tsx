'use client';
import { topics } from '@bowline/contract/topics';
import { Button, ButtonLink } from '@bowline/ui/button';
import { DataTable, type Column } from '@bowline/ui/data-table';
import { EmptyState } from '@bowline/ui/empty-state';
import { Link } from '@bowline/ui/link';
import { Page, PageHeader } from '@bowline/ui/page-header';
import { SkeletonRows } from '@bowline/ui/skeleton';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useQueryState } from 'nuqs';
import { useTranslations } from 'use-intl';
import { api } from '../../lib/api/client.ts';
import { LoadProblem } from '../../lib/load-problem.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import { ConnectionState } from '../../lib/registry/connection-state.tsx';
import { ListFilter } from '../../lib/registry/list-filter.tsx';
import { hasPermission, useSession } from '../../lib/session/context.tsx';
import { useTopic } from '../../lib/stream/provider.tsx';
import { urls } from '../../lib/urls.ts';
import type { Cluster } from './cluster-draft.ts';

/** Every connected cluster with the state of its connection and of its live data. */
export function ClustersPage() {
  const t = useTranslations('registry');
  const tCommon = useTranslations('common');
  const router = useRouter();
  const session = useSession();
  const [q, setQ] = useQueryState('q', { defaultValue: '', history: 'replace' });
  const params = { q: q || undefined, limit: 200 };
  const query = useQuery({
    queryKey: queryKeys.clusters(params),
    queryFn: ({ signal }) => api.call('listClusters', { query: params, signal }),
  });
  useTopic(topics.clusters(), [queryKeys.clusters()]);
  const columns = useColumns();
  const rows = query.data?.items ?? [];
  const permission = 'clusters:create';
  const action = hasPermission(session, permission) ? (
    <ButtonLink href={urls.newCluster()} icon="plus">
      {t('cluster.new')}
    </ButtonLink>
  ) : (
    <Button icon="plus" disabledReason={tCommon('forbidden.text', { permission })}>
      {t('cluster.new')}
    </Button>
  );
  return (
    <Page>
      <PageHeader title={t('cluster.title')} meta={query.data?.total} actions={action} />
      <ListFilter value={q} onChange={(next) => void setQ(next || null)} />
      {query.isError && !query.data && (
        <LoadProblem
          what={t('cluster.what')}
          permission="clusters:get"
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.isPending && <SkeletonRows label={tCommon('loading')} />}
      {query.data && rows.length === 0 && (
        <EmptyState
          icon={q ? 'filter' : 'hexagon'}
          title={t(q ? 'noMatch' : 'cluster.empty')}
          actions={q ? <Button onClick={() => void setQ(null)}>{t('clear')}</Button> : action}
        >
          {q ? null : t('cluster.emptyText')}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <DataTable
          label={t('cluster.title')}
          rows={rows}
          total={query.data?.total ?? rows.length}
          rowKey={(row) => row.metadata.name}
          columns={columns}
          onOpen={(row) => router.push(urls.cluster(row.metadata.name))}
          card={(row) => (
            <div className="flex flex-col gap-1 text-sm">
              <Name row={row} />
              <span className="mono truncate text-fg-2">{row.spec.server}</span>
              <State row={row} />
            </div>
          )}
        />
      )}
    </Page>
  );
}

function useColumns(): Column<Cluster>[] {
  const t = useTranslations('registry');
  return [
    {
      id: 'name',
      header: t('cluster.columns.name'),
      width: 'minmax(130px, 0.7fr)',
      render: (row) => <Name row={row} />,
    },
    {
      id: 'server',
      header: t('cluster.columns.server'),
      width: 'minmax(160px, 1.2fr)',
      hideBelow: 1100,
      render: (row) => (
        <span className="mono truncate text-fg-2" title={row.spec.server}>
          {row.spec.server}
        </span>
      ),
    },
    {
      id: 'state',
      header: t('cluster.columns.state'),
      width: 'minmax(160px, 1fr)',
      render: (row) => <State row={row} />,
    },
    {
      id: 'version',
      header: t('cluster.columns.version'),
      width: 'minmax(100px, 0.6fr)',
      hideBelow: 1100,
      render: (row) => (
        <span className="truncate text-fg-2" title={row.status.version}>
          {row.status.version}
        </span>
      ),
    },
    {
      id: 'cache',
      header: t('cluster.columns.cache'),
      width: 'minmax(120px, 1fr)',
      hideBelow: 1100,
      render: (row) => <Cache row={row} />,
    },
    {
      id: 'apps',
      header: t('applications'),
      width: '96px',
      align: 'end',
      render: (row) => row.status.applications,
    },
  ];
}

function Name({ row }: { row: Cluster }) {
  return (
    <Link href={urls.cluster(row.metadata.name)} className="truncate font-medium">
      {row.metadata.name}
    </Link>
  );
}

function State({ row }: { row: Cluster }) {
  const { state, message, latencyMs } = row.status;
  return <ConnectionState state={state} message={message} latencyMs={latencyMs} />;
}

function Cache({ row }: { row: Cluster }) {
  const t = useTranslations('registry.cluster');
  const { cache } = row.status;
  if (!cache) return <span className="text-fg-3">{t('cacheNone')}</span>;
  const { objects, kinds } = cache;
  return (
    <span className="truncate text-fg-2" title={cache.message || cache.state}>
      {t('cache', { objects, kinds })}
    </span>
  );
}
