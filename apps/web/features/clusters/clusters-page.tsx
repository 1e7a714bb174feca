'use client';
import { topics } from '@bowline/contract/topics';
import type { Column } from '@bowline/ui/data-table';
import { Link } from '@bowline/ui/link';
import { useTranslations } from 'use-intl';
import { api } from '../../lib/api/client.ts';
import { queryKeys } from '../../lib/query/keys.ts';
import { ConnectionState } from '../../lib/registry/connection-state.tsx';
import { RegistryList } from '../../lib/registry/registry-list.tsx';
import { urls } from '../../lib/urls.ts';
import type { Cluster } from './cluster-draft.ts';

/** Every connected cluster with the state of its connection and of its live data. */
export function ClustersPage() {
  const columns = useColumns();
  return (
    <RegistryList<Cluster>
      kind="cluster"
      resource="clusters"
      icon="hexagon"
      newHref={urls.newCluster()}
      topic={topics.clusters()}
      listKey={queryKeys.clusters}
      fetchPage={(query, signal) => api.call('listClusters', { query, signal })}
      columns={columns}
      hrefOf={(row) => urls.cluster(row.metadata.name)}
      card={(row) => (
        <div className="flex flex-col gap-1 text-sm">
          <Name row={row} />
          <span className="mono truncate text-fg-2">{row.spec.server}</span>
          <State row={row} />
        </div>
      )}
    />
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
