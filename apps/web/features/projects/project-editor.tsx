'use client';
import { ApiError } from '@bowline/contract/client';
import { Button } from '@bowline/ui/button';
import { Notice } from '@bowline/ui/notice';
import { SegmentedControl } from '@bowline/ui/tabs';
import { useToast } from '@bowline/ui/toast';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ActionProblem, problemCode } from '../../lib/action-problem.tsx';
import { api } from '../../lib/api/client.ts';
import { queryKeys } from '../../lib/query/keys.ts';
import { mergeDeclared } from './merge.ts';
import { ProjectConflict } from './project-conflict.tsx';
import { declaredOf, type Declared, type Project } from './project.ts';
import { ProjectFormFields } from './project-form-fields.tsx';
import styles from './projects.module.css';
import { type DraftState, useProjectDraft } from './use-project-draft.ts';
import type { YamlProblem } from './project-yaml.ts';
import { YamlField } from './yaml-field.tsx';

/**
 * A project as a form or as YAML, one draft for both. Saving names the version the draft was made from, so that nothing
 * anybody saved meanwhile is lost: a newer version never touches the draft, it is shown beside it.
 */
export function ProjectEditor({
  project,
  disabledReason,
}: {
  project: Project;
  disabledReason: string | null;
}) {
  const t = useTranslations('registry');
  const toast = useToast();
  const queryClient = useQueryClient();
  const { name } = project.metadata;
  const draft = useProjectDraft(project);
  const [isTried, setIsTried] = useState(false);
  const [yamlProblem, setYamlProblem] = useState<YamlProblem | null>(null);
  const isOvertaken = draft.isChanged && draft.base.version !== project.metadata.resourceVersion;

  const save = useMutation({
    mutationFn: ({ declared }: { declared: Declared; sent: DraftState }) =>
      api.call('updateProject', {
        params: { name },
        body: {
          metadata: { name, labels: declared.labels, annotations: declared.annotations },
          spec: declared.spec,
        },
        headers: { 'if-match': `"${draft.base.version}"` },
      }),
    onSuccess: (saved, { sent }) => {
      queryClient.setQueryData(queryKeys.project(name), saved);
      void queryClient.invalidateQueries({ queryKey: queryKeys.projects() });
      void draft.adopt(saved, sent);
      setIsTried(false);
      toast({ title: t('saved', { name }) });
    },
    // Somebody was faster: fetch what they saved, the draft stays.
    onError: (error) => {
      if (problemCode(error) === 'version_mismatch')
        void queryClient.invalidateQueries({ queryKey: queryKeys.project(name) });
    },
  });
  const check = useMutation({
    mutationFn: (declared: Declared) =>
      api.call('applyObjects', {
        body: {
          objects: [
            {
              apiVersion: 'bowline.dev/v1alpha1',
              kind: 'Project',
              metadata: { name, labels: declared.labels, annotations: declared.annotations },
              spec: declared.spec,
            },
          ],
          dryRun: true,
        },
      }),
  });

  const forget = () => {
    setYamlProblem(null);
    // Also an answer that is on its way: it would stand beside a draft that nobody checked.
    if (!check.isIdle) check.reset();
    if (save.error) save.reset();
  };
  /** The draft as it would be sent, or null after saying what is wrong with it. */
  const read = async (): Promise<Declared | null> => {
    setIsTried(true);
    forget();
    const result = await draft.read();
    if ('problem' in result) setYamlProblem(result.problem);
    return 'declared' in result ? result.declared : null;
  };
  const run = async (work: (declared: Declared, sent: DraftState) => void) => {
    const { state } = draft;
    const declared = await read();
    if (declared) work(declared, state);
  };
  const show = async (mode: 'form' | 'yaml') => {
    const problem = await draft.show(mode);
    setYamlProblem(problem);
  };
  const keepMine = async () => {
    const result = await draft.read();
    if ('declared' in result)
      draft.rebase(project, mergeDeclared(draft.base.declared, result.declared, declaredOf(project)).merged);
    else draft.rebase(project, null);
    forget();
  };
  const drop = () => {
    void draft.adopt(project);
    setIsTried(false);
    forget();
  };
  const isConflict = problemCode(save.error) === 'version_mismatch';

  return (
    <div className="flex max-w-[880px] flex-col gap-4">
      <SegmentedControl
        label={t('project.editAs')}
        value={draft.mode}
        onChange={(mode) => void show(mode)}
        items={(['form', 'yaml'] as const).map((id) => ({ id, label: t(`project.mode.${id}`) }))}
      />
      {isOvertaken && (
        <ProjectConflict
          project={project}
          state={draft.state}
          isRefused={isConflict}
          onKeep={() => void keepMine()}
          onDrop={drop}
        />
      )}
      {draft.mode === 'form' ? (
        <ProjectFormFields
          form={draft.form}
          problems={isTried ? draft.problems : []}
          onChange={(form) => {
            forget();
            draft.setForm(form);
          }}
        />
      ) : (
        <YamlField
          value={draft.text}
          problem={yamlProblem}
          onChange={(text) => {
            forget();
            draft.setText(text);
          }}
        />
      )}
      <div className={styles.save}>
        <Button
          variant={draft.isChanged ? 'primary' : 'default'}
          isBusy={save.isPending}
          disabledReason={
            disabledReason ??
            (isOvertaken ? t('project.decideFirst') : draft.isChanged ? null : t('project.unchanged'))
          }
          reasonPlacement="end"
          onClick={() => void run((declared, sent) => save.mutate({ declared, sent }))}
        >
          {t('save')}
        </Button>
        <Button isBusy={check.isPending} onClick={() => void run((declared) => check.mutate(declared))}>
          {t('project.yamlCheck')}
        </Button>
        {draft.isChanged && (
          <Button variant="ghost" onClick={drop}>
            {t('project.reset')}
          </Button>
        )}
      </div>
      {isTried && draft.mode === 'form' && draft.problems.length > 0 && (
        <Notice tone="bad" role="alert">
          {t('project.formWrong', { count: draft.problems.length })}
        </Notice>
      )}
      {check.data?.results.map((result) => (
        <Notice key={result.name} tone={result.outcome === 'failed' ? 'bad' : 'ok'} role="status">
          {result.outcome === 'failed'
            ? result.message
            : t('project.yamlOk', { outcome: t(`project.outcome.${result.outcome}`) })}
        </Notice>
      ))}
      {!isConflict && (
        <ActionProblem title={t('saveFailed')} error={save.error ?? (check.error as ApiError | null)} />
      )}
    </div>
  );
}
