'use client';
import { Button } from '@bowline/ui/button';
import { Checkbox, Field, Input, Select, TextArea } from '@bowline/ui/field';
import { Panel } from '@bowline/ui/panel';
import { useTranslations } from 'use-intl';
import { nextId, type WindowForm } from './project-form.ts';
import styles from './projects.module.css';
import type { FieldsProps } from './rule-fields.tsx';

/** When Plans may run: each window as a small form. */
export function WindowFields({ form, problems, onChange }: FieldsProps) {
  const t = useTranslations('registry.project');
  const add = () =>
    onChange({
      windows: [
        ...form.windows,
        {
          id: nextId(form.windows),
          kind: 'deny',
          schedule: '',
          duration: '1h',
          applications: '*',
          clusters: '',
          namespaces: '',
          matchLabels: '',
        },
      ],
    });
  return (
    <Panel
      title={t('windows')}
      end={
        <Button size="sm" icon="plus" onClick={add}>
          {t('window.add')}
        </Button>
      }
    >
      {form.windows.length === 0 && <p className="text-sm text-fg-2">{t('window.none')}</p>}
      <ul className={styles.rows}>
        {form.windows.map((window, index) => (
          <li key={window.id} className={styles.row}>
            <WindowRow
              window={window}
              number={index + 1}
              problems={problems
                .filter((problem) => 'id' in problem && problem.id === window.id)
                .map(({ field }) => field)}
              onChange={(part) =>
                onChange({
                  windows: form.windows.map((one) => (one.id === window.id ? { ...one, ...part } : one)),
                })
              }
              onRemove={() => onChange({ windows: form.windows.filter(({ id }) => id !== window.id) })}
            />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

type WindowRowProps = {
  window: WindowForm;
  number: number;
  problems: readonly string[];
  onChange: (part: Partial<WindowForm>) => void;
  onRemove: () => void;
};

function WindowRow({ window, number, problems, onChange, onRemove }: WindowRowProps) {
  const t = useTranslations('registry.project.window');
  const tCommon = useTranslations('common');
  return (
    <div role="group" aria-label={t('number', { number })} className="flex flex-col gap-4">
      <div className={styles.fields}>
        <Field label={t('kind')}>
          <Select
            value={window.kind}
            onChange={(event) => onChange({ kind: event.target.value === 'allow' ? 'allow' : 'deny' })}
          >
            <option value="deny">{t('deny')}</option>
            <option value="allow">{t('allow')}</option>
          </Select>
        </Field>
        <Field
          label={t('schedule')}
          hint={t('scheduleHint')}
          error={problems.includes('window') ? t('error') : undefined}
        >
          <Input
            isMono
            spellCheck={false}
            placeholder="0 22 * * 1-5"
            value={window.schedule}
            onChange={(event) => onChange({ schedule: event.target.value })}
          />
        </Field>
        <Field label={t('duration')} hint={t('durationHint')}>
          <Input
            isMono
            spellCheck={false}
            value={window.duration}
            onChange={(event) => onChange({ duration: event.target.value })}
          />
        </Field>
        <Field label={t('timeZone')} hint={t('timeZoneHint')}>
          <Input
            spellCheck={false}
            placeholder="UTC"
            value={window.timeZone ?? ''}
            onChange={(event) => onChange({ timeZone: event.target.value })}
          />
        </Field>
      </div>
      <div className={styles.fields}>
        {(['applications', 'clusters', 'namespaces'] as const).map((list) => (
          <Field key={list} label={t(list)} hint={t('listHint')}>
            <TextArea
              isMono
              rows={2}
              spellCheck={false}
              value={window[list]}
              onChange={(event) => onChange({ [list]: event.target.value })}
            />
          </Field>
        ))}
        <Field
          label={t('matchLabels')}
          hint={t('matchLabelsHint')}
          error={problems.includes('windowLabels') ? t('matchLabelsError') : undefined}
        >
          <TextArea
            isMono
            rows={2}
            spellCheck={false}
            value={window.matchLabels}
            onChange={(event) => onChange({ matchLabels: event.target.value })}
          />
        </Field>
        <Field label={t('description')}>
          <Input
            value={window.description ?? ''}
            onChange={(event) => onChange({ description: event.target.value })}
          />
        </Field>
      </div>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
        {(['manualSync', 'syncOverrun', 'andOperator'] as const).map((option) => (
          <Checkbox
            key={option}
            label={t(option)}
            checked={window[option] ?? false}
            onChange={(event) => onChange({ [option]: event.target.checked })}
          />
        ))}
        <Button
          size="sm"
          variant="ghost"
          icon="trash"
          className="ml-auto"
          onClick={onRemove}
          aria-label={tCommon('remove', { name: t('number', { number }) })}
        >
          {t('remove')}
        </Button>
      </div>
    </div>
  );
}
