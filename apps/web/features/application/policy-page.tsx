'use client';
import { Button } from '@bowline/ui/button';
import { Columns } from '@bowline/ui/page-header';
import { Panel } from '@bowline/ui/panel';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ActionProblem } from '../../lib/action-problem.tsx';
import { cannot } from '../../lib/can.ts';
import { PolicyForm } from '../../lib/policy-form.tsx';
import { answersOf, policyOf, policyProblems } from '../../lib/policy-sentences.ts';
import type { AppRef } from '../../lib/urls.ts';
import { useApp, type Application } from '../../lib/use-app.ts';
import { useBuildPlan } from '../../lib/use-build-plan.ts';
import { ProjectRules } from './project-rules.tsx';

/** What happens by itself; a change of it is a plan like any other (ui.md, C14). */
export function PolicyPage({ app: ref }: { app: AppRef }) {
  const { data: app } = useApp(ref);
  // The form starts anew when somebody else changed the spec meanwhile.
  return app ? <PolicyEditor key={app.metadata.generation} app={app} /> : null;
}

function PolicyEditor({ app }: { app: Application }) {
  const t = useTranslations('application.policy');
  const tSettings = useTranslations('application.settings');
  const before = answersOf(app.spec.syncPolicy);
  const [answers, setAnswers] = useState(before);
  const plan = useBuildPlan();
  const isChanged = JSON.stringify(answers) !== JSON.stringify(before);
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
          <PolicyForm answers={answers} onChange={setAnswers} />
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
              <Button variant="ghost" onClick={() => setAnswers(before)}>
                {t('reset')}
              </Button>
            )}
          </div>
        </div>
      </Panel>
    </Columns>
  );
}
