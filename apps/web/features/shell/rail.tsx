'use client';
import { Icon } from '@bowline/ui/icon';
import { Link } from '@bowline/ui/link';
import { useTranslations } from 'use-intl';
import { usePreferences } from '../../lib/preferences/client.tsx';
import { urls } from '../../lib/urls.ts';
import { isHere, navigation } from './navigation.ts';
import styles from './shell.module.css';

/** The main menu at the left; folds to icons by itself on medium windows. */
export function Rail({ pathname, waiting }: { pathname: string; waiting: number }) {
  const t = useTranslations('shell');
  const { preferences, set } = usePreferences();
  const isFolded = preferences.rail === 'narrow';
  return (
    <nav className={styles.rail} aria-label={t('mainNavigation')}>
      <div className={styles.railInner}>
        <Link href={urls.home()} className={styles.brand} aria-label="Bowline">
          <Icon name="brand" size={20} />
          <span className={styles.word}>Bowline</span>
        </Link>
        {navigation.map((group) => (
          <ul key={group[0]?.id} className={styles.nav}>
            {group.map((item) => (
              <li key={item.id}>
                <Link
                  href={item.href}
                  className={styles.item}
                  aria-current={isHere(item, pathname) ? 'page' : undefined}
                  title={isFolded ? t(`nav.${item.id}`) : undefined}
                >
                  <Icon name={item.icon} />
                  <span className={styles.word}>{t(`nav.${item.id}`)}</span>
                  {isFolded && <span className="sr-only">{t(`nav.${item.id}`)}</span>}
                  {item.id === 'approvals' && waiting > 0 && (
                    <span className={styles.count}>
                      <span aria-hidden>{waiting > 99 ? '99+' : waiting}</span>
                      <span className="sr-only">{t('waiting', { count: waiting })}</span>
                    </span>
                  )}
                </Link>
              </li>
            ))}
          </ul>
        ))}
        <div className={styles.end}>
          <button
            type="button"
            className={styles.item}
            aria-label={t(isFolded ? 'rail.unfold' : 'rail.fold')}
            title={t(isFolded ? 'rail.unfold' : 'rail.fold')}
            onClick={() => set('rail', isFolded ? 'wide' : 'narrow')}
          >
            <Icon name="sidebar" />
          </button>
        </div>
      </div>
    </nav>
  );
}
