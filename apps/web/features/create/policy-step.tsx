'use client';
import { Panel } from '@bowline/ui/panel';
import { useTranslations } from 'use-intl';
import { PolicyForm } from '../../lib/policy-form.tsx';
import type { PolicyAnswers } from '../../lib/policy-sentences.ts';

/** What happens by itself after the application exists. */
export function PolicyStep({
  answers,
  onChange,
}: {
  answers: PolicyAnswers;
  onChange: (answers: PolicyAnswers) => void;
}) {
  const t = useTranslations('create');
  return (
    <Panel title={t('steps.policy')}>
      <PolicyForm answers={answers} onChange={onChange} />
    </Panel>
  );
}
