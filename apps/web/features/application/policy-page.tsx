'use client';
import { Button } from '@bowline/ui/button';
import { Columns } from '@bowline/ui/page-header';
import { Panel } from '@bowline/ui/panel';
import { useTranslations } from 'use-intl';
import { ActionProblem } from '../../lib/action-problem.tsx';
import { cannot } from '../../lib/can.ts';
import { MovedNotice } from '../../lib/form/moved-notice.tsx';
import { useKeptForm } from '../../lib/form/use-kept-form.ts';
import { answerLabel, answerWords } from './answer-label.ts';
import { PolicyForm } from '../../lib/policy-form.tsx';
import { answersOf, policyOf, policyProblems } from '../../lib/policy-sentences.ts';
import type { AppRef } from '../../lib/urls.ts';
import { useApp, type Application } from '../../lib/use-app.ts';
import { useBuildPlan } from '../../lib/use-build-plan.ts';
import { ProjectRules } from './project-rules.tsx';

/** What happens by itself; a change of it is a plan like any other (ui.md, C14). */
export function PolicyPage({ app: ref }: { app: AppRef }) {
  const { data: app } = useApp(ref);
  return app ? <PolicyEditor key={app.metadata.uid} app={app} /> : null;
}

function PolicyEditor({ app }: { app: Application }) {
  const t = useTranslations('application.policy');
  const tSettings = useTranslations('application.settings');
  const kept = useKeptForm(app.metadata.generation, answersOf(app.spec.syncPolicy));
  const { form: answers, isChanged } = kept;
  const plan = useBuildPlan();
  const { project, name, managedBy } = app.metadata;
  const reason =
    cannot(app.can, 'update') ??
    (managedBy ? tSettings('managed', { owner: managedBy }) : isChanged ? null : t('unchanged'));
  const hasProblem = policyProblems(answers).length > 0;
  const save = () => {
    if (hasProblem) return;
    plan.mutate({
      kind: 'edit',
      project,
      application: name,
      spec: { ...app.spec, syncPolicy: policyOf(answers, app.spec.syncPolicy) },
    });
  };
  return (
    <Columns side={<ProjectRules name={project} />}>
      <Panel title={t('title')}>
        <div className="flex flex-col gap-5">
          <p className="text-sm text-fg-2">{t('intro')}</p>
          <MovedNotice
            moved={kept.moved}
            labelOf={(path) => answerLabel(path, t)}
            wordsOf={(path, value) => answerWords(path, value, t)}
            onDismiss={kept.dismiss}
          />
          <PolicyForm answers={answers} onChange={kept.set} />
          <ActionProblem title={t('saveFailed')} error={plan.error} />
          <div className="flex flex-wrap items-center gap-2">
            <Button
              variant={isChanged ? 'primary' : 'default'}
              isBusy={plan.isPending}
              disabledReason={reason}
              reasonPlacement="end"
              onClick={save}
            >
              {t('save')}
            </Button>
            {isChanged && (
              <Button variant="ghost" onClick={kept.reset}>
                {t('reset')}
              </Button>
            )}
          </div>
        </div>
      </Panel>
    </Columns>
  );
}
