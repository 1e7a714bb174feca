'use client';
import { formatAge } from '@bowline/ui/format-time';
import { Delta, HealthBadge, SyncBadge } from '@bowline/ui/status';
import { Tag } from '@bowline/ui/tag';
import { TreeGrid, TreeLabel, type TreeColumn, type TreeNode, type TreeRow } from '@bowline/ui/tree-grid';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useMemo } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useNow } from '../../lib/now.tsx';
import { usePreferences } from '../../lib/preferences/client.tsx';
import { urls, type AppRef } from '../../lib/urls.ts';
import { useApp } from '../../lib/use-app.ts';
import { nodeSync } from './node-state.ts';
import { rootId, type Expansion } from './use-expansion.ts';
import type { Outline, Resource, Tree, TreeItem } from './tree.ts';
import { useSentence } from '../../lib/i18n/sentences/use-sentence.ts';

export type Row = TreeItem | { kind: 'application' };

export type ResourceTreeProps = {
  app: AppRef;
  tree: Tree;
  outline: Outline;
  expansion: Expansion;
  isFiltered: boolean;
};

/** The outline as a treegrid: the Application on top, every parent with the worst state below it. */
export function ResourceTree({ app, tree, outline, expansion, isFiltered }: ResourceTreeProps) {
  const t = useTranslations('resources');
  const tCommon = useTranslations('common');
  const router = useRouter();
  const search = useSearchParams().toString();
  const { preferences } = usePreferences();
  const selectedId = useSelectedId();
  const roots = useRoots(app, outline);
  const { expanded, onExpandedChange } = expansion;
  const open = (row: TreeRow<Row>) => {
    const { data, id } = row.node;
    if (data.kind === 'resource')
      router.push(`${urls.resource(app, id)}${search ? `?${search}` : ''}`, { scroll: false });
    else onExpandedChange(toggle(expanded, id));
  };
  return (
    <TreeGrid<Row>
      // A filter shows what it found unfolded, whatever was folded before.
      key={isFiltered ? 'filtered' : 'all'}
      label={t('what')}
      header={t('header')}
      roots={roots}
      // Beside an open panel, which says the rest, names keep their room.
      columns={useColumns(app, tree).filter(
        (column) => selectedId === null || !besidePanelHidden.has(column.id),
      )}
      renderLabel={(row) => (
        <RowLabel row={row.node.data} appName={app.name} nameMax={selectedId === null ? 34 : 26} />
      )}
      expanded={expanded}
      onExpandedChange={onExpandedChange}
      selectedId={selectedId}
      onOpen={open}
      expandLabel={tCommon('expand')}
      collapseLabel={tCommon('collapse')}
      hasLetterKeys={preferences.letterKeys === 'on'}
    />
  );
}

const besidePanelHidden = new Set(['age', 'message']);

/** The Application with its resources below. */
export function useRoots(app: AppRef, outline: Outline): TreeNode<Row>[] {
  return useMemo(
    () => [{ id: rootId, data: { kind: 'application' }, label: app.name, children: outline.roots }],
    [app.name, outline.roots],
  );
}

function toggle(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** The resource whose drawer is open, from the address. */
export function useSelectedId(): string | null {
  const part = usePathname().split('/')[5];
  return part ? decodeURIComponent(part) : null;
}

function RowLabel({ row, appName, nameMax }: { row: Row; appName: string; nameMax: number }) {
  const t = useTranslations('resources');
  const tHealth = useTranslations('status.health');
  if (row.kind === 'application') return <TreeLabel name={appName} />;
  if (row.kind === 'group') {
    const state = row.state in stateWords ? tHealth(row.state as 'Healthy') : row.state;
    return <TreeLabel kind={row.of} name={t(`group.${row.reason}`, { count: row.members.length, state })} />;
  }
  const { key, hookPhases } = row.resource;
  return (
    <TreeLabel kind={key.kind} name={middle(key.name, nameMax)} title={key.name}>
      {hookPhases.length > 0 && (
        <Tag tone="fill" title={hookPhases.join(', ')}>
          {t('hook')}
        </Tag>
      )}
    </TreeLabel>
  );
}

const stateWords = { Healthy: 1, Suspended: 1, Progressing: 1, Missing: 1, Degraded: 1, Unknown: 1 };
/** Long names lose their middle: the end tells Pods apart. */
function middle(name: string, max: number): string {
  const tail = Math.floor(max / 3);
  return name.length <= max ? name : `${name.slice(0, max - tail - 1)}…${name.slice(-tail)}`;
}

function useColumns(app: AppRef, tree: Tree): TreeColumn<Row>[] {
  const t = useTranslations('resources');
  return [
    {
      id: 'health',
      header: t('columns.health'),
      width: '148px',
      narrow: 'second-line',
      render: ({ node }) => <Health row={node.data} app={app} />,
    },
    {
      id: 'sync',
      header: t('columns.sync'),
      width: '100px',
      narrow: 'second-line',
      render: ({ node }) => <Sync row={node.data} />,
    },
    {
      id: 'change',
      header: t('columns.change'),
      width: '76px',
      narrow: 'first-line',
      render: ({ node }) => <Change row={node.data} tree={tree} />,
    },
    {
      id: 'age',
      header: t('columns.age'),
      width: '56px',
      align: 'end',
      narrow: 'hidden',
      hideBelow: 1100,
      render: ({ node }) => <Age row={node.data} />,
    },
    {
      id: 'message',
      header: t('columns.message'),
      width: 'minmax(0, 1fr)',
      narrow: 'second-line',
      render: ({ node }) => <Message row={node.data} tree={tree} />,
    },
  ];
}

function Health({ row, app }: { row: Row; app: AppRef }) {
  const say = useSentence();
  const t = useTranslations('status.health');
  const { data } = useApp(app);
  if (row.kind === 'application') {
    return data ? (
      <HealthBadge state={data.status.health.status} label={t(data.status.health.status)} />
    ) : null;
  }
  const resource = row.kind === 'group' ? row.members[0] : row.resource;
  // A parent carries the worst state below it, so that a broken child is seen while it is folded.
  const worst = resource?.rollup.health ?? resource?.health?.status;
  if (!resource || !worst) return null;
  const own = resource.health;
  const reason = own && own.status !== 'Healthy' ? reasonOf(own.message) : undefined;
  return (
    <HealthBadge state={worst} label={reason ?? t(worst)} title={say(own?.message ?? '') || undefined} />
  );
}

/** The Kubernetes reason in a health message: "CrashLoopBackOff" says more than "Degraded". */
function reasonOf(message: string): string | undefined {
  const named =
    /\b((?:ErrImage|ImagePull|CrashLoop|Create|Run|OOM)[A-Z]?\w*(?:BackOff|Pull|Error|Killed))\b/.exec(
      message,
    );
  return named?.[1] ?? /^[A-Z]\w{2,17}$/.exec(message)?.[0];
}

function Sync({ row }: { row: Row }) {
  const t = useTranslations('status.sync');
  if (row.kind !== 'resource') return null;
  const state = nodeSync(row.resource);
  if (state === null || state === 'Synced') return null;
  return <SyncBadge state={state} label={t(state)} />;
}

function Change({ row, tree }: { row: Row; tree: Tree }) {
  const t = useTranslations('status');
  if (row.kind === 'group') return null;
  const change = row.kind === 'application' ? totalChange(tree) : row.resource.change;
  const { added, changed, removed } = change;
  return (
    <Delta
      add={added}
      change={changed}
      remove={removed}
      label={t('delta', { add: added, change: changed, remove: removed })}
    />
  );
}

/** Objects that would be created, changed and pruned. */
function totalChange(tree: Tree): Resource['change'] {
  const of = (verdict: Resource['verdict']) =>
    tree.nodes.filter((node) => node.sync === 'OutOfSync' && node.verdict === verdict).length;
  return { added: of('missing'), changed: of('modified'), removed: of('extra') };
}

function Age({ row }: { row: Row }) {
  const locale = useLocale();
  const now = useNow();
  const createdAt =
    row.kind === 'resource'
      ? row.resource.createdAt
      : row.kind === 'group'
        ? row.members[0]?.createdAt
        : null;
  if (!createdAt) return null;
  return (
    <time dateTime={createdAt} className="text-fg-3" suppressHydrationWarning>
      {formatAge(Date.parse(createdAt), now, locale)}
    </time>
  );
}

function Message({ row, tree }: { row: Row; tree: Tree }) {
  const say = useSentence();
  const t = useTranslations('resources');
  if (row.kind === 'application') {
    return (
      <span className="truncate text-xs text-fg-2">
        {t('summary', { problems: tree.problems, changed: tree.changed })}
      </span>
    );
  }
  const resource = row.kind === 'group' ? row.members[0] : row.resource;
  if (!resource) return null;
  const said =
    resource.message ||
    (resource.hookPhases.length > 0
      ? t('hookMessage')
      : resource.health?.status === 'Healthy'
        ? ''
        : resource.health?.message) ||
    '';
  const text = say(said);
  return (
    <span className="truncate text-xs text-fg-2" title={text}>
      {text}
    </span>
  );
}
