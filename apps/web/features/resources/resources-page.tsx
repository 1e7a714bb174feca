'use client';
import { Button } from '@bowline/ui/button';
import { EmptyState } from '@bowline/ui/empty-state';
import { Input } from '@bowline/ui/field';
import { formatTime } from '@bowline/ui/format-time';
import { Icon } from '@bowline/ui/icon';
import { Notice } from '@bowline/ui/notice';
import { SkeletonRows } from '@bowline/ui/skeleton';
import { StatusIcon, healthSigns, syncSigns } from '@bowline/ui/status';
import { SegmentedControl } from '@bowline/ui/tabs';
import { Kbd } from '@bowline/ui/kbd';
import { useIsNarrow } from '@bowline/ui/use-media';
import { clsx } from 'clsx';
import dynamic from 'next/dynamic';
import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
import { useDeferredValue, useMemo, useRef } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useShortcuts } from '../../lib/keys/provider.tsx';
import { ProblemPanel } from '../../lib/problem.tsx';
import type { AppRef } from '../../lib/urls.ts';
import { ResourceTree } from './resource-tree.tsx';
import styles from './resources.module.css';
import { defaultScope, outlineOf, scopes, type Scope, type Tree } from './tree.ts';
import { useExpansion } from './use-expansion.ts';
import { useTree } from './use-tree.ts';
import { Said } from '../../lib/i18n/sentences/said.tsx';

const views = ['outline', 'graph'] as const;
const ResourceGraph = dynamic(() => import('./resource-graph.tsx').then((module) => module.ResourceGraph), {
  ssr: false,
  loading: () => <GraphLoading />,
});

function GraphLoading() {
  const t = useTranslations('common');
  return <SkeletonRows rows={12} label={t('loading')} />;
}

/** Health and diff outline: opened at the problem, saying what it does not show (ui.md, C4). */
export function ResourcesPage({ app }: { app: AppRef }) {
  const t = useTranslations('resources');
  const tCommon = useTranslations('common');
  const query = useTree(app);
  if (!query.data) {
    return query.isError ? (
      <ProblemPanel what={t('what')} error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <SkeletonRows rows={12} label={tCommon('loading')} />
    );
  }
  return (
    <>
      {query.isError && (
        <ProblemPanel what={t('what')} error={query.error} onRetry={() => void query.refetch()} />
      )}
      <Freshness tree={query.data} />
      <OutlineView app={app} tree={query.data} />
    </>
  );
}

function Freshness({ tree }: { tree: Tree }) {
  const t = useTranslations('resources');
  const locale = useLocale();
  if (tree.freshness === 'live') return null;
  const isStale = tree.freshness === 'stale' && tree.asOf !== null;
  // Whatever is not known has a reason, but for what was not looked at yet.
  if (!isStale && tree.message === '') return <Notice role="status" title={t('first')} />;
  return (
    <Notice
      tone="warn"
      role="status"
      title={
        isStale ? t('stale', { time: formatTime(tree.asOf ?? '', locale, { seconds: true }) }) : t('unknown')
      }
    >
      {/* Why a cluster does not answer stands in the header already. */}
      {!isStale && <Said text={tree.message} />}
    </Notice>
  );
}

function OutlineView({ app, tree }: { app: AppRef; tree: Tree }) {
  const t = useTranslations('resources');
  const tGraph = useTranslations('graph');
  const [chosen, setChosen] = useQueryState('scope', parseAsArrayOf(parseAsStringLiteral(scopes)));
  const [query, setQuery] = useQueryState(
    'q',
    parseAsString.withDefault('').withOptions({ history: 'replace' }),
  );
  const [chosenView, setView] = useQueryState(
    'view',
    parseAsStringLiteral(views).withDefault('outline').withOptions({ history: 'push' }),
  );
  // A picture needs room; the outline says the same on a phone.
  const view = useIsNarrow() ? 'outline' : chosenView;
  const filter = useRef<HTMLInputElement>(null);
  useShortcuts({
    filter: () => filter.current?.focus(),
    view: () => void setView(chosenView === 'outline' ? 'graph' : 'outline'),
  });
  const scope = chosen ?? defaultScope(tree);
  const deferred = useDeferredValue(query);
  const scopeKey = scope.join();
  const outline = useMemo(
    () => outlineOf({ nodes: tree.nodes, scope: scopeKey.split(',') as Scope[], query: deferred }),
    [tree.nodes, scopeKey, deferred],
  );
  const expansion = useExpansion(outline);
  const choose = (next: Scope[]) => {
    // "All" and the narrower scopes exclude each other.
    const added = next.find((one) => !scope.includes(one));
    const kept = added === 'all' ? (['all'] as Scope[]) : next.filter((one) => one !== 'all');
    void setChosen(kept.length > 0 ? kept : ['all']);
  };
  const shown = tree.nodes.length - outline.hidden;
  const View = view === 'graph' ? ResourceGraph : ResourceTree;
  return (
    <>
      <div className={styles.bar}>
        <SegmentedControl
          isMultiple
          label={t('scope.label')}
          value={scope}
          onChange={choose}
          items={[
            {
              id: 'problems',
              label: t('scope.problems'),
              count: tree.problems,
              icon: <ScopeIcon sign={healthSigns.Degraded} count={tree.problems} />,
            },
            {
              id: 'changed',
              label: t('scope.changed'),
              count: tree.changed,
              icon: <ScopeIcon sign={syncSigns.Drift} count={tree.changed} />,
            },
            { id: 'all', label: t('scope.all'), count: tree.total },
          ]}
        />
        <span className={styles.count} role="status">
          {scope.includes('all') && query === ''
            ? t('shownAll', { shown, total: tree.total })
            : t('shown', { shown, hidden: outline.hidden })}
        </span>
        <Input
          ref={filter}
          type="search"
          className={clsx(styles.find, 'md:ml-auto')}
          icon="search"
          aria-label={t('filter')}
          placeholder={t('filter')}
          value={query}
          end={<Kbd keys="/" />}
          onChange={(event) => void setQuery(event.target.value || null)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') void setQuery(null);
          }}
        />
        <div className="max-md:hidden">
          <SegmentedControl
            label={tGraph('view')}
            value={view}
            onChange={(next) => void setView(next)}
            items={[
              { id: 'outline', label: tGraph('outline'), icon: <Icon name="list" /> },
              { id: 'graph', label: tGraph('graph'), icon: <Icon name="graph" /> },
            ]}
          />
        </div>
      </div>
      {outline.roots.length === 0 ? (
        <OutlineEmpty
          tree={tree}
          query={query}
          onClear={() => void setQuery(null)}
          onAll={() => void setChosen(['all'])}
        />
      ) : (
        <div className={tree.freshness === 'live' ? undefined : styles.away}>
          <View app={app} tree={tree} outline={outline} expansion={expansion} isFiltered={deferred !== ''} />
        </div>
      )}
    </>
  );
}

/** Colour is kept for what exists. */
function ScopeIcon({ sign, count }: { sign: Parameters<typeof StatusIcon>[0]['sign']; count: number }) {
  return (
    <span className={clsx('inline-flex', count === 0 && styles.none)}>
      <StatusIcon sign={sign} />
    </span>
  );
}

type EmptyProps = { tree: Tree; query: string; onClear: () => void; onAll: () => void };

function OutlineEmpty({ tree, query, onClear, onAll }: EmptyProps) {
  const t = useTranslations('resources.empty');
  if (query !== '') {
    return (
      <EmptyState
        icon="filter"
        title={t('noMatch')}
        actions={<Button onClick={onClear}>{t('clear')}</Button>}
      >
        {t('noMatchText', { query })}
      </EmptyState>
    );
  }
  if (tree.total > 0) {
    return (
      <EmptyState icon="healthy" title={t('fine')} actions={<Button onClick={onAll}>{t('showAll')}</Button>}>
        {t('fineText', { total: tree.total })}
      </EmptyState>
    );
  }
  // Unknown is never absent: the notice above says what is not known.
  if (tree.freshness !== 'live') return null;
  return (
    <EmptyState icon="apps" title={t('none')}>
      {t('noneText')}
    </EmptyState>
  );
}
