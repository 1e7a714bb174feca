'use client';
import { NavTabs } from '@bowline/ui/tabs';
import { useTranslations } from 'use-intl';
import { hasPermission, useSession } from './session/context.tsx';
import { urls } from './urls.ts';

/** Between the own tokens and looks. */
export function AccountTabs({ current }: { current: 'tokens' | 'appearance' }) {
  const t = useTranslations('account.tabs');
  const items = (['tokens', 'appearance'] as const).map((id) => ({ id, label: t(id), href: urls.me(id) }));
  return <NavTabs label={t('account')} current={current} items={items} />;
}

/** Between the users, for who may see them, and the installation. */
export function AdminTabs({ current }: { current: 'users' | 'system' }) {
  const t = useTranslations('account.tabs');
  const session = useSession();
  const ids = hasPermission(session, 'users:get') ? (['users', 'system'] as const) : (['system'] as const);
  const items = ids.map((id) => ({ id, label: t(id), href: urls.admin(id) }));
  return <NavTabs label={t('admin')} current={current} items={items} />;
}
