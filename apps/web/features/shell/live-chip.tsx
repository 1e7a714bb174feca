'use client';
import { formatDuration, formatTime } from '@bowline/ui/format-time';
import { FreshnessChip } from '@bowline/ui/freshness-chip';
import { useLocale, useTranslations } from 'use-intl';
import { useNow } from '../../lib/now.tsx';
import { useFreshness } from '../../lib/stream/provider.tsx';

/** Live, Delayed 42 s, or Offline with the time of the data. */
export function LiveChip() {
  const t = useTranslations('shell.freshness');
  const locale = useLocale();
  const now = useNow();
  const { state, lastFrameAt } = useFreshness();
  const text =
    state === 'live'
      ? t('live')
      : state === 'delayed'
        ? t('delayed', { age: formatDuration(Math.max(1000, now - lastFrameAt), locale) })
        : lastFrameAt > 0
          ? t('offline', { time: formatTime(new Date(lastFrameAt).toISOString(), locale, { seconds: true }) })
          : t('offlineNever');
  return (
    <FreshnessChip state={state} title={t('title')}>
      {text}
    </FreshnessChip>
  );
}
