'use client';
import { Icon } from '@bowline/ui/icon';
import { Link } from '@bowline/ui/link';
import { useTranslations } from 'use-intl';
import { urls } from '../../lib/urls.ts';
import styles from './shell.module.css';

/** The menu of phones: four places under the thumb. */
export function BottomBar({
  pathname,
  waiting,
  onSearch,
}: {
  pathname: string;
  waiting: number;
  onSearch: () => void;
}) {
  const t = useTranslations('shell');
  const current = (isHere: boolean) => (isHere ? ('page' as const) : undefined);
  return (
    <nav className={styles.bottomNav} aria-label={t('mainNavigation')} data-bottom-bar>
      <Link href={urls.home()} className={styles.bottomItem} aria-current={current(pathname === '/')}>
        <Icon name="home" size={18} />
        {t('nav.home')}
      </Link>
      <Link
        href={urls.apps()}
        className={styles.bottomItem}
        aria-current={current(pathname.startsWith('/apps'))}
      >
        <Icon name="apps" size={18} />
        {t('nav.appsShort')}
      </Link>
      <Link
        href={urls.approvals()}
        className={styles.bottomItem}
        aria-current={current(pathname.startsWith('/approvals'))}
      >
        <Icon name="inbox" size={18} />
        {t('nav.approvals')}
        {waiting > 0 && (
          <span className={styles.pip}>
            <span aria-hidden>{waiting > 99 ? '99+' : waiting}</span>
            <span className="sr-only">{t('waiting', { count: waiting })}</span>
          </span>
        )}
      </Link>
      <button type="button" className={styles.bottomItem} onClick={onSearch}>
        <Icon name="search" size={18} />
        {t('nav.search')}
      </button>
    </nav>
  );
}
