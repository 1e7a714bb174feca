'use client';
import { IconButton } from '@bowline/ui/button';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { LazyMenu } from '../../lib/lazy-menu.tsx';
import { useSession } from '../../lib/session/context.tsx';
import { useRefused } from '../../lib/session/use-refused.ts';
import { UserDialog, type UserAction } from './user-dialog.tsx';
import type { User } from './user.ts';

/** What can be done to one user; nobody locks themselves out. */
export function UserMenu({ user }: { user: User }) {
  const t = useTranslations('account.users');
  const session = useSession();
  const refused = useRefused();
  const [action, setAction] = useState<UserAction | null>(null);
  const [isOpen, setIsOpen] = useState(false);
  const self = user.name === session.user ? t('self') : null;
  return (
    <>
      <LazyMenu
        align="end"
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        trigger={<IconButton icon="more" size="sm" label={t('actions', { name: user.name })} />}
        items={[
          {
            id: 'role',
            label: t('changeRole', { name: user.name }),
            icon: 'shield',
            disabledReason: self ?? refused('users:update'),
            onSelect: () => setAction('role'),
          },
          {
            id: 'reset',
            label: t('reset'),
            icon: 'key',
            disabledReason: refused('users:update'),
            onSelect: () => setAction('reset'),
          },
          {
            id: 'disable',
            label: t(user.disabled ? 'enable' : 'disable'),
            icon: user.disabled ? 'play' : 'pause',
            disabledReason: self ?? refused('users:update'),
            onSelect: () => setAction(user.disabled ? 'enable' : 'disable'),
          },
          { kind: 'separator', id: 's' },
          {
            id: 'delete',
            label: t('delete'),
            icon: 'trash',
            isDanger: true,
            disabledReason: self ?? refused('users:delete'),
            onSelect: () => setAction('delete'),
          },
        ]}
      />
      {action && <UserDialog user={user} action={action} onClose={() => setAction(null)} />}
    </>
  );
}
