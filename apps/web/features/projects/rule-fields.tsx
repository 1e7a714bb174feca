'use client';
import { Checkbox, Field, Input, TextArea } from '@bowline/ui/field';
import { Panel } from '@bowline/ui/panel';
import { useTranslations } from 'use-intl';
import { kindLists, type FormProblem, type ProjectForm } from './project-form.ts';

export type FieldsProps = {
  form: ProjectForm;
  problems: readonly FormProblem[];
  onChange: (part: Partial<ProjectForm>) => void;
};

/** Where from, where to and which kinds. */
export function RuleFields({ form, problems, onChange }: FieldsProps) {
  const t = useTranslations('registry.project');
  const isWrong = (field: FormProblem['field']) => problems.some((problem) => problem.field === field);
  return (
    <>
      <Panel title={t('scope')}>
        <div className="flex flex-col gap-5">
          <Field label={t('description')}>
            <Input
              value={form.description}
              onChange={(event) => onChange({ description: event.target.value })}
            />
          </Field>
          <Field label={t('repos')} hint={t('reposHint')}>
            <TextArea
              isMono
              rows={3}
              spellCheck={false}
              value={form.repos}
              onChange={(event) => onChange({ repos: event.target.value })}
            />
          </Field>
          <Field
            label={t('destinations')}
            hint={t('destinationsHint')}
            error={isWrong('destinations') ? t('destinationsError') : undefined}
          >
            <TextArea
              isMono
              rows={3}
              spellCheck={false}
              value={form.destinations}
              onChange={(event) => onChange({ destinations: event.target.value })}
            />
          </Field>
        </div>
      </Panel>
      <Panel title={t('kinds')}>
        <p className="mb-4 text-sm text-fg-2">{t('kindsHint')}</p>
        <div className="grid gap-5 sm:grid-cols-2">
          {kindLists.map((list) => (
            <Field
              key={list}
              label={t(`kindList.${list}`)}
              hint={t(`kindListEmpty.${list}`)}
              error={isWrong(list) ? t('kindError') : undefined}
            >
              <TextArea
                isMono
                rows={3}
                spellCheck={false}
                value={form.kinds[list]}
                onChange={(event) => onChange({ kinds: { ...form.kinds, [list]: event.target.value } })}
              />
            </Field>
          ))}
        </div>
      </Panel>
    </>
  );
}

/** How many people must agree, and how much one Plan may delete. */
export function ApprovalFields({ form, problems, onChange }: FieldsProps) {
  const t = useTranslations('registry.project');
  const isWrong = (field: FormProblem['field']) => problems.some((problem) => problem.field === field);
  return (
    <>
      <Panel title={t('approvals')}>
        <div className="flex flex-col gap-4">
          <Field
            label={t('required')}
            error={isWrong('required') ? t('requiredError') : undefined}
            className="max-w-[320px]"
          >
            <Input
              inputMode="numeric"
              value={form.required}
              onChange={(event) => onChange({ required: event.target.value.trim() })}
            />
          </Field>
          <Checkbox
            label={t('allowSelf')}
            checked={form.allowSelf}
            onChange={(event) => onChange({ allowSelf: event.target.checked })}
          />
          <Checkbox
            label={t('policyMay')}
            hint={t('policyMayHint')}
            checked={form.policyMayApprove}
            onChange={(event) => onChange({ policyMayApprove: event.target.checked })}
          />
        </div>
      </Panel>
      <Panel title={t('budgets')}>
        <p className="mb-4 text-sm text-fg-2">{t('budgetsHint')}</p>
        <div className="flex flex-col gap-4">
          <div className="flex flex-wrap gap-4">
            <Field
              label={t('deletionsMax')}
              note={t('optional')}
              error={isWrong('deletionsMax') ? t('numberError') : undefined}
              className="min-w-[200px] flex-1"
            >
              <Input
                inputMode="numeric"
                value={form.deletionsMax}
                onChange={(event) => onChange({ deletionsMax: event.target.value.trim() })}
              />
            </Field>
            <Field
              label={t('deletionShareMax')}
              note={t('optional')}
              error={isWrong('deletionShareMax') ? t('percentError') : undefined}
              className="min-w-[200px] flex-1"
            >
              <Input
                inputMode="decimal"
                end="%"
                value={form.deletionShareMax}
                onChange={(event) => onChange({ deletionShareMax: event.target.value.trim() })}
              />
            </Field>
          </div>
          <Checkbox
            label={t('requireHead')}
            hint={t('requireHeadHint')}
            checked={form.requireHead}
            onChange={(event) => onChange({ requireHead: event.target.checked })}
          />
        </div>
      </Panel>
    </>
  );
}
