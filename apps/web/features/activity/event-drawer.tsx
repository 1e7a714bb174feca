'use client';
import { Said } from '../../lib/i18n/sentences/said.tsx';
import { CopyButton } from '@bowline/ui/copy-button';
import { TextDiff } from '@bowline/ui/diff-view';
import { Drawer } from '@bowline/ui/drawer';
import { formatDateTime } from '@bowline/ui/format-time';
import { KeyValue } from '@bowline/ui/key-value';
import { TextLink } from '@bowline/ui/link';
import { SectionHeading } from '@bowline/ui/page-header';
import { useLocale, useTranslations } from 'use-intl';
import { ActorLabel } from '../../lib/actor.tsx';
import { useDiffLabels } from '../../lib/diff/object-diff.tsx';
import { valueText } from '../../lib/diff/value-text.ts';
import { DrawerSlot } from '../../lib/drawer-host.tsx';
import { urls } from '../../lib/urls.ts';
import { useDrawerWidth } from '../../lib/use-drawer-width.ts';
import { OutcomeBadge } from './outcome-badge.tsx';
import { Sentence } from '../../lib/activity-sentence.tsx';
import type { ActivityEvent } from './use-activity.ts';

/** One event in full, with what it changed. */
export function EventDrawer({ event, onClose }: { event: ActivityEvent; onClose: () => void }) {
  const t = useTranslations('activity');
  const tCommon = useTranslations('common');
  const locale = useLocale();
  const [width, setWidth] = useDrawerWidth();
  const copied = (label: string, value: string) => (
    <span className="inline-flex min-w-0 items-center gap-1">
      <span className="mono truncate" title={value}>
        {value}
      </span>
      <CopyButton value={value} label={`${tCommon('copy')}: ${label}`} copiedLabel={tCommon('copied')} />
    </span>
  );
  const items = [
    { id: 'time', label: tCommon('time'), value: formatDateTime(event.at, locale) },
    { id: 'actor', label: t('columns.actor'), value: <ActorLabel actor={event.actor} /> },
    { id: 'action', label: t('columns.action'), value: <span className="mono">{event.action}</span> },
    {
      id: 'object',
      label: t('columns.object'),
      value: [event.object.kind, event.object.project, event.object.name].filter(Boolean).join(' · '),
    },
    event.application && {
      id: 'application',
      label: t('filter.application'),
      value: (
        <TextLink href={urls.app({ project: event.object.project, name: event.application })}>
          {event.object.project}/{event.application}
        </TextLink>
      ),
    },
    event.planId && {
      id: 'plan',
      label: t('columns.plan'),
      value: (
        <TextLink href={urls.plan(event.planId)} className="mono">
          {event.planId}
        </TextLink>
      ),
    },
    event.digest && {
      id: 'digest',
      label: t('columns.digest'),
      value: copied(t('columns.digest'), event.digest),
    },
    event.requestId && {
      id: 'request',
      label: tCommon('requestId'),
      value: copied(tCommon('requestId'), event.requestId),
    },
    event.ip && { id: 'ip', label: t('columns.ip'), value: <span className="mono">{event.ip}</span> },
  ].filter((item) => typeof item === 'object' && item !== null);
  return (
    <DrawerSlot>
      <Drawer
        eyebrow={t('event', { id: event.id })}
        title={<Sentence event={event} />}
        summary={<OutcomeBadge outcome={event.outcome} />}
        onClose={onClose}
        closeLabel={tCommon('close')}
        resizeLabel={tCommon('resize')}
        width={width}
        onResize={setWidth}
      >
        <div className="flex flex-col gap-5">
          {event.message && (
            <p className="text-sm">
              <Said text={event.message} />
            </p>
          )}
          <KeyValue items={items} />
          <Difference event={event} />
        </div>
      </Drawer>
    </DrawerSlot>
  );
}

function Difference({ event }: { event: ActivityEvent }) {
  const t = useTranslations('activity');
  const labels = useDiffLabels();
  if (event.before === undefined && event.after === undefined) return null;
  return (
    <section className="flex flex-col gap-2">
      <SectionHeading level={3} size="sm">
        {t('difference')}
      </SectionHeading>
      <div className="overflow-x-auto rounded-md border border-line">
        <TextDiff before={valueText(event.before)} after={valueText(event.after)} labels={labels} />
      </div>
    </section>
  );
}
