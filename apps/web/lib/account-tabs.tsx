'use client';
import { NavTabs } from '@bowline/ui/tabs';
import { useTranslations } from 'use-intl';
import { hasPermission, useSession } from './session/context.tsx';
import { urls } from './urls.ts';

/** Between the own tokens and looks, the users for who may see them, and the installation. */
export function AccountTabs({ current }: { current: 'tokens' | 'appearance' | 'users' | 'system' }) {
  const t = useTranslations('account.tabs');
  const session = useSession();
  const items = [
    { id: 'tokens', label: t('tokens'), href: urls.me('tokens') },
    { id: 'appearance', label: t('appearance'), href: urls.me('appearance') },
    ...(hasPermission(session, 'users:get')
      ? [{ id: 'users', label: t('users'), href: urls.admin('users') }]
      : []),
    { id: 'system', label: t('system'), href: urls.admin('system') },
  ];
  return <NavTabs label={t('label')} current={current} items={items} />;
}
