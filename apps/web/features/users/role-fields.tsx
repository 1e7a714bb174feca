'use client';
import { Fieldset, Radio } from '@bowline/ui/field';
import { useTranslations } from 'use-intl';
import { roles, type Role } from './user.ts';

/** One role everywhere; Projects add their own. */
export function RoleFields({ value, onChange }: { value: Role; onChange: (role: Role) => void }) {
  const t = useTranslations('account.users');
  return (
    <Fieldset legend={t('roleLabel')} isBordered>
      {roles.map((role) => (
        <Radio
          key={role}
          name="user-role"
          label={t(`role.${role}`)}
          hint={role === 'none' ? undefined : t(`roleText.${role}`)}
          checked={value === role}
          onChange={() => onChange(role)}
        />
      ))}
    </Fieldset>
  );
}
