'use client';
import { topics } from '@bowline/contract/topics';
import { Button, ButtonLink } from '@bowline/ui/button';
import { DataTable, type Column } from '@bowline/ui/data-table';
import { EmptyState } from '@bowline/ui/empty-state';
import { Link } from '@bowline/ui/link';
import { Page, PageHeader } from '@bowline/ui/page-header';
import { RelativeTime } from '@bowline/ui/relative-time';
import { SkeletonRows } from '@bowline/ui/skeleton';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useQueryState } from 'nuqs';
import { useLocale, useTranslations } from 'use-intl';
import { api } from '../../lib/api/client.ts';
import { LoadProblem } from '../../lib/load-problem.tsx';
import { useNow } from '../../lib/now.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import { ConnectionState } from '../../lib/registry/connection-state.tsx';
import { ListFilter } from '../../lib/registry/list-filter.tsx';
import type { Repository } from '../../lib/registry/repository-form.tsx';
import { hasPermission, useSession } from '../../lib/session/context.tsx';
import { useTopic } from '../../lib/stream/provider.tsx';
import { urls } from '../../lib/urls.ts';

/** Every connected repository with the state of its connection. */
export function ReposPage() {
  const t = useTranslations('registry');
  const tCommon = useTranslations('common');
  const router = useRouter();
  const session = useSession();
  const [q, setQ] = useQueryState('q', { defaultValue: '', history: 'replace' });
  const params = { q: q || undefined, limit: 200 };
  const query = useQuery({
    queryKey: queryKeys.repositories(params),
    queryFn: ({ signal }) => api.call('listRepositories', { query: params, signal }),
  });
  useTopic(topics.repositories(), [queryKeys.repositories()]);
  const columns = useColumns();
  const rows = query.data?.items ?? [];
  const permission = 'repositories:create';
  const action = hasPermission(session, permission) ? (
    <ButtonLink href={urls.newRepository()} icon="plus">
      {t('repo.new')}
    </ButtonLink>
  ) : (
    <Button icon="plus" disabledReason={tCommon('forbidden.text', { permission })}>
      {t('repo.new')}
    </Button>
  );
  return (
    <Page>
      <PageHeader title={t('repo.title')} meta={query.data?.total} actions={action} />
      <ListFilter value={q} onChange={(next) => void setQ(next || null)} />
      {query.isError && !query.data && (
        <LoadProblem
          what={t('repo.what')}
          permission="repositories:get"
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.isPending && <SkeletonRows label={tCommon('loading')} />}
      {query.data && rows.length === 0 && (
        <EmptyState
          icon={q ? 'filter' : 'git'}
          title={t(q ? 'noMatch' : 'repo.empty')}
          actions={q ? <Button onClick={() => void setQ(null)}>{t('clear')}</Button> : action}
        >
          {q ? null : t('repo.emptyText')}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <DataTable
          label={t('repo.title')}
          rows={rows}
          total={query.data?.total ?? rows.length}
          rowKey={(row) => row.metadata.name}
          columns={columns}
          onOpen={(row) => router.push(urls.repository(row.metadata.name))}
          card={(row) => (
            <div className="flex flex-col gap-1 text-sm">
              <Name row={row} />
              <span className="mono truncate text-fg-2">{row.spec.url}</span>
              <State row={row} />
            </div>
          )}
        />
      )}
    </Page>
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
