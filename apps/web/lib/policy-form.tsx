'use client';
import { Field, Fieldset, Input, Radio } from '@bowline/ui/field';
import { useTranslations } from 'use-intl';
import { policyProblems, type PolicyAnswers } from './policy-sentences.ts';

type PolicyFormProps = { answers: PolicyAnswers; onChange: (answers: PolicyAnswers) => void };

/** What happens by itself, asked as sentences; answers that need another one say so. */
export function PolicyForm({ answers, onChange }: PolicyFormProps) {
  const t = useTranslations('application.policy');
  const isAuto = answers.onGit === 'auto';
  const set = (part: Partial<PolicyAnswers>) => onChange({ ...answers, ...part });
  const needsAuto = isAuto ? undefined : t('needsAuto');
  const problems = policyProblems(answers);
  return (
    <div className="flex flex-col gap-5">
      <Fieldset legend={`${t('when.git')} →`} isBordered>
        {(['manual', 'auto'] as const).map((value) => (
          <Radio
            key={value}
            name="policy-git"
            label={t(`git.${value}`)}
            checked={answers.onGit === value}
            onChange={() => set({ onGit: value })}
          />
        ))}
      </Fieldset>
      <Fieldset legend={`${t('when.drift')} →`} isBordered>
        {(['report', 'heal'] as const).map((value) => (
          <Radio
            key={value}
            name="policy-drift"
            label={t(`drift.${value}`)}
            checked={(isAuto ? answers.onDrift : 'report') === value}
            disabledReason={value === 'heal' ? needsAuto : undefined}
            onChange={() => set({ onDrift: value })}
          />
        ))}
      </Fieldset>
      <Fieldset legend={`${t('when.prune')} →`} isBordered>
        <Radio
          name="policy-prune"
          label={t('prune.keep')}
          checked={!isAuto || answers.onRemoval === 'keep'}
          onChange={() => set({ onRemoval: 'keep' })}
        />
        <Radio
          name="policy-prune"
          label={t('prune.auto')}
          checked={isAuto && answers.onRemoval === 'prune'}
          disabledReason={needsAuto}
          onChange={() => set({ onRemoval: 'prune' })}
        />
      </Fieldset>
      <Fieldset legend={`${t('when.empty')} →`} isBordered>
        {(['stop', 'allow'] as const).map((value) => (
          <Radio
            key={value}
            name="policy-empty"
            label={t(`empty.${value}`)}
            checked={(isAuto && answers.onRemoval === 'prune' ? answers.onEmpty : 'stop') === value}
            disabledReason={
              value === 'allow'
                ? (needsAuto ?? (answers.onRemoval === 'keep' ? t('needsPrune') : undefined))
                : undefined
            }
            onChange={() => set({ onEmpty: value })}
          />
        ))}
      </Fieldset>
      <Fieldset legend={`${t('when.retry')} →`}>
        <div className="flex flex-wrap gap-4">
          <Field
            label={t('retry.limit')}
            error={problems.includes('limit') ? t('retry.limitError') : undefined}
          >
            <Input
              inputMode="numeric"
              value={answers.retryLimit}
              onChange={(event) => set({ retryLimit: event.target.value.trim() })}
            />
          </Field>
          <Field
            label={t('retry.duration')}
            hint={t('retry.durationHint')}
            error={problems.includes('duration') ? t('retry.durationError') : undefined}
          >
            <Input
              isMono
              value={answers.retryDuration}
              onChange={(event) => set({ retryDuration: event.target.value.trim() })}
            />
          </Field>
        </div>
      </Fieldset>
    </div>
  );
}
