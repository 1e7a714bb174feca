'use client';
import { formatDateTime } from '@bowline/ui/format-time';
import { Panel } from '@bowline/ui/panel';
import { useLocale, useTranslations } from 'use-intl';
import type { Plan } from './plan.ts';

/** For rollbacks: the Hold that begins with the Operation, and what ends it. */
export function HoldPanel({ hold }: { hold: NonNullable<Plan['hold']> }) {
  const t = useTranslations('plan.restore');
  const locale = useLocale();
  return (
    <Panel title={t('title')}>
      <p className="text-sm">
        {hold.untilTime
          ? t('untilTime', { time: formatDateTime(hold.untilTime, locale) })
          : hold.untilDesiredDigestNot && !hold.untilResumed
            ? t('untilDigest')
            : t('untilResumed')}
      </p>
      {hold.reason && (
        <p className="text-sm text-fg-2">
          {t('reason')}: {hold.reason}
        </p>
      )}
      <p className="mt-1 text-xs text-fg-3">{t('together')}</p>
    </Panel>
  );
}
