'use client';
import { useTranslations } from 'use-intl';
import { hasPermission, useSession } from './context.tsx';

/** Tells why the signed-in user may nowhere use a permission, or null when they may somewhere. */
export function useRefused(): (permission: string) => string | null {
  const t = useTranslations('common.forbidden');
  const session = useSession();
  return (permission) => (hasPermission(session, permission) ? null : t('text', { permission }));
}
