'use client';
import { Dialog } from '@bowline/ui/dialog';
import { Kbd } from '@bowline/ui/kbd';
import { useTranslations } from 'use-intl';
import { useActiveShortcuts } from '../../lib/keys/provider.tsx';
import { shortcuts, type ShortcutId, type ShortcutScope } from '../../lib/keys/registry.ts';
import { useModKey } from '../../lib/keys/use-mod-key.ts';
import { usePreferences } from '../../lib/preferences/client.tsx';

const scopes: readonly [ShortcutScope, 'everywhere' | 'list' | 'app' | 'diff' | 'plan'][] = [
  ['global', 'everywhere'],
  ['list', 'list'],
  ['app', 'app'],
  ['diff', 'diff'],
  ['plan', 'plan'],
];

/** The list of shortcuts that mean something on the current page. */
export function ShortcutsHelp({ onClose }: { onClose: () => void }) {
  const t = useTranslations('shell');
  const tCommon = useTranslations('common');
  const { preferences } = usePreferences();
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('help.title')}
      description={t(preferences.letterKeys === 'off' ? 'help.off' : 'help.hint')}
      closeLabel={tCommon('close')}
    >
      <ShortcutList isGridHere={document.querySelector('[role=grid], [role=treegrid]') !== null} />
    </Dialog>
  );
}

/** Shortcuts by place; grids handle their own keys, so their rows show when a grid is on the page. */
export function ShortcutList({ isGridHere }: { isGridHere: boolean }) {
  const t = useTranslations('shell');
  const active = useActiveShortcuts();
  const modKey = useModKey();
  const gridIds: readonly ShortcutId[] = isGridHere ? ['next', 'previous', 'select', 'open'] : [];
  const all = (Object.keys(shortcuts) as ShortcutId[]).filter(
    (id) => active.includes(id) || gridIds.includes(id),
  ); // keys of a closed object
  return (
    <div className="flex flex-col gap-5 text-sm">
      {scopes.map(([scope, word]) => {
        const ids = all.filter((id) => shortcuts[id].scope === scope);
        if (ids.length === 0) return null;
        return (
          <section key={scope}>
            <h3 className="mb-1">{t(`help.${word}`)}</h3>
            <ul>
              {ids.map((id) => (
                <li
                  key={id}
                  className="flex items-center justify-between gap-4 border-b border-line-soft py-1"
                >
                  <span>{t(`keys.${id}`)}</span>
                  <Kbd
                    keys={shortcuts[id].keys
                      .replace('mod+', `${modKey} `)
                      .split(' ')
                      .map((key) => (key.length === 1 ? key.toUpperCase() : key))}
                  />
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
