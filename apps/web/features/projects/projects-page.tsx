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
import { ListFilter } from '../../lib/registry/list-filter.tsx';
import { hasPermission, useSession } from '../../lib/session/context.tsx';
import { useTopic } from '../../lib/stream/provider.tsx';
import { urls } from '../../lib/urls.ts';
import type { Project } from './project.ts';

/** Projects this person may see. */
export function ProjectsPage() {
  const t = useTranslations('registry');
  const tCommon = useTranslations('common');
  const router = useRouter();
  const session = useSession();
  const [q, setQ] = useQueryState('q', { defaultValue: '', history: 'replace' });
  const params = { q: q || undefined, limit: 200 };
  const query = useQuery({
    queryKey: queryKeys.projects(params),
    queryFn: ({ signal }) => api.call('listProjects', { query: params, signal }),
  });
  useTopic(topics.projects(), [queryKeys.projects()]);
  const columns = useColumns();
  const rows = query.data?.items ?? [];
  const permission = 'projects:create';
  return (
    <Page>
      <PageHeader
        title={t('project.title')}
        meta={query.data?.total}
        actions={
          hasPermission(session, permission) ? (
            <ButtonLink href={urls.newProject()} icon="plus">
              {t('project.new')}
            </ButtonLink>
          ) : (
            <Button icon="plus" disabledReason={tCommon('forbidden.text', { permission })}>
              {t('project.new')}
            </Button>
          )
        }
      />
      <ListFilter value={q} onChange={(next) => void setQ(next || null)} />
      {query.isError && !query.data && (
        <LoadProblem
          what={t('project.what')}
          permission="projects:get"
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.isPending && <SkeletonRows label={tCommon('loading')} />}
      {query.data && rows.length === 0 && (
        <EmptyState
          icon={q ? 'filter' : 'folder'}
          title={t(q ? 'noMatch' : 'project.empty')}
          actions={q ? <Button onClick={() => void setQ(null)}>{t('clear')}</Button> : undefined}
        >
          {q ? null : t('project.emptyText')}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <DataTable
          label={t('project.title')}
          rows={rows}
          total={query.data?.total ?? rows.length}
          rowKey={(row) => row.metadata.name}
          columns={columns}
          onOpen={(row) => router.push(urls.project(row.metadata.name))}
          card={(row) => (
            <div className="flex flex-col gap-1 text-sm">
              <Name row={row} />
              <span className="text-fg-2">{row.spec.description}</span>
            </div>
          )}
        />
      )}
    </Page>
  );
}

function Name({ row }: { row: Project }) {
  return (
    <Link href={urls.project(row.metadata.name)} className="truncate font-medium">
      {row.metadata.name}
    </Link>
  );
}

function useColumns(): Column<Project>[] {
  const t = useTranslations('registry');
  return [
    {
      id: 'name',
      header: t('project.columns.name'),
      width: 'minmax(140px, 0.6fr)',
      render: (row) => <Name row={row} />,
    },
    {
      id: 'description',
      header: t('project.columns.description'),
      width: 'minmax(160px, 1.6fr)',
      render: (row) => <span className="truncate text-fg-2">{row.spec.description}</span>,
    },
    {
      id: 'approvals',
      header: t('project.columns.approvals'),
      width: '96px',
      align: 'end',
      render: (row) => row.spec.approvals?.required ?? 0,
    },
    {
      id: 'roles',
      header: t('project.columns.roles'),
      width: '80px',
      align: 'end',
      render: (row) => row.spec.roles?.length ?? 0,
    },
    {
      id: 'apps',
      header: t('applications'),
      width: '110px',
      align: 'end',
      render: (row) => row.status.applications,
    },
  ];
}
