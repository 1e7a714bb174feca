'use client';
import { Button } from '@bowline/ui/button';
import { Field, TextArea } from '@bowline/ui/field';
import { Notice } from '@bowline/ui/notice';
import { Panel } from '@bowline/ui/panel';
import { useToast } from '@bowline/ui/toast';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ActionProblem } from '../../lib/action-problem.tsx';
import { api } from '../../lib/api/client.ts';
import { valueText } from '../../lib/diff/value-text.ts';
import { queryKeys } from '../../lib/query/keys.ts';
import type { Project } from './project-draft.ts';

/** The project as it is declared; checked by the API before it is saved, as `bowline apply -f` does. */
export function ProjectYaml({
  project,
  disabledReason,
}: {
  project: Project;
  disabledReason: string | null;
}) {
  const t = useTranslations('registry');
  const toast = useToast();
  const queryClient = useQueryClient();
  const before = yamlOf(project);
  const [yaml, setYaml] = useState(before);
  const { name } = project.metadata;
  const apply = useMutation({
    mutationFn: (dryRun: boolean) => api.call('applyObjects', { body: { yaml, dryRun } }),
    onSuccess: (answer, dryRun) => {
      if (dryRun || answer.results.some((result) => result.outcome === 'failed')) return;
      void queryClient.invalidateQueries({ queryKey: queryKeys.projects() });
      toast({ title: t('saved', { name }) });
    },
  });
  const change = (next: string) => {
    setYaml(next);
    if (apply.data || apply.error) apply.reset();
  };
  const isChanged = yaml !== before;
  return (
    <Panel title={t('project.tab.yaml')}>
      <div className="flex max-w-[880px] flex-col gap-4">
        <Field label={t('project.tab.yaml')} isLabelHidden hint={t('project.yamlHint')}>
          <TextArea
            isMono
            rows={24}
            spellCheck={false}
            value={yaml}
            onChange={(event) => change(event.target.value)}
          />
        </Field>
        {apply.data?.results.map((result) => (
          <Notice
            key={`${result.kind}${result.name}`}
            tone={result.outcome === 'failed' ? 'bad' : 'ok'}
            role="status"
          >
            {result.outcome === 'failed'
              ? result.message
              : t('project.yamlOk', { outcome: t(`project.outcome.${result.outcome}`) })}
          </Notice>
        ))}
        <ActionProblem title={t('saveFailed')} error={apply.error} />
        <div className="flex flex-wrap items-center gap-2">
          <Button isBusy={apply.isPending} onClick={() => apply.mutate(true)}>
            {t('project.yamlCheck')}
          </Button>
          <Button
            variant={isChanged ? 'primary' : 'default'}
            isBusy={apply.isPending}
            disabledReason={disabledReason}
            onClick={() => apply.mutate(false)}
          >
            {t('save')}
          </Button>
        </div>
      </div>
    </Panel>
  );
}

function yamlOf(project: Project): string {
  const { name, labels, annotations } = project.metadata;
  const has = (map: object) => Object.keys(map).length > 0;
  return `${valueText({
    apiVersion: project.apiVersion,
    kind: project.kind,
    metadata: {
      name,
      ...(has(labels) ? { labels } : {}),
      ...(has(annotations) ? { annotations } : {}),
    },
    spec: project.spec,
  })}\n`;
}
