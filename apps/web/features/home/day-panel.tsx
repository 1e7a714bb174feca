'use client';
import { Sparkline } from '@bowline/ui/charts';
import { formatTime } from '@bowline/ui/format-time';
import { Panel } from '@bowline/ui/panel';
import { useLocale, useTranslations } from 'use-intl';
import { useNow } from '../../lib/now.tsx';
import { barsOf } from './bars-of.ts';
import type { Home } from './home-page.tsx';

/** Operations of the last 24 hours, failures marked. */
export function DayPanel({ day }: { day: Home['day'] }) {
  const t = useTranslations('home.day');
  const locale = useLocale();
  const now = useNow();
  const { bars, total, failed, start } = barsOf(day, now);
  return (
    <Panel
      title={t('title')}
      end={
        <span>
          {t('summary', { count: total })}
          {failed > 0 && (
            <>
              , <span className="font-medium text-bad">{t('failed', { count: failed })}</span>
            </>
          )}
        </span>
      }
    >
      {total === 0 ? (
        <p className="text-sm text-fg-2">{t('none')}</p>
      ) : (
        <Sparkline
          bars={bars}
          label={t('chart', { count: total, failed })}
          start={t('start', { time: formatTime(new Date(start).toISOString(), locale) })}
          end={t('now')}
        />
      )}
    </Panel>
  );
}
