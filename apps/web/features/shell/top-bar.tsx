'use client';
import { Icon } from '@bowline/ui/icon';
import { Kbd } from '@bowline/ui/kbd';
import { Link } from '@bowline/ui/link';
import { Tag } from '@bowline/ui/tag';
import { useTranslations } from 'use-intl';
import { useSession } from '../../lib/session/context.tsx';
import { urls } from '../../lib/urls.ts';
import { AccountMenu, AppearanceMenu } from './account-menu.tsx';
import { LiveChip } from './live-chip.tsx';
import { ProjectScope } from './project-scope.tsx';
import styles from './shell.module.css';

/** Project scope, search, freshness, appearance and account. */
export function TopBar({ onSearch, onHelp }: { onSearch: () => void; onHelp: () => void }) {
  const t = useTranslations('shell');
  const session = useSession();
  return (
    <header className={styles.topbar}>
      <Link href={urls.home()} className={styles.narrowBrand} aria-label="Bowline">
        <Icon name="brand" size={20} />
      </Link>
      <ProjectScope />
      <div className={styles.topEnd}>
        <button type="button" className={styles.find} onClick={onSearch} aria-label={t('palette.label')}>
          <Icon name="search" />
          <span>{t('find')}</span>
          <Kbd keys="⌘K" />
        </button>
        {session.role === 'viewer' && <Tag>{t('readOnly')}</Tag>}
        <LiveChip />
        <AppearanceMenu />
        <AccountMenu onHelp={onHelp} />
      </div>
    </header>
  );
}
