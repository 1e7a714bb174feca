'use client';
import { IconButton } from '@bowline/ui/button';
import { Menu } from '@bowline/ui/menu';
import { Avatar } from '@bowline/ui/tag';
import { useTranslations } from 'use-intl';
import { usePreferences } from '../../lib/preferences/client.tsx';
import { densities, themes } from '../../lib/preferences/preferences.ts';
import { useSession } from '../../lib/session/context.tsx';
import { urls } from '../../lib/urls.ts';
import styles from './shell.module.css';

/** Theme, density, language and shortcuts of this browser. */
export function AppearanceMenu() {
  const t = useTranslations('shell');
  const { preferences, set } = usePreferences();
  return (
    <Menu
      align="end"
      trigger={<IconButton icon="contrast" label={t('appearance')} />}
      items={[
        { kind: 'heading', id: 'theme', label: t('theme.label') },
        ...themes.map((theme) => ({
          kind: 'choice' as const,
          id: theme,
          label: t(`theme.${theme}`),
          isChecked: preferences.theme === theme,
          onSelect: () => set('theme', theme),
        })),
        { kind: 'separator', id: 's1' },
        { kind: 'heading', id: 'density', label: t('density.label') },
        ...densities.map((density) => ({
          kind: 'choice' as const,
          id: density,
          label: t(`density.${density}`),
          isChecked: preferences.density === density,
          onSelect: () => set('density', density),
        })),
        { kind: 'separator', id: 's2' },
        { kind: 'heading', id: 'language', label: t('language') },
        {
          kind: 'choice',
          id: 'en',
          label: 'English',
          isChecked: preferences.locale === 'en',
          onSelect: () => set('locale', 'en'),
        },
        {
          kind: 'choice',
          id: 'ko',
          label: '한국어',
          isChecked: preferences.locale === 'ko',
          onSelect: () => set('locale', 'ko'),
        },
        { kind: 'separator', id: 's3' },
        {
          kind: 'choice',
          id: 'keys',
          label: t('letterKeys'),
          isChecked: preferences.letterKeys === 'on',
          onSelect: () => set('letterKeys', preferences.letterKeys === 'on' ? 'off' : 'on'),
        },
      ]}
    />
  );
}

/** Who is signed in, tokens, password, shortcuts, signing out. */
export function AccountMenu({ onHelp }: { onHelp: () => void }) {
  const t = useTranslations('shell');
  const session = useSession();
  const name = session.displayName || session.user;
  return (
    <Menu
      align="end"
      trigger={
        <button type="button" className={styles.account} aria-label={t('account', { name })} title={name}>
          <Avatar name={name} />
        </button>
      }
      items={[
        { kind: 'heading', id: 'who', label: `${name} · ${session.role}` },
        { id: 'tokens', label: t('nav.tokens'), icon: 'key', href: urls.me('tokens') },
        {
          id: 'password',
          label: t('changePassword'),
          icon: 'lock',
          href: urls.password({ returnTo: urls.home() }),
        },
        { id: 'keys', label: t('showKeys'), icon: 'help', end: '?', onSelect: onHelp },
        { kind: 'separator', id: 's1' },
        { id: 'out', label: t('signOut'), icon: 'log-out', onSelect: () => location.assign(urls.logout()) },
      ]}
    />
  );
}
