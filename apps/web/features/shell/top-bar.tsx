'use client';
import { Icon } from '@bowline/ui/icon';
import { Kbd } from '@bowline/ui/kbd';
import { Link } from '@bowline/ui/link';
import { Tag } from '@bowline/ui/tag';
import dynamic from 'next/dynamic';
import { useTranslations } from 'use-intl';
import { useSession } from '../../lib/session/context.tsx';
import { useModKey } from '../../lib/keys/use-mod-key.ts';
import { urls } from '../../lib/urls.ts';
import { LiveChip } from './live-chip.tsx';
import styles from './shell.module.css';

// Menus carry the positioning code; they load after the first paint behind buttons of the same size.
const AppearanceMenu = dynamic(() => import('./account-menu.tsx').then((module) => module.AppearanceMenu), {
  ssr: false,
  loading: () => <span className={styles.placeholder} />,
});
const AccountMenu = dynamic(() => import('./account-menu.tsx').then((module) => module.AccountMenu), {
  ssr: false,
  loading: () => <span className={styles.placeholder} />,
});
const ProjectScope = dynamic(() => import('./project-scope.tsx').then((module) => module.ProjectScope), {
  ssr: false,
  loading: () => <span className={styles.placeholder} />,
});

/** Project scope, search, freshness, appearance and account. */
export function TopBar({ onSearch, onHelp }: { onSearch: () => void; onHelp: () => void }) {
  const t = useTranslations('shell');
  const session = useSession();
  const modKey = useModKey();
  return (
    <header className={styles.topbar}>
      <Link href={urls.home()} className={styles.narrowBrand} aria-label="Bowline">
        <Icon name="brand" size={20} />
      </Link>
      <ProjectScope />
      <div className={styles.topEnd}>
        <button type="button" className={styles.find} onClick={onSearch}>
          <Icon name="search" />
          <span className={styles.findText}>{t('find')}</span>
          <Kbd keys={modKey === '⌘' ? '⌘K' : 'Ctrl K'} />
        </button>
        {session.role === 'viewer' && <Tag>{t('readOnly')}</Tag>}
        <LiveChip />
        <AppearanceMenu />
        <AccountMenu onHelp={onHelp} />
      </div>
    </header>
  );
}
