'use client';
import { Button } from '@bowline/ui/button';
import type { MenuEntry } from '@bowline/ui/menu';
import dynamic from 'next/dynamic';
import { useRouter, useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { LazyMenu } from '../../lib/lazy-menu.tsx';
import { urls } from '../../lib/urls.ts';
import { addView, loadViews, saveViews, type SavedView } from './saved-views.ts';

const NameDialog = dynamic(() => import('./name-view-dialog.tsx').then((module) => module.NameDialog), {
  ssr: false,
});

/** Filters, order and view under a name, in this browser; the address of each can be sent to anybody. */
export function ViewsMenu() {
  const t = useTranslations('apps.views');
  const router = useRouter();
  const search = useSearchParams().toString();
  // Read when the menu is first drawn; the server knows none.
  const [views, setViews] = useState<readonly SavedView[] | null>(null);
  const [isNaming, setIsNaming] = useState(false);
  const known = views ?? (typeof window === 'undefined' ? [] : loadViews());
  const keep = (next: readonly SavedView[]) => {
    saveViews(next);
    setViews(next);
  };
  const current = known.find((view) => view.search === search);
  const items: MenuEntry[] = [
    ...known.map((view) => ({
      kind: 'choice' as const,
      id: `view:${view.name}`,
      label: view.name,
      isChecked: view === current,
      onSelect: () => router.push(urls.apps(Object.fromEntries(new URLSearchParams(view.search)))),
    })),
    ...(known.length > 0 ? [{ kind: 'separator' as const, id: 's' }] : []),
    { id: 'save', label: t('save'), icon: 'plus' as const, onSelect: () => setIsNaming(true) },
    ...(current
      ? [
          {
            id: 'delete',
            label: t('delete', { name: current.name }),
            icon: 'trash' as const,
            onSelect: () => keep(known.filter((view) => view !== current)),
          },
        ]
      : []),
  ];
  return (
    <>
      <LazyMenu
        align="end"
        trigger={
          <Button variant="ghost" iconEnd="down">
            {t('label')}
          </Button>
        }
        items={items}
      />
      {isNaming && (
        <NameDialog
          onClose={() => setIsNaming(false)}
          onSave={(name) => {
            keep(addView(known, { name, search }));
            setIsNaming(false);
          }}
        />
      )}
    </>
  );
}
