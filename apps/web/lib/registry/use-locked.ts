'use client';
import { useTranslations } from 'use-intl';
import { type Can, cannot } from '../can.ts';
import { useCan } from '../use-can.ts';

/** A registered object as the API shows it, as far as its page's frame needs it. */
export type Registered = {
  metadata: { name: string; managedBy?: string | null };
  status: { applications: number };
  can: Can;
};

/** Tells why an action on a registered object is closed, or null: another object manages it, or the user may not. */
export function useLocked(object: Registered): (action: 'update' | 'delete') => string | null {
  const t = useTranslations('registry');
  const { metadata, can } = useCan()(object);
  const managed = metadata.managedBy ? t('managed', { owner: metadata.managedBy }) : null;
  return (action) => managed ?? cannot(can, action);
}
