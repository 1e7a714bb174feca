'use client';
import { formatTime } from '@bowline/ui/format-time';
import { Icon, type IconName } from '@bowline/ui/icon';
import { Panel } from '@bowline/ui/panel';
import { Timeline } from '@bowline/ui/timeline';
import { useLocale, useTranslations } from 'use-intl';
import { happenings, type Happening, type Operation } from './timeline.ts';

const icons: Record<Happening['kind'], IconName> = {
  begin: 'bolt',
  end: 'stop',
  started: 'play',
  done: 'healthy',
  failed: 'degraded',
  skipped: 'ignored',
};
const tones: Partial<Record<Happening['kind'], string>> = { done: 'text-ok', failed: 'text-bad' };
const shownMax = 60;

/** What happened in this Operation, newest first. */
export function EventsPanel({ operation }: { operation: Operation }) {
  const t = useTranslations('operation.events');
  const locale = useLocale();
  const list = happenings(operation).slice(0, shownMax);
  return (
    <Panel title={t('title')}>
      {list.length === 0 ? (
        <p className="text-sm text-fg-2">{t('none')}</p>
      ) : (
        <Timeline
          label={t('title')}
          items={list.map((one) => ({
            id: one.id,
            time: formatTime(one.at, locale, { seconds: true }),
            icon: <Icon name={icons[one.kind]} size={14} className={tones[one.kind]} />,
            children: <span className="line-clamp-3">{t(one.kind, { name: one.name })}</span>,
          }))}
        />
      )}
    </Panel>
  );
}
