'use client';
import { StatusBadge, type Tone } from '@bowline/ui/status';
import type { IconName } from '@bowline/ui/icon';
import { useTranslations } from 'use-intl';
import type { ActivityEvent } from './use-activity.ts';

const signs: Record<ActivityEvent['outcome'], { icon: IconName; tone: Tone }> = {
  succeeded: { icon: 'healthy', tone: 'ok' },
  denied: { icon: 'lock', tone: 'warn' },
  failed: { icon: 'degraded', tone: 'bad' },
};

/** How an attempt ended; what went well stays quiet. */
export function OutcomeBadge({ outcome }: { outcome: ActivityEvent['outcome'] }) {
  const t = useTranslations('activity.outcome');
  return <StatusBadge sign={signs[outcome]} label={t(outcome)} isQuiet={outcome === 'succeeded'} />;
}
