'use client';
import { Icon } from '@bowline/ui/icon';
import { Link } from '@bowline/ui/link';
import { StatusBadge, healthSigns, OpMark } from '@bowline/ui/status';
import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { usePreferences } from '../../lib/preferences/client.tsx';
import { urls } from '../../lib/urls.ts';
import styles from './auth.module.css';

/** The two halves of the sign-in pages: the form, and the promise it opens the door to. */
export function AuthFrame({ children, version }: { children: ReactNode; version: string }) {
  const t = useTranslations('auth');
  const { preferences, set } = usePreferences();
  return (
    <div className={styles.frame}>
      <div className={styles.left}>
        <main className={styles.form}>
          <Link href={urls.home()} className={styles.brand}>
            <Icon name="brand" size={24} />
            Bowline
          </Link>
          {children}
        </main>
        <footer className={styles.footer}>
          {(['en', 'ko'] as const).map((locale) => (
            <button
              key={locale}
              type="button"
              lang={locale}
              className={clsx(styles.language, preferences.locale === locale && styles.current)}
              aria-pressed={preferences.locale === locale}
              onClick={() => set('locale', locale)}
            >
              {locale === 'en' ? 'English' : '한국어'}
            </button>
          ))}
          {version && <span className={styles.version}>{t('version', { version })}</span>}
        </footer>
      </div>
      <aside className={styles.right}>
        <div className={styles.example}>
          <p className={styles.claim}>{t('claim')}</p>
          <div className={styles.card}>
            <div className={styles.cardHead}>
              <OpMark kind="change" label={t('changes')} />
              <span className="text-fg-3">Deployment</span>
              <b>web</b>
              <span className={styles.wave}>{t('exampleWave')}</span>
            </div>
            <div className={styles.path}>
              spec.template.spec.containers[web].<b>image</b>
            </div>
            {/* Drawn by hand: the diff view would double the weight of this page. */}
            <div className={styles.removed}>
              <i aria-hidden>-</i>web:2.4.<mark>1</mark>
            </div>
            <div className={styles.added}>
              <i aria-hidden>+</i>web:2.4.<mark>2</mark>
            </div>
            <div className={styles.cardFoot}>
              <span className="mono">4be1-09c7</span>
              <StatusBadge sign={healthSigns.Healthy} label={t('exampleApprovals')} isQuiet />
            </div>
          </div>
        </div>
      </aside>
    </div>
  );
}
