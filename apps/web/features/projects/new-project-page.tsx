'use client';
import { Breadcrumb } from '@bowline/ui/breadcrumb';
import { Button, ButtonLink } from '@bowline/ui/button';
import { Field, Input } from '@bowline/ui/field';
import { Notice } from '@bowline/ui/notice';
import { Page, PageHeader } from '@bowline/ui/page-header';
import { useToast } from '@bowline/ui/toast';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ActionProblem } from '../../lib/action-problem.tsx';
import { api } from '../../lib/api/client.ts';
import { queryKeys } from '../../lib/query/keys.ts';
import { useRefused } from '../../lib/session/use-refused.ts';
import { urls } from '../../lib/urls.ts';
import { useOpenPage } from '../../lib/use-open-page.ts';
import { isName } from '../../lib/registry/names.ts';
import { formOf, formProblems, specOf } from './project-form.ts';
import { ProjectFormFields } from './project-form-fields.tsx';
import type { ProjectSpec } from './project.ts';

/** What a new project starts with: it allows everything, so that the first application works; narrow it here or later. */
const startSpec: ProjectSpec = {
  sourceRepos: ['*'],
  destinations: [{ name: '*', namespace: '*' }],
  clusterResourceWhitelist: [{ group: '*', kind: '*' }],
};

/** A new tenancy boundary with its rules. */
export function NewProjectPage() {
  const t = useTranslations('registry');
  const tCommon = useTranslations('common');
  const tShell = useTranslations('shell');
  const { isOpening, open } = useOpenPage();
  const toast = useToast();
  const refused = useRefused();
  const queryClient = useQueryClient();
  const [name, setName] = useState('');
  const [form, setForm] = useState(() => formOf(startSpec));
  const [isTried, setIsTried] = useState(false);
  const problems = formProblems(form);
  const isReady = isName(name) && problems.length === 0;
  const create = useMutation({
    mutationFn: () =>
      api.call('createProject', { body: { metadata: { name }, spec: specOf(form, startSpec) } }),
    onSuccess: (project) => {
      void queryClient.invalidateQueries({ queryKey: queryKeys.projects() });
      toast({ title: t('saved', { name: project.metadata.name }) });
      open(urls.project(project.metadata.name));
    },
  });
  const submit = () => {
    setIsTried(true);
    if (isReady) create.mutate();
  };
  return (
    <Page>
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
      <div className="flex max-w-[880px] flex-col gap-4">
        <Field
          label={t('name')}
          hint={t('nameHint')}
          isRequired
          error={isTried && !isName(name) ? t('nameError') : undefined}
        >
          <Input
            value={name}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <ProjectFormFields form={form} problems={isTried ? problems : []} onChange={setForm} />
      </div>
      {isTried && problems.length > 0 && (
        <Notice tone="bad" role="alert">
          {t('project.formWrong', { count: problems.length })}
        </Notice>
      )}
      <ActionProblem title={t('saveFailed')} error={create.error} />
      <div className="flex flex-wrap items-center gap-2">
        <Button
          variant="primary"
          isBusy={create.isPending || isOpening}
          disabledReason={refused('projects:create')}
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
