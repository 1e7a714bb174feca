'use client';
import { topics } from '@bowline/contract/topics';
import { ButtonLink } from '@bowline/ui/button';
import { NavTabs } from '@bowline/ui/tabs';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { api } from '../../lib/api/client.ts';
import { queryKeys } from '../../lib/query/keys.ts';
import { RegistryHeader } from '../../lib/registry/registry-header.tsx';
import { RegistryPage } from '../../lib/registry/registry-page.tsx';
import { useLocked } from '../../lib/registry/use-locked.ts';
import { useTopic } from '../../lib/stream/provider.tsx';
import { urls } from '../../lib/urls.ts';
import type { Project } from './project.ts';
import { ProjectEditor } from './project-editor.tsx';
import { ProjectRulesView } from './project-rules-view.tsx';

/** One project: its rules in words, and all of it to edit. */
export function ProjectPage({ name, tab }: { name: string; tab: string }) {
  const t = useTranslations('registry.project');
  const query = useQuery({
    queryKey: queryKeys.project(name),
    queryFn: ({ signal }) => api.call('getProject', { params: { name }, signal }),
    placeholderData: undefined,
  });
  useTopic(topics.projects(), [queryKeys.project(name)]);
  return (
    <RegistryPage name={name} what={t('oneWhat')} permission="projects:get" query={query}>
      {(project) => <ProjectView project={project} tab={tab === 'overview' ? 'overview' : 'edit'} />}
    </RegistryPage>
  );
}

function ProjectView({ project, tab }: { project: Project; tab: 'overview' | 'edit' }) {
  const t = useTranslations('registry.project');
  const { name } = project.metadata;
  const disabledReason = useLocked(project)('update');
  return (
    <>
      <RegistryHeader
        kind="project"
        object={project}
        list={{ href: urls.projects(), keys: queryKeys.projects() }}
        summary={project.spec.description}
        actions={<ButtonLink href={urls.apps({ project: name })}>{t('openApps')}</ButtonLink>}
        onDelete={() => api.call('deleteProject', { params: { name } })}
      />
      <NavTabs
        label={t('tabs')}
        current={tab}
        items={(['overview', 'edit'] as const).map((id) => ({
          id,
          label: t(`tab.${id}`),
          href: urls.project(name, id),
        }))}
      />
      {tab === 'overview' ? (
        <ProjectRulesView project={project} />
      ) : (
        <ProjectEditor key={project.metadata.uid} project={project} disabledReason={disabledReason} />
      )}
    </>
  );
}
