'use client';
import { IconButton } from '@bowline/ui/button';
import { useToast } from '@bowline/ui/toast';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { cannot } from '../../lib/can.ts';
import { useShortcuts } from '../../lib/keys/provider.tsx';
import { LazyMenu } from '../../lib/lazy-menu.tsx';
import { urls } from '../../lib/urls.ts';
import type { Application } from '../../lib/use-app.ts';
import { useResume } from './use-resume.ts';

type AppMenuProps = { app: Application; onHold: () => void; onHardRefresh: () => void };

/** Everything rarer than a plan; entries that cannot be used say why. Deleting stands apart. */
export function AppMenu({ app, onHold, onHardRefresh }: AppMenuProps) {
  const t = useTranslations('application.menu');
  const tCommon = useTranslations('common');
  const toast = useToast();
  const [isOpen, setIsOpen] = useState(false);
  const ref = { project: app.metadata.project, name: app.metadata.name };
  const resume = useResume(ref);
  useShortcuts({ actions: () => setIsOpen(true) });
  const copyLink = async () => {
    await navigator.clipboard.writeText(location.href);
    toast({ title: t('copied') });
  };
  const sync = cannot(app.can, 'sync');
  return (
    <LazyMenu
      align="end"
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={<IconButton icon="more" label={tCommon('more')} />}
      items={[
        { id: 'hard', label: t('hardRefresh'), icon: 'refresh', onSelect: onHardRefresh },
        {
          id: 'rollback',
          label: t('rollback'),
          icon: 'undo',
          href: urls.app(ref, 'history'),
          disabledReason: (app.status.release?.number ?? 0) > 0 ? undefined : t('rollbackNone'),
        },
        app.status.autoSync === 'hold'
          ? {
              id: 'resume',
              label: t('resume'),
              icon: 'play',
              disabledReason: sync,
              onSelect: () => resume.mutate(),
            }
          : { id: 'hold', label: t('hold'), icon: 'pause', disabledReason: sync, onSelect: onHold },
        {
          id: 'edit',
          label: t('edit'),
          icon: 'edit',
          href: urls.app(ref, 'settings'),
          disabledReason: cannot(app.can, 'update'),
        },
        { id: 'link', label: t('copyLink'), icon: 'link', onSelect: () => void copyLink() },
        { kind: 'separator', id: 's1' },
        {
          id: 'delete',
          label: t('delete'),
          icon: 'trash',
          isDanger: true,
          href: `${urls.app(ref, 'settings')}#delete`,
          disabledReason: cannot(app.can, 'delete'),
        },
      ]}
    />
  );
}
