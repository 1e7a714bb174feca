'use client';
import { Breadcrumb } from '@bowline/ui/breadcrumb';
import { Button, ButtonLink } from '@bowline/ui/button';
import { Checkbox, Field, Input, TextArea } from '@bowline/ui/field';
import { Page, PageHeader } from '@bowline/ui/page-header';
import { useToast } from '@bowline/ui/toast';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ActionProblem } from '../../lib/action-problem.tsx';
import { api } from '../../lib/api/client.ts';
import { queryKeys } from '../../lib/query/keys.ts';
import { hasPermission, useSession } from '../../lib/session/context.tsx';
import { urls } from '../../lib/urls.ts';
import { emptyProject, projectBody, projectProblems, type ProjectDraft } from './project-draft.ts';

/** A new tenancy boundary with its main rules; the rest is edited as YAML afterwards. */
export function NewProjectPage() {
  const t = useTranslations('registry');
  const tCommon = useTranslations('common');
  const tShell = useTranslations('shell');
  const router = useRouter();
  const toast = useToast();
  const session = useSession();
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState<ProjectDraft>(emptyProject);
  const [isTried, setIsTried] = useState(false);
  const problems = projectProblems(draft);
  const create = useMutation({
    mutationFn: () => api.call('createProject', { body: projectBody(draft) }),
    onSuccess: (project) => {
      void queryClient.invalidateQueries({ queryKey: queryKeys.projects() });
      toast({ title: t('saved', { name: project.metadata.name }) });
      router.push(urls.project(project.metadata.name));
    },
  });
  const set = (part: Partial<ProjectDraft>) => setDraft({ ...draft, ...part });
  const wrong = (field: (typeof problems)[number]) => isTried && problems.includes(field);
  const permission = 'projects:create';
  const submit = () => {
    setIsTried(true);
    if (problems.length === 0) create.mutate();
  };
  return (
    <Page width="narrow">
      <PageHeader
        breadcrumb={
          <Breadcrumb
            label={tShell('breadcrumb')}
            items={[{ label: t('project.title'), href: urls.projects() }, { label: t('project.newTitle') }]}
          />
        }
        title={t('project.newTitle')}
        summary={t('project.emptyText')}
      />
      <Field
        label={t('name')}
        hint={t('nameHint')}
        isRequired
        error={wrong('name') ? t('nameError') : undefined}
      >
        <Input
          value={draft.name}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => set({ name: event.target.value })}
        />
      </Field>
      <Field label={t('project.description')}>
        <Input value={draft.description} onChange={(event) => set({ description: event.target.value })} />
      </Field>
      <Field label={t('project.repos')} hint={t('project.reposHint')}>
        <TextArea
          isMono
          rows={3}
          spellCheck={false}
          value={draft.repos}
          onChange={(event) => set({ repos: event.target.value })}
        />
      </Field>
      <Field
        label={t('project.destinations')}
        hint={t('project.destinationsHint')}
        error={wrong('destinations') ? t('project.destinationsError') : undefined}
      >
        <TextArea
          isMono
          rows={3}
          spellCheck={false}
          value={draft.destinations}
          onChange={(event) => set({ destinations: event.target.value })}
        />
      </Field>
      <Field label={t('project.required')} error={wrong('required') ? t('project.requiredError') : undefined}>
        <Input
          inputMode="numeric"
          value={draft.required}
          onChange={(event) => set({ required: event.target.value.trim() })}
        />
      </Field>
      <Checkbox
        label={t('project.allowSelf')}
        checked={draft.allowSelf}
        onChange={(event) => set({ allowSelf: event.target.checked })}
      />
      <Checkbox
        label={t('project.policyMay')}
        hint={t('project.policyMayHint')}
        checked={draft.policyMayApprove}
        onChange={(event) => set({ policyMayApprove: event.target.checked })}
      />
      <ActionProblem title={t('saveFailed')} error={create.error} />
      <div className="flex flex-wrap items-center gap-2">
        <Button
          variant="primary"
          isBusy={create.isPending}
          disabledReason={
            hasPermission(session, permission) ? null : tCommon('forbidden.text', { permission })
          }
          onClick={submit}
        >
          {t('project.create')}
        </Button>
        <ButtonLink variant="ghost" href={urls.projects()}>
          {tCommon('cancel')}
        </ButtonLink>
      </div>
    </Page>
  );
}
