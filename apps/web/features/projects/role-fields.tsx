'use client';
import { Button } from '@bowline/ui/button';
import { Field, Input, TextArea } from '@bowline/ui/field';
import { Panel } from '@bowline/ui/panel';
import { useTranslations } from 'use-intl';
import { PermissionFields } from '../../lib/permission-fields.tsx';
import { nextId, type RoleForm } from './project-form.ts';
import styles from './projects.module.css';
import type { FieldsProps } from './rule-fields.tsx';

/** What a role of a Project can hold; users belong to no Project. */
const inProject = ['applications', 'logs', 'activity', 'projects', 'repositories', 'clusters'] as const;

/** Who may do what in this Project. */
export function RoleFields({ form, problems, onChange }: FieldsProps) {
  const t = useTranslations('registry.project');
  const add = () =>
    onChange({
      roles: [
        ...form.roles,
        { id: nextId(form.roles), name: '', permissions: ['applications:get'], users: '', groups: '' },
      ],
    });
  return (
    <Panel
      title={t('roles')}
      end={
        <Button size="sm" icon="plus" onClick={add}>
          {t('role.add')}
        </Button>
      }
    >
      {form.roles.length === 0 && <p className="text-sm text-fg-2">{t('noRoles')}</p>}
      <ul className={styles.rows}>
        {form.roles.map((role, index) => (
          <li key={role.id} className={styles.row}>
            <RoleRow
              role={role}
              label={role.name || t('role.number', { number: index + 1 })}
              isWrong={problems.some((problem) => problem.field === 'role' && problem.id === role.id)}
              onChange={(part) =>
                onChange({
                  roles: form.roles.map((one) => (one.id === role.id ? { ...one, ...part } : one)),
                })
              }
              onRemove={() => onChange({ roles: form.roles.filter(({ id }) => id !== role.id) })}
            />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

type RoleRowProps = {
  role: RoleForm;
  label: string;
  isWrong: boolean;
  onChange: (part: Partial<RoleForm>) => void;
  onRemove: () => void;
};

function RoleRow({ role, label, isWrong, onChange, onRemove }: RoleRowProps) {
  const t = useTranslations('registry.project.role');
  const tCommon = useTranslations('common');
  return (
    <div role="group" aria-label={label} className="flex flex-col gap-4">
      <div className={styles.fields}>
        <Field label={t('name')} error={isWrong ? t('nameError') : undefined}>
          <Input
            value={role.name}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => onChange({ name: event.target.value })}
          />
        </Field>
        <Field label={t('description')}>
          <Input
            value={role.description ?? ''}
            onChange={(event) => onChange({ description: event.target.value })}
          />
        </Field>
      </div>
      <PermissionFields
        label={t('permissions')}
        resources={inProject}
        value={role.permissions}
        onChange={(permissions) => onChange({ permissions })}
      />
      <div className={styles.fields}>
        {(['users', 'groups'] as const).map((list) => (
          <Field key={list} label={t(list)} hint={t('listHint')}>
            <TextArea
              rows={2}
              spellCheck={false}
              value={role[list]}
              onChange={(event) => onChange({ [list]: event.target.value })}
            />
          </Field>
        ))}
      </div>
      <Button
        size="sm"
        variant="ghost"
        icon="trash"
        className="self-end"
        onClick={onRemove}
        aria-label={tCommon('remove', { name: label })}
      >
        {t('remove')}
      </Button>
    </div>
  );
}
