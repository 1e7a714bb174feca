'use client';
import { DataTable, type Column } from '@bowline/ui/data-table';
import { TextLink } from '@bowline/ui/link';
import { useTranslations } from 'use-intl';
import { ActorLabel } from '../../lib/actor.tsx';
import { shortDigest } from '../../lib/revision.ts';
import { urls } from '../../lib/urls.ts';
import { ActivityFrame } from './activity-frame.tsx';
import { OutcomeBadge } from './outcome-badge.tsx';
import type { ActivityEvent } from './use-activity.ts';

/** The append-only trail as it is stored: every attempt with address, digest and request (ui.md, C20). */
export function AuditPage() {
  const t = useTranslations('activity');
  const columns = useColumns();
  return (
    <ActivityFrame
      view="audit"
      list={({ events, total, open, isDrawerOpen, footer, onEndReached }) => (
        <DataTable
          label={t('tab.audit')}
          rows={events}
          rowKey={(event) => event.id}
          columns={columns.filter(
            (column) => !isDrawerOpen || ['time', 'actor', 'action', 'outcome'].includes(column.id),
          )}
          total={total}
          onOpen={(event) => open(event.id)}
          onEndReached={onEndReached}
          footer={footer}
          card={(event) => <Card event={event} />}
        />
      )}
    />
  );
}

function useColumns(): Column<ActivityEvent>[] {
  const t = useTranslations('activity.columns');
  const tCommon = useTranslations('common');
  return [
    {
      id: 'time',
      header: t('utc'),
      width: '158px',
      render: (event) => <Time event={event} />,
    },
    {
      id: 'actor',
      header: t('actor'),
      width: 'minmax(110px, 0.8fr)',
      render: (event) => <ActorLabel actor={event.actor} />,
    },
    {
      id: 'action',
      header: t('action'),
      width: 'minmax(120px, 0.9fr)',
      isRowHeader: true,
      render: (event) => (
        <span className="mono truncate" title={event.action}>
          {event.action}
        </span>
      ),
    },
    {
      id: 'object',
      header: t('object'),
      width: 'minmax(0, 1.3fr)',
      render: (event) => <ObjectText event={event} />,
    },
    {
      id: 'outcome',
      header: t('outcome'),
      width: '104px',
      render: (event) => <OutcomeBadge outcome={event.outcome} />,
    },
    {
      id: 'ip',
      header: t('ip'),
      width: '120px',
      hideBelow: 1100,
      render: (event) => (
        <span className="mono truncate" title={event.ip}>
          {event.ip}
        </span>
      ),
    },
    {
      id: 'digest',
      header: t('digest'),
      width: '96px',
      hideBelow: 1320,
      render: (event) =>
        event.digest &&
        (event.planId ? (
          <TextLink href={urls.plan(event.planId)} className="mono" title={event.digest}>
            {shortDigest(event.digest)}
          </TextLink>
        ) : (
          <span className="mono" title={event.digest}>
            {shortDigest(event.digest)}
          </span>
        )),
    },
    {
      id: 'request',
      header: tCommon('requestId'),
      width: '120px',
      hideBelow: 1320,
      render: (event) => (
        <span className="mono truncate text-fg-2" title={event.requestId}>
          {event.requestId}
        </span>
      ),
    },
  ];
}

/** The stored instant, in UTC so that two people read the same. */
function Time({ event }: { event: ActivityEvent }) {
  return (
    <time dateTime={event.at} title={event.at} className="mono text-fg-2">
      {event.at.slice(0, 19).replace('T', ' ')}
    </time>
  );
}

function ObjectText({ event }: { event: ActivityEvent }) {
  const { kind, project, name } = event.object;
  const path = [project, event.application, name === event.application ? '' : name]
    .filter((part, index, all) => part && all.indexOf(part) === index)
    .join('/');
  return (
    <span className="truncate" title={`${kind} ${path}`}>
      <span className="text-fg-3">{kind}</span> {path}
    </span>
  );
}

function Card({ event }: { event: ActivityEvent }) {
  return (
    <div className="flex flex-col gap-1 text-sm">
      <span className="flex items-center justify-between gap-2">
        <ActorLabel actor={event.actor} />
        <Time event={event} />
      </span>
      <span className="flex min-w-0 items-center justify-between gap-2">
        <span className="flex min-w-0 flex-1 gap-2 overflow-hidden">
          <span className="mono">{event.action}</span>
          <ObjectText event={event} />
        </span>
        <span className="shrink-0">
          <OutcomeBadge outcome={event.outcome} />
        </span>
      </span>
    </div>
  );
}
