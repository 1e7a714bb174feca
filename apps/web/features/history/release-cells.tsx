'use client';
import { formatDuration } from '@bowline/ui/format-time';
import { Icon } from '@bowline/ui/icon';
import { Link } from '@bowline/ui/link';
import { Delta, StatusBadge, healthSigns } from '@bowline/ui/status';
import { Tag } from '@bowline/ui/tag';
import { useLocale, useTranslations } from 'use-intl';
import { ActorLabel } from '../../lib/actor.tsx';
import { shortRevision } from '../../lib/revision.ts';
import { urls, type AppRef } from '../../lib/urls.ts';
import type { ReleaseRow } from './release.ts';
import { useSentence } from '../../lib/i18n/sentences/use-sentence.ts';

/** "#119" with its mark when it is what runs. */
export function NumberCell({ app, row }: { app: AppRef; row: ReleaseRow }) {
  const t = useTranslations('history');
  return (
    <>
      <Link href={urls.release(app, row.number)} className="font-semibold">
        #{row.number}
      </Link>
      {row.isLive && <Tag tone="fill">{t('live')}</Tag>}
    </>
  );
}

/** Who started it and who approved. */
export function ByCell({ row }: { row: ReleaseRow }) {
  const t = useTranslations('history');
  const others = row.approvedBy.filter((name) => name !== row.by.name);
  return (
    <>
      <ActorLabel actor={row.by} />
      {others.length > 0 && (
        <span className="truncate text-fg-3">{t('with', { names: others.join(', ') })}</span>
      )}
    </>
  );
}

export function KindCell({ row }: { row: ReleaseRow }) {
  const t = useTranslations('history');
  const tKind = useTranslations('terms.planKind');
  const kind = row.kind as 'sync'; // the kinds of plans
  return (
    <>
      {row.restores !== null && <Icon name="undo" size={14} />}
      {tKind(kind)}
      {row.restores !== null && ` ${t('kind.rollback', { number: row.restores })}`}
      {row.isPartial && <Tag tone="warn">{t('partial')}</Tag>}
    </>
  );
}

export function RevisionCell({ row }: { row: ReleaseRow }) {
  return (
    <>
      <span className="mono" title={row.revision}>
        {shortRevision(row.revision)}
      </span>
      <span className="truncate text-fg-2" title={row.revisionMessage}>
        {row.revisionMessage.split('\n')[0]}
      </span>
    </>
  );
}

export function CountsCell({ row }: { row: ReleaseRow }) {
  const t = useTranslations('status');
  const { create, change, prune } = row.counts;
  return (
    <Delta
      add={create}
      change={change}
      remove={prune}
      label={t('delta', { add: create, change, remove: prune })}
    />
  );
}

/** How it ended: healthy after how long, still on the way, or failed and why. */
export function OutcomeCell({ row }: { row: ReleaseRow }) {
  const t = useTranslations('history');
  const said = useSentence()(row.message);
  const locale = useLocale();
  if (row.outcome === 'failed') {
    return <StatusBadge sign={healthSigns.Degraded} label={t('failed')} detail={said} title={said} />;
  }
  if (row.healthyAfterSeconds === null) {
    return <StatusBadge sign={healthSigns.Progressing} label={t('notHealthy')} />;
  }
  const time = formatDuration(row.healthyAfterSeconds * 1000, locale);
  return <StatusBadge sign={healthSigns.Healthy} isQuiet label={t('healthy', { time })} />;
}
