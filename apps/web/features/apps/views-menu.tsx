'use client';
import { Button } from '@bowline/ui/button';
import { Dialog } from '@bowline/ui/dialog';
import { Field, Input } from '@bowline/ui/field';
import type { MenuEntry } from '@bowline/ui/menu';
import { useRouter, useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { LazyMenu } from '../../lib/lazy-menu.tsx';
import { urls } from '../../lib/urls.ts';
import { addView, loadViews, saveViews, type SavedView } from './saved-views.ts';

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

function NameDialog({ onClose, onSave }: { onClose: () => void; onSave: (name: string) => void }) {
  const t = useTranslations('apps.views');
  const tCommon = useTranslations('common');
  const [name, setName] = useState('');
  const [isTried, setIsTried] = useState(false);
  const submit = () => {
    setIsTried(true);
    if (name.trim() !== '') onSave(name.trim());
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('save')}
      description={t('saveText')}
      closeLabel={tCommon('close')}
      size="sm"
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {tCommon('cancel')}
          </Button>
          <Button variant="primary" onClick={submit}>
            {tCommon('save')}
          </Button>
        </>
      }
    >
      <Field label={t('name')} isRequired error={isTried && name.trim() === '' ? t('nameError') : undefined}>
        <Input
          value={name}
          maxLength={60}
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && submit()}
        />
      </Field>
    </Dialog>
  );
}
