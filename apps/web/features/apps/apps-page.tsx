'use client';
import { Button } from '@bowline/ui/button';
import { formatTime } from '@bowline/ui/format-time';
import { LazyMenu } from '../../lib/lazy-menu.tsx';
import { Page, PageHeader } from '@bowline/ui/page-header';
import { SkeletonRows } from '@bowline/ui/skeleton';
import { SegmentedControl } from '@bowline/ui/tabs';
import { usePathname, useSearchParams } from 'next/navigation';
import { useEffect, useState } from 'react';
import { useFormatter, useLocale, useTranslations } from 'use-intl';
import { useShortcuts } from '../../lib/keys/provider.tsx';
import { saveListContext } from '../../lib/list-context.ts';
import { ProblemPanel } from '../../lib/problem.tsx';
import { NewButton } from '../../lib/new-button.tsx';
import { useSession } from '../../lib/session/context.tsx';
import { urls } from '../../lib/urls.ts';
import { AppCards } from './app-cards.tsx';
import { AppSquares } from './app-squares.tsx';
import { AppTable } from './app-table.tsx';
import styles from './apps.module.css';
import { AppsEmpty } from './apps-empty.tsx';
import { FacetStrip } from './facet-strip.tsx';
import { FilterBar } from './filter-bar.tsx';
import { OrderPill } from './order-pill.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { UnreachableNotices } from './unreachable-notices.tsx';
import { sorts, useAppList, useListState, views } from './use-app-list.ts';
import { useShownRows } from './use-shown-rows.ts';
import { ViewsMenu } from './views-menu.tsx';

/** The fleet: filtered, ordered and counted by the server. */
export function AppsPage() {
  const t = useTranslations('apps');
  const tCommon = useTranslations('common');
  const format = useFormatter();
  const locale = useLocale();
  const session = useSession();
  const state = useListState();
  const list = useAppList(state);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const shown = useShownRows(
    list.rows,
    JSON.stringify([state.q, state.filters, state.sort]),
    selected.size > 0,
  );
  useSavedContext(shown.rows);
  useShortcuts({
    view: () => state.setView(views[(views.indexOf(state.view) + 1) % views.length] ?? 'table'),
  });

  const total = list.first?.total ?? 0;
  const hasFilter = state.q !== '' || Object.values(state.filters).some((values) => values?.length);
  const time = list.first ? formatTime(list.first.asOf, locale, { seconds: true }) : '';
  const loadMore = () => {
    if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
  };
  return (
    <Page>
      <PageHeader
        title={t('title')}
        meta={
          list.first &&
          (list.rows.length < total
            ? t('count', { shown: format.number(list.rows.length), total: format.number(total) })
            : format.number(total))
        }
        actions={
          <NewButton href={urls.newApp()} permission="applications:create">
            {t('new')}
          </NewButton>
        }
      />
      <div className="flex flex-wrap items-center gap-2">
        <FilterBar state={state} facets={list.first?.facets} />
        <div className="ml-auto flex flex-wrap items-center gap-2">
          <ViewsMenu />
          <LazyMenu
            align="end"
            trigger={
              <Button variant="ghost" iconEnd="down">
                {t('sort.label')} {t(`sort.${state.sort}`)}
              </Button>
            }
            items={sorts.map((sort) => ({
              kind: 'choice',
              id: sort,
              label: t(`sort.${sort}`),
              isChecked: state.sort === sort,
              onSelect: () => void state.setSort(sort),
            }))}
          />
          <SegmentedControl
            label={t('view.label')}
            value={state.view}
            onChange={(view) => void state.setView(view)}
            items={views.map((view) => ({ id: view, label: t(`view.${view}`) }))}
          />
        </div>
      </div>
      {(list.first || list.isPending) && (
        <FacetStrip facets={list.first?.facets} filters={state.filters} onChange={state.setFilters} />
      )}
      {list.first && <UnreachableNotices rows={list.rows} />}
      {list.isError && (
        <ProblemPanel what={t('what')} error={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.isPending && <SkeletonRows rows={14} label={tCommon('loading')} />}
      <OrderPill moved={shown.moved} onApply={shown.apply} />
      {list.first && shown.rows.length === 0 && (
        <AppsEmpty hasFilter={Boolean(hasFilter)} state={state} canSeeAny={session.role !== 'none'} />
      )}
      {shown.rows.length > 0 && (
        <>
          {state.view === 'table' && (
            <div className={styles.table}>
              <AppTable
                rows={shown.rows}
                total={total}
                state={state}
                selected={selected}
                onSelect={setSelected}
                onEndReached={loadMore}
              />
            </div>
          )}
          {state.view === 'cards' && <AppCards rows={shown.rows} onEndReached={loadMore} />}
          {state.view === 'health' && <AppSquares rows={shown.rows} onEndReached={loadMore} />}
          <p className="text-xs text-fg-3">
            {list.rows.length < total
              ? t('more', { shown: format.number(list.rows.length), total: format.number(total), time })
              : t('end', { total: format.number(total), time })}
          </p>
        </>
      )}
      {selected.size > 0 && (
        <SelectionBar rows={list.rows} selected={selected} onClear={() => setSelected(new Set())} />
      )}
    </Page>
  );
}

/** Remembers this list for "3 of 12" and `[` `]` on an Application's pages. */
function useSavedContext(rows: readonly { project: string; name: string }[]) {
  const pathname = usePathname();
  const search = useSearchParams().toString();
  useEffect(() => {
    if (rows.length === 0) return;
    saveListContext({
      href: search ? `${pathname}?${search}` : pathname,
      items: rows.map(({ project, name }) => ({ project, name })),
    });
  }, [pathname, search, rows]);
}
