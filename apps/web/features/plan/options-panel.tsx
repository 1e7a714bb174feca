'use client';
import { Checkbox, Fieldset } from '@bowline/ui/field';
import { Icon } from '@bowline/ui/icon';
import { Panel } from '@bowline/ui/panel';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ActionProblem } from '../../lib/action-problem.tsx';
import { AskDialog } from '../../lib/ask-dialog.tsx';
import { useBuildPlan } from '../../lib/use-build-plan.ts';
import type { Plan } from './plan.ts';
import styles from './plan.module.css';
import { rebuildRequest } from './rebuild.ts';

const routine = [
  'prune',
  'pruneLast',
  'createNamespace',
  'applyOutOfSyncOnly',
  'respectIgnoreDifferences',
  'failOnSharedResource',
  'validate',
  'skipDryRunOnMissingResource',
] as const;
const dangerous = ['replace', 'force'] as const;
type OptionName = (typeof routine)[number] | (typeof dangerous)[number];
/** Shown when on; of the others only what a reader asks about is said when off. */
const saidWhenOff: readonly OptionName[] = ['prune', 'replace', 'force', 'validate'];

/** The options as sentences. Other options make another plan: this one never changes. */
export function OptionsPanel({ plan }: { plan: Plan }) {
  const t = useTranslations('plan');
  const [isEditing, setIsEditing] = useState(false);
  const isSync = plan.kind === 'sync' || plan.kind === 'self-heal' || plan.kind === 'retry';
  const shown = [...routine, ...dangerous].filter(
    (name) => plan.options[name] === true || (plan.options[name] === false && saidWhenOff.includes(name)),
  );
  const propagation = plan.options.prunePropagation;
  return (
    <Panel
      title={t('options.title')}
      end={
        plan.state === 'open' &&
        isSync && (
          <button type="button" className={styles.link} onClick={() => setIsEditing(true)}>
            {t('options.edit')}
          </button>
        )
      }
    >
      <ul className={styles.ticks}>
        {shown.map((name) => {
          const isOn = plan.options[name] === true;
          const isDanger = isOn && dangerous.some((one) => one === name);
          return (
            <li key={name}>
              <Icon
                name={isDanger ? 'alert' : isOn ? 'check' : 'x'}
                className={isDanger ? 'text-warn' : 'text-fg-3'}
              />
              <span>{t(`option.${name}.${isOn ? 'on' : 'off'}`)}</span>
            </li>
          );
        })}
        {plan.options.prune === true &&
          (propagation === 'foreground' || propagation === 'background' || propagation === 'orphan') && (
            <li>
              <Icon name="check" className="text-fg-3" />
              <span>{t(`option.prunePropagation.${propagation}`)}</span>
            </li>
          )}
      </ul>
      {isEditing && <OptionsDialog plan={plan} onClose={() => setIsEditing(false)} />}
    </Panel>
  );
}

function OptionsDialog({ plan, onClose }: { plan: Plan; onClose: () => void }) {
  const t = useTranslations('plan');
  const [options, setOptions] = useState(plan.options);
  const build = useBuildPlan();
  const submit = () => {
    const request = rebuildRequest(plan);
    if (request?.kind === 'sync') build.mutate({ ...request, options });
  };
  const box = (name: OptionName) => (
    <Checkbox
      key={name}
      label={t(`option.${name}.on`)}
      checked={options[name] === true}
      onChange={(event) => setOptions({ ...options, [name]: event.target.checked })}
    />
  );
  return (
    <AskDialog
      title={t('options.dialogTitle')}
      description={t('options.dialogText')}
      submitLabel={t('options.build')}
      isBusy={build.isPending}
      onSubmit={submit}
      onClose={onClose}
    >
      <div className="flex flex-col gap-4">
        <ActionProblem title={t('rebuildFailed')} error={build.error} />
        <Fieldset legend={t('options.title')}>{routine.map(box)}</Fieldset>
        <Fieldset legend={t('options.dangerous')}>{dangerous.map(box)}</Fieldset>
      </div>
    </AskDialog>
  );
}
