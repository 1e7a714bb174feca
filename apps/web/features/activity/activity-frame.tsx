'use client';
import { Button } from '@bowline/ui/button';
import { EmptyState } from '@bowline/ui/empty-state';
import { Page, PageHeader } from '@bowline/ui/page-header';
import { SkeletonRows } from '@bowline/ui/skeleton';
import { NavTabs } from '@bowline/ui/tabs';
import { useQueryState } from 'nuqs';
import { useState, type ReactNode } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { DrawerHost } from '../../lib/drawer-host.tsx';
import { LoadProblem } from '../../lib/load-problem.tsx';
import { useNow } from '../../lib/now.tsx';
import { urls } from '../../lib/urls.ts';
import { EventDrawer } from './event-drawer.tsx';
import { useExport } from './export-button.tsx';
import { FilterBar } from './filter-bar.tsx';
import { queryOf, setFilters, useActivityFilters } from './filters.ts';
import { useActivity, type ActivityEvent } from './use-activity.ts';
import { useShownEvents } from './use-shown-events.ts';

type ActivityFrameProps = {
  view: 'activity' | 'audit';
  /** Draws the events; `open` shows one in the drawer. */
  list: (input: {
    events: readonly ActivityEvent[];
    total: number;
    open: (id: string) => void;
    isDrawerOpen: boolean;
    footer: ReactNode;
    onEndReached: () => void;
  }) => ReactNode;
};

/** What the feed and the trail share: filters, paging, live news, the drawer, the export. */
export function ActivityFrame({ view, list: drawList }: ActivityFrameProps) {
  const t = useTranslations('activity');
  const tCommon = useTranslations('common');
  const format = useFormatter();
  const [now] = useState(useNow());
  const state = useActivityFilters();
  const query = queryOf(state.filters, now);
  const filterKey = JSON.stringify(query);
  const { list, rows, total } = useActivity(query);
  const shown = useShownEvents(rows, filterKey);
  const [eventId, setEventId] = useQueryState('event', { history: 'push' });
  const event = rows.find((row) => row.id === eventId);
  const download = useExport(query, total);
  const set = setFilters(state.filters);
  const more = () => {
    if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
  };
  const tabs = (['activity', 'audit'] as const).map((id) => ({
    id,
    label: t(`tab.${id}`),
    href: urls[id](state.filters),
  }));
  return (
    <DrawerHost>
      <Page>
        <PageHeader
          title={t('title')}
          meta={list.data && format.number(total)}
          actions={view === 'audit' && download.button}
        />
        <NavTabs label={t('title')} items={tabs} current={view} />
        {view === 'audit' && <p className="text-sm text-fg-2">{t('auditText')}</p>}
        {download.problem}
        <FilterBar {...state} />
        {list.isError && (
          <LoadProblem
            what={t('what')}
            error={list.error}
            permission="activity:get"
            onRetry={() => void list.refetch()}
          />
        )}
        {list.isPending && <SkeletonRows label={tCommon('loading')} />}
        {list.data && rows.length === 0 && set.length > 0 && (
          <EmptyState
            icon="filter"
            title={t('empty.noMatch')}
            actions={<Button onClick={state.clear}>{t('filter.clear')}</Button>}
          >
            {set.map(({ name, value }) => `${t(`filter.${name}`)} ${value}`).join(' · ')}
          </EmptyState>
        )}
        {list.data && rows.length === 0 && set.length === 0 && (
          <EmptyState icon="activity" title={t('empty.none')}>
            {t('empty.noneText')}
          </EmptyState>
        )}
        {shown.waiting > 0 && (
          <div className="sticky top-[60px] z-10 flex justify-center" role="status">
            <Button
              size="sm"
              icon="arrow-up"
              onClick={() => {
                shown.show();
                window.scrollTo({ top: 0 });
              }}
            >
              {t('waiting', { count: shown.waiting })}
            </Button>
          </div>
        )}
        {rows.length > 0 &&
          drawList({
            events: shown.events,
            total,
            open: (id) => void setEventId(id),
            isDrawerOpen: event !== undefined,
            onEndReached: more,
            footer: list.hasNextPage && (
              <>
                {t('more', { shown: format.number(rows.length), total: format.number(total) })}
                <Button size="xs" variant="ghost" isBusy={list.isFetchingNextPage} onClick={more}>
                  {t('loadMore')}
                </Button>
              </>
            ),
          })}
      </Page>
      {event && <EventDrawer key={event.id} event={event} onClose={() => void setEventId(null)} />}
    </DrawerHost>
  );
}
