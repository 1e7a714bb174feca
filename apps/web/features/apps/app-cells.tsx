'use client';
import { RelativeTime } from '@bowline/ui/relative-time';
import { Delta, HealthBadge, SyncBadge } from '@bowline/ui/status';
import { Tag } from '@bowline/ui/tag';
import { useLocale, useTranslations } from 'use-intl';
import { useNow } from '../../lib/now.tsx';
import styles from './apps.module.css';
import { shortRevision, syncState } from './sync-state.ts';
import type { AppRow } from './use-app-list.ts';
import { useSentence } from '../../lib/i18n/sentences/use-sentence.ts';
import { useHealthWords } from '../../lib/use-health-words.ts';

/** Health with its age and cause. */
export function HealthCell({ row }: { row: AppRow }) {
  const { label, detail } = useHealthWords()({
    status: row.health,
    since: row.healthSince,
    message: row.healthMessage,
  });
  return <HealthBadge state={row.health} label={label} detail={detail} title={detail || undefined} />;
}

/** Sync word with the number of objects by kind of difference. */
export function SyncCell({ row }: { row: AppRow }) {
  const t = useTranslations('status');
  const say = useSentence();
  const state = syncState(row);
  const change = Math.max(0, row.pending + row.drift + row.unknownCause - row.prune);
  return (
    <SyncBadge
      state={state}
      label={t(`sync.${state}`)}
      title={say(row.syncMessage) || undefined}
      detail={
        row.sync === 'OutOfSync' ? (
          <Delta
            change={change}
            remove={row.prune}
            label={t('delta', { add: 0, change, remove: row.prune })}
          />
        ) : undefined
      }
    />
  );
}

/** Live revision, and the desired one where it differs. */
export function RevisionCell({ row }: { row: AppRow }) {
  const [live, desired] = [shortRevision(row.liveRevision), shortRevision(row.desiredRevision)];
  if (!live && !desired) return <span className="text-fg-3">–</span>;
  return (
    <span className={styles.revision} title={`${row.liveRevision || '–'} → ${row.desiredRevision || '–'}`}>
      {live || '–'}
      {desired && desired !== live && (
        <>
          <span className={styles.arrow}>→</span>
          <span className="text-fg">{desired}</span>
        </>
      )}
    </span>
  );
}

/** On, Off, or the Hold. */
export function AutoCell({ row }: { row: AppRow }) {
  const t = useTranslations('status.autoSync');
  if (row.autoSync === 'hold') {
    return (
      <Tag tone="hold" icon="pause">
        {t('hold')}
      </Tag>
    );
  }
  return <span className={row.autoSync === 'off' ? 'text-fg-3' : 'text-fg-2'}>{t(row.autoSync)}</span>;
}

/** Number, person and age of the last Release. */
export function ReleaseCell({ row }: { row: AppRow }) {
  const t = useTranslations('apps');
  const locale = useLocale();
  const now = useNow();
  if (!row.release) return <span className="text-fg-3">{t('neverReleased')}</span>;
  return (
    <span className={styles.release}>
      <span>
        #{row.release.number} <span className={styles.releaseBy}>{who(row.release.by, t('auto'))}</span>
      </span>
      <RelativeTime value={row.release.at} now={now} locale={locale} />
    </span>
  );
}

/** A policy signs as `policy:<project>/<application>` and reads "auto"; a token as `<owner>/<token>` and reads as its owner. */
function who(by: string, auto: string) {
  return by.startsWith('policy:') ? auto : (by.split('/')[0] ?? by);
}

/** Project and cluster in one quiet line. */
export function WhereCell({ row }: { row: AppRow }) {
  return (
    <span className={styles.where} title={`${row.project} / ${row.cluster} / ${row.namespace}`}>
      {row.project} <span className="text-fg-3">/</span> <span className="text-fg-3">{row.cluster}</span>
    </span>
  );
}
