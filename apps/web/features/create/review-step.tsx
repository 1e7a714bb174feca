'use client';
import { Button } from '@bowline/ui/button';
import { KeyValue } from '@bowline/ui/key-value';
import { Panel } from '@bowline/ui/panel';
import { useToast } from '@bowline/ui/toast';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { ActionProblem } from '../../lib/action-problem.tsx';
import { api } from '../../lib/api/client.ts';
import { valueText } from '../../lib/diff/value-text.ts';
import { policyProblems, type PolicyAnswers } from '../../lib/policy-sentences.ts';
import { queryKeys } from '../../lib/query/keys.ts';
import { urls } from '../../lib/urls.ts';
import { useOpenPage } from '../../lib/use-open-page.ts';
import styles from './create.module.css';
import { specOfDraft, type Draft } from './draft.ts';
import { PreviewStep } from './preview-step.tsx';
import type { PreviewQuery } from './use-preview.ts';

type ReviewStepProps = { draft: Draft; answers: PolicyAnswers; preview: PreviewQuery };

/** Everything once more, as sentences and as YAML; Create saves and applies nothing by itself. */
export function ReviewStep({ draft, answers, preview }: ReviewStepProps) {
  const t = useTranslations('create');
  const tPolicy = useTranslations('application.policy');
  const { isOpening, open } = useOpenPage();
  const toast = useToast();
  const queryClient = useQueryClient();
  const body = {
    metadata: { name: draft.name, project: draft.project },
    spec: specOfDraft(draft, answers),
  };
  const create = useMutation({
    mutationFn: () => api.call('createApplication', { body }),
    onSuccess: (app) => {
      const ref = { project: app.metadata.project, name: app.metadata.name };
      queryClient.setQueryData(queryKeys.app(ref), app);
      void queryClient.invalidateQueries({ queryKey: queryKeys.apps() });
      toast({ title: t('created', { name: ref.name }) });
      open(urls.app(ref, 'resources'));
    },
  });
  const isRendered = preview.data?.failure === null;
  const isValid = policyProblems(answers).length === 0;
  const yaml = valueText({ apiVersion: 'bowline.dev/v1alpha1', kind: 'Application', ...body });
  return (
    <>
      <Panel title={t('review')}>
        <div className="flex flex-col gap-4">
          <p className="text-sm text-fg-2">{t('reviewText', { auto: draft.auto ? 'on' : 'off' })}</p>
          <KeyValue
            items={[
              { label: t('name'), value: <b>{draft.name}</b> },
              { label: t('project'), value: draft.project },
              { label: t('repository'), value: <span className="mono">{draft.url}</span> },
              { label: t('revision'), value: <span className="mono">{draft.revision}</span> },
              draft.chart === ''
                ? { label: t('path'), value: <span className="mono">{draft.path || t('pathRoot')}</span> }
                : { label: t('chart'), value: <span className="mono">{draft.chart}</span> },
              { label: t('cluster'), value: draft.cluster },
              { label: t('namespace'), value: draft.namespace },
              { label: t('policyIs'), value: tPolicy(`git.${answers.onGit}`) },
              ...(preview.data && isRendered
                ? [{ label: t('objects'), value: preview.data.objects.length }]
                : []),
            ]}
          />
          <details className="text-sm">
            <summary className="font-medium">{t('yaml')}</summary>
            <pre className={styles.output} tabIndex={0} aria-label={t('yaml')}>
              {yaml}
            </pre>
          </details>
          <ActionProblem title={t('createFailed')} error={create.error} />
          <div>
            <Button
              variant="primary"
              isBusy={create.isPending || isOpening || preview.isFetching}
              disabledReason={isRendered && isValid ? null : t('waitsPreview')}
              reasonPlacement="end"
              onClick={() => create.mutate()}
            >
              {t('create')}
            </Button>
          </div>
        </div>
      </Panel>
      {!isRendered && <PreviewStep draft={draft} preview={preview} />}
    </>
  );
}
