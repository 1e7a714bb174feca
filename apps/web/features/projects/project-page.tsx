'use client';
import { topics } from '@bowline/contract/topics';
import { Breadcrumb } from '@bowline/ui/breadcrumb';
import { ButtonLink } from '@bowline/ui/button';
import { Page, PageHeader } from '@bowline/ui/page-header';
import { SkeletonRows } from '@bowline/ui/skeleton';
import { NavTabs } from '@bowline/ui/tabs';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { api } from '../../lib/api/client.ts';
import { cannot } from '../../lib/can.ts';
import { LoadProblem } from '../../lib/load-problem.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import { DeleteButton } from '../../lib/registry/delete-dialog.tsx';
import { useTopic } from '../../lib/stream/provider.tsx';
import { urls } from '../../lib/urls.ts';
import type { Project } from './project.ts';
import { ProjectEditor } from './project-editor.tsx';
import { ProjectRulesView } from './project-rules-view.tsx';

/** One project: its rules in words, and all of it to edit. */
export function ProjectPage({ name, tab }: { name: string; tab: string }) {
  const t = useTranslations('registry');
  const tCommon = useTranslations('common');
  const query = useQuery({
    queryKey: queryKeys.project(name),
    queryFn: ({ signal }) => api.call('getProject', { params: { name }, signal }),
    placeholderData: undefined,
  });
  useTopic(topics.projects(), [queryKeys.project(name)]);
  if (!query.data) {
    return (
      <Page>
        <h1 className="sr-only">{name}</h1>
        {query.isError ? (
          <LoadProblem
            what={t('project.oneWhat')}
            permission="projects:get"
            error={query.error}
            onRetry={() => void query.refetch()}
          />
        ) : (
          <SkeletonRows label={tCommon('loading')} />
        )}
      </Page>
    );
  }
  return <ProjectView project={query.data} tab={tab === 'overview' ? 'overview' : 'edit'} />;
}

function ProjectView({ project, tab }: { project: Project; tab: 'overview' | 'edit' }) {
  const t = useTranslations('registry');
  const tShell = useTranslations('shell');
  const router = useRouter();
  const { name, managedBy } = project.metadata;
  const managed = managedBy ? t('managed', { owner: managedBy }) : null;
  const { applications } = project.status;
  return (
    <Page>
      <PageHeader
        breadcrumb={
          <Breadcrumb
            label={tShell('breadcrumb')}
            items={[{ label: t('project.title'), href: urls.projects() }, { label: name }]}
          />
        }
        title={name}
        summary={project.spec.description}
        actions={
          <>
            <ButtonLink href={urls.apps({ project: name })}>{t('project.openApps')}</ButtonLink>
            <DeleteButton
              name={name}
              text={t('project.deleteText')}
              disabledReason={
                managed ??
                cannot(project.can, 'delete') ??
                (applications > 0 ? t('deleteInUse', { count: applications }) : null)
              }
              onDelete={() => api.call('deleteProject', { params: { name } })}
              keys={queryKeys.projects()}
              onDeleted={() => router.push(urls.projects())}
            />
          </>
        }
      />
      <NavTabs
        label={t('project.tabs')}
        current={tab}
        items={(['overview', 'edit'] as const).map((id) => ({
          id,
          label: t(`project.tab.${id}`),
          href: urls.project(name, id),
        }))}
      />
      {tab === 'overview' ? (
        <ProjectRulesView project={project} />
      ) : (
        <ProjectEditor
          key={project.metadata.uid}
          project={project}
          disabledReason={managed ?? cannot(project.can, 'update')}
        />
      )}
    </Page>
  );
}
