'use client';
import { TextLink } from '@bowline/ui/link';
import { useTranslations } from 'use-intl';
import { urls } from '../../lib/urls.ts';
import type { ActivityEvent } from './use-activity.ts';

/** The plan and the operation an event belongs to. */
export function RelatedLinks({ event }: { event: ActivityEvent }) {
  const t = useTranslations('activity.columns');
  return (
    <span className="flex min-w-0 items-center gap-3 text-sm">
      {event.planId && (
        <TextLink href={urls.plan(event.planId)} title={event.planId}>
          {t('plan')}
        </TextLink>
      )}
      {event.object.kind === 'Operation' && (
        <TextLink href={urls.operation(event.object.name)} title={event.object.name}>
          {t('operation')}
        </TextLink>
      )}
    </span>
  );
}
