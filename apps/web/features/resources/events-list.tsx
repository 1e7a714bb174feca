'use client';
import { EmptyState } from '@bowline/ui/empty-state';
import { RelativeTime } from '@bowline/ui/relative-time';
import { SkeletonRows } from '@bowline/ui/skeleton';
import { useQuery } from '@tanstack/react-query';
import { clsx } from 'clsx';
import { useLocale, useTranslations } from 'use-intl';
import { Notice } from '@bowline/ui/notice';
import { api } from '../../lib/api/client.ts';
import { useNow } from '../../lib/now.tsx';
import { ProblemPanel } from '../../lib/problem.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import type { AppRef } from '../../lib/urls.ts';
import styles from './resources.module.css';

type EventsListProps = { app: AppRef; id?: string; max?: number; isWarningsOnly?: boolean };

/** Kubernetes events of an Application, or of one resource with its owners and children, newest first. */
export function EventsList({ app, id, max, isWarningsOnly }: EventsListProps) {
  const t = useTranslations('resources');
  const tCommon = useTranslations('common');
  const locale = useLocale();
  const now = useNow();
  const query = useQuery({
    queryKey: queryKeys.events(app, id),
    queryFn: ({ signal }) => api.call('listEvents', { params: app, query: { id }, signal }),
    placeholderData: undefined,
    // Events come from the cluster without a topic of their own.
    refetchInterval: 15_000,
  });
  if (query.isPending) return <SkeletonRows rows={3} label={tCommon('loading')} />;
  if (!query.data) {
    return <ProblemPanel what={t('eventsWhat')} error={query.error} onRetry={() => void query.refetch()} />;
  }
  const events = query.data.items.filter((event) => !isWarningsOnly || event.type === 'Warning');
  return (
    <>
      {query.data.message !== '' && <Notice tone="warn">{query.data.message}</Notice>}
      {events.length === 0 && query.data.message === '' ? (
        max ? (
          <p className="text-sm text-fg-2">{t('events.none')}</p>
        ) : (
          <EmptyState icon="clock" title={t('events.none')}>
            {t('events.noneText')}
          </EmptyState>
        )
      ) : (
        <ul>
          {events.slice(0, max).map((event) => (
            <li
              key={`${event.object}${event.reason}${event.firstAt}`}
              className={clsx(styles.row, styles.note)}
            >
              <span className={clsx('font-medium', event.type === 'Warning' && 'text-bad')}>
                {event.reason} {event.count > 1 && t('events.times', { count: event.count })}
              </span>
              <span className="text-fg-3">
                <RelativeTime value={event.lastAt} now={now} locale={locale} />
              </span>
              <span>
                {!id && <span className="text-fg-3">{event.object} </span>}
                {event.message}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
