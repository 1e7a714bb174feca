'use client';
import { Checkbox, Field, Fieldset, Input, Radio, Select } from '@bowline/ui/field';
import { SegmentedControl } from '@bowline/ui/tabs';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { api } from '../../lib/api/client.ts';
import { queryKeys } from '../../lib/query/keys.ts';
import { dayPresets, permissions, roles, type draftProblems, type TokenDraft } from './token.ts';

type TokenFormProps = {
  draft: TokenDraft;
  onChange: (part: Partial<TokenDraft>) => void;
  problems: ReturnType<typeof draftProblems>;
};

/** Name, what it may do, where, and for how long. */
export function TokenForm({ draft, onChange, problems }: TokenFormProps) {
  const t = useTranslations('account.tokens');
  const tRole = useTranslations('account.role');
  const projects = useQuery({
    queryKey: queryKeys.projects({ limit: 200 }),
    queryFn: ({ signal }) => api.call('listProjects', { query: { limit: 200 }, signal }),
  });
  return (
    <>
      <Field
        label={t('name')}
        hint={t('nameHint')}
        isRequired
        error={problems.includes('name') ? t('nameError') : undefined}
      >
        <Input
          isMono
          value={draft.name}
          maxLength={63}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onChange({ name: event.target.value.trim() })}
        />
      </Field>
      <Fieldset legend={t('may')} isBordered>
        {roles.map((role) => (
          <Radio
            key={role}
            name="token-role"
            label={tRole(role)}
            hint={tRole(`${role}Hint`)}
            checked={draft.kind === 'role' && draft.role === role}
            onChange={() => onChange({ kind: 'role', role })}
          />
        ))}
        <Radio
          name="token-role"
          label={t('chosen')}
          hint={t('chosenHint')}
          checked={draft.kind === 'permissions'}
          onChange={() => onChange({ kind: 'permissions' })}
        />
      </Fieldset>
      {draft.kind === 'permissions' && (
        <Fieldset
          legend={t('permissions')}
          error={problems.includes('permissions') ? t('permissionsError') : undefined}
        >
          <div className="grid grid-cols-1 gap-x-4 gap-y-1 sm:grid-cols-2">
            {permissions.map((permission) => (
              <Checkbox
                key={permission}
                label={<span className="mono">{permission}</span>}
                checked={draft.permissions.includes(permission)}
                onChange={(event) =>
                  onChange({
                    permissions: event.target.checked
                      ? [...draft.permissions, permission]
                      : draft.permissions.filter((one) => one !== permission),
                  })
                }
              />
            ))}
          </div>
        </Fieldset>
      )}
      <Field label={t('project')} hint={t('projectHint')}>
        <Select value={draft.project} onChange={(event) => onChange({ project: event.target.value })}>
          <option value="">{t('allProjects')}</option>
          {(projects.data?.items ?? []).map(({ metadata }) => (
            <option key={metadata.name} value={metadata.name}>
              {metadata.name}
            </option>
          ))}
        </Select>
      </Field>
      <div className="flex flex-wrap items-end gap-3">
        <Field
          label={t('days')}
          error={problems.includes('days') ? t('daysError') : undefined}
          className="w-[120px]"
        >
          <Input
            inputMode="numeric"
            value={draft.days}
            onChange={(event) => onChange({ days: event.target.value.trim() })}
          />
        </Field>
        <SegmentedControl
          label={t('presets')}
          value={draft.days}
          onChange={(days) => onChange({ days })}
          items={dayPresets.map((days) => ({ id: String(days), label: t('preset', { count: days }) }))}
        />
      </div>
    </>
  );
}
