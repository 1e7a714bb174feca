'use client';
import { Said } from '../../lib/i18n/sentences/said.tsx';
import { Icon } from '@bowline/ui/icon';
import { DataTable, type Column } from '@bowline/ui/data-table';
import { RelativeTime } from '@bowline/ui/relative-time';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useNow } from '../../lib/now.tsx';
import { ActivityFrame } from './activity-frame.tsx';
import { groupRows, type FeedRow } from './group-rows.ts';
import { OutcomeBadge } from './outcome-badge.tsx';
import { RelatedLinks } from './related-links.tsx';
import { Sentence } from '../../lib/activity-sentence.tsx';

/** Who did what, newest first, as sentences; busy policies fold into one line (ui.md, C20). */
export function ActivityPage() {
  const t = useTranslations('activity');
  const columns = useColumns();
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const toggle = (key: string) =>
    setOpened((known) =>
      known.has(key) ? new Set([...known].filter((one) => one !== key)) : new Set([...known, key]),
    );
  return (
    <ActivityFrame
      view="activity"
      list={({ events, total, open, isDrawerOpen, footer, onEndReached }) => (
        <DataTable
          label={t('what')}
          rows={groupRows(events, opened)}
          rowKey={(row) => row.key}
          columns={columns(opened, toggle).filter((column) => !isDrawerOpen || column.id !== 'links')}
          total={total}
          onOpen={(row) => (row.members.length > 0 ? toggle(row.key) : open(row.event.id))}
          onEndReached={onEndReached}
          footer={footer}
          card={(row) => <Card row={row} isOpen={opened.has(row.key)} onToggle={toggle} />}
        />
      )}
    />
  );
}

type RowProps = { row: FeedRow; isOpen: boolean; onToggle: (key: string) => void };

function useColumns() {
  const t = useTranslations('activity.columns');
  return (opened: ReadonlySet<string>, onToggle: (key: string) => void): Column<FeedRow>[] => [
    { id: 'time', header: t('time'), width: '76px', render: (row) => <Age row={row} /> },
    {
      id: 'what',
      header: t('what'),
      width: 'minmax(0, 2fr)',
      isRowHeader: true,
      render: (row) => <What row={row} isOpen={opened.has(row.key)} onToggle={onToggle} />,
    },
    {
      id: 'message',
      header: t('message'),
      width: 'minmax(0, 1.2fr)',
      hideBelow: 1100,
      render: ({ event, members }) =>
        members.length === 0 && (
          <span className="truncate text-fg-2" title={event.message}>
            <Said text={event.message} />
          </span>
        ),
    },
    {
      id: 'links',
      header: t('links'),
      width: '170px',
      hideBelow: 1100,
      render: ({ event, members }) => members.length === 0 && <RelatedLinks event={event} />,
    },
    {
      id: 'outcome',
      header: t('outcome'),
      width: '110px',
      render: ({ event }) => <OutcomeBadge outcome={event.outcome} />,
    },
  ];
}

function What({ row, isOpen, onToggle }: RowProps) {
  const t = useTranslations('activity');
  const count = row.members.length;
  return (
    <span className="flex min-w-0 items-center gap-1">
      {count > 0 && (
        <button
          type="button"
          className="flex items-center"
          aria-expanded={isOpen}
          aria-label={t(isOpen ? 'fold' : 'unfold', { count })}
          onClick={() => onToggle(row.key)}
        >
          <Icon name={isOpen ? 'down' : 'right'} size={14} />
        </button>
      )}
      <span className="min-w-0 truncate">
        <Sentence event={row.event} count={count || 1} />
      </span>
    </span>
  );
}

function Age({ row }: { row: FeedRow }) {
  const locale = useLocale();
  const now = useNow();
  return (
    <span className="text-fg-2">
      <RelativeTime value={row.event.at} now={now} locale={locale} />
    </span>
  );
}

function Card({ row, isOpen, onToggle }: RowProps) {
  return (
    <div className="flex flex-col gap-1 text-sm">
      <span className="flex items-start justify-between gap-2">
        <What row={row} isOpen={isOpen} onToggle={onToggle} />
        <Age row={row} />
      </span>
      <span className="flex items-center justify-between gap-2">
        <OutcomeBadge outcome={row.event.outcome} />
        {row.members.length === 0 && <RelatedLinks event={row.event} />}
      </span>
    </div>
  );
}
