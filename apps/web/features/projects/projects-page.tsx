'use client';
import { topics } from '@bowline/contract/topics';
import type { Column } from '@bowline/ui/data-table';
import { Link } from '@bowline/ui/link';
import { useTranslations } from 'use-intl';
import { api } from '../../lib/api/client.ts';
import { queryKeys } from '../../lib/query/keys.ts';
import { RegistryList } from '../../lib/registry/registry-list.tsx';
import { urls } from '../../lib/urls.ts';
import type { Project } from './project.ts';

/** Projects this person may see. */
export function ProjectsPage() {
  const columns = useColumns();
  return (
    <RegistryList<Project>
      kind="project"
      resource="projects"
      icon="folder"
      newHref={urls.newProject()}
      topic={topics.projects()}
      listKey={queryKeys.projects}
      fetchPage={(query, signal) => api.call('listProjects', { query, signal })}
      columns={columns}
      hrefOf={(row) => urls.project(row.metadata.name)}
      card={(row) => (
        <div className="flex flex-col gap-1 text-sm">
          <Name row={row} />
          <span className="text-fg-2">{row.spec.description}</span>
        </div>
      )}
    />
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
