'use client';
import { NavTabs } from '@bowline/ui/tabs';
import { useTranslations } from 'use-intl';
import { hasPermission, useSession } from './session/context.tsx';
import { urls } from './urls.ts';

/** Between the own tokens and, for administrators, the users. */
export function AccountTabs({ current }: { current: 'tokens' | 'users' }) {
  const t = useTranslations('account.tabs');
  const session = useSession();
  if (!hasPermission(session, 'users:get')) return null;
  return (
    <NavTabs
      label={t('label')}
      current={current}
      items={[
        { id: 'tokens', label: t('tokens'), href: urls.me('tokens') },
        { id: 'users', label: t('users'), href: urls.admin('users') },
      ]}
    />
  );
}
