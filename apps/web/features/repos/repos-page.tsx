'use client';
import { topics } from '@bowline/contract/topics';
import type { Column } from '@bowline/ui/data-table';
import { Link } from '@bowline/ui/link';
import { RelativeTime } from '@bowline/ui/relative-time';
import { useLocale, useTranslations } from 'use-intl';
import { api } from '../../lib/api/client.ts';
import { useNow } from '../../lib/now.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import { ConnectionState } from '../../lib/registry/connection-state.tsx';
import type { Repository } from '../../lib/registry/repository-form.tsx';
import { RegistryList } from '../../lib/registry/registry-list.tsx';
import { urls } from '../../lib/urls.ts';

/** Every connected repository with the state of its connection. */
export function ReposPage() {
  const columns = useColumns();
  return (
    <RegistryList<Repository>
      kind="repo"
      resource="repositories"
      icon="git"
      newHref={urls.newRepository()}
      topic={topics.repositories()}
      listKey={queryKeys.repositories}
      fetchPage={(query, signal) => api.call('listRepositories', { query, signal })}
      columns={columns}
      hrefOf={(row) => urls.repository(row.metadata.name)}
      card={(row) => (
        <div className="flex flex-col gap-1 text-sm">
          <Name row={row} />
          <span className="mono truncate text-fg-2">{row.spec.url}</span>
          <State row={row} />
        </div>
      )}
    />
  );
}

function useColumns(): Column<Repository>[] {
  const t = useTranslations('registry');
  return [
    {
      id: 'name',
      header: t('repo.columns.name'),
      width: 'minmax(130px, 0.7fr)',
      render: (row) => <Name row={row} />,
    },
    {
      id: 'url',
      header: t('repo.columns.url'),
      width: 'minmax(160px, 1.4fr)',
      render: (row) => (
        <span className="mono truncate text-fg-2" title={row.spec.url}>
          {row.spec.url}
        </span>
      ),
    },
    {
      id: 'state',
      header: t('repo.columns.state'),
      width: 'minmax(160px, 1fr)',
      render: (row) => <State row={row} />,
    },
    {
      id: 'credential',
      header: t('repo.columns.credential'),
      width: '100px',
      hideBelow: 1100,
      render: (row) => <span className="text-fg-2">{t(`repo.word.${row.status.credential}`)}</span>,
    },
    {
      id: 'webhook',
      header: t('repo.columns.webhook'),
      width: '110px',
      hideBelow: 1100,
      render: (row) => <Webhook row={row} />,
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

function Name({ row }: { row: Repository }) {
  return (
    <Link href={urls.repository(row.metadata.name)} className="truncate font-medium">
      {row.metadata.name}
    </Link>
  );
}

function State({ row }: { row: Repository }) {
  const { state, message, latencyMs } = row.status;
  return <ConnectionState state={state} message={message} latencyMs={latencyMs} />;
}

function Webhook({ row }: { row: Repository }) {
  const t = useTranslations('registry');
  const locale = useLocale();
  const now = useNow();
  return row.status.lastWebhookAt ? (
    <RelativeTime value={row.status.lastWebhookAt} now={now} locale={locale} />
  ) : (
    <span className="text-fg-3">{t('never')}</span>
  );
}
