'use client';
import { TreeGraph, type GraphCard } from '@bowline/ui/tree-graph';
import type { TreeNode } from '@bowline/ui/tree-grid';
import { useRouter, useSearchParams } from 'next/navigation';
import { useCallback } from 'react';
import { useTranslations } from 'use-intl';
import { urls, type AppRef } from '../../lib/urls.ts';
import { useApp } from '../../lib/use-app.ts';
import { nodeSync } from './node-state.ts';
import { useRoots, useSelectedId, type ResourceTreeProps, type Row } from './resource-tree.tsx';

/** The rows of the outline as a picture: same scope, folding and selection (ui.md, C5). */
export function ResourceGraph({ app, tree, outline, expansion }: ResourceTreeProps) {
  const t = useTranslations('graph');
  const router = useRouter();
  const search = useSearchParams().toString();
  const roots = useRoots(app, outline);
  const describe = useDescribe(app, tree.total);
  const open = ({ id, data }: TreeNode<Row>) => {
    if (data.kind === 'resource')
      router.push(`${urls.resource(app, id)}${search ? `?${search}` : ''}`, { scroll: false });
  };
  return (
    <TreeGraph<Row>
      label={t('label', { name: app.name })}
      roots={roots}
      describe={describe}
      expanded={expansion.expanded}
      onExpandedChange={expansion.onExpandedChange}
      selectedId={useSelectedId()}
      onOpen={open}
      labels={{
        help: t('help'),
        zoomIn: t('zoomIn'),
        zoomOut: t('zoomOut'),
        fit: t('fit'),
        actualSize: t('actualSize'),
        left: t('left'),
        right: t('right'),
        up: t('up'),
        down: t('down'),
      }}
    />
  );
}

/** Words and states of a node; siblings stand by wave, kind and name, whatever their state. */
function useDescribe(app: AppRef, total: number) {
  const t = useTranslations('graph');
  const tGroup = useTranslations('resources.group');
  const tHealth = useTranslations('status.health');
  const tSync = useTranslations('status.sync');
  const status = useApp(app).data?.status;
  return useCallback(
    ({ data }: TreeNode<Row>): GraphCard => {
      if (data.kind === 'application') {
        const health = status?.health.status ?? null;
        const kind = t('application', { total });
        const healthLabel = health ? tHealth(health) : '';
        return { kind, name: app.name, wave: 0, health, healthLabel, sync: null, syncLabel: '' };
      }
      const resource = data.kind === 'group' ? data.members[0] : data.resource;
      const health = resource?.rollup.health ?? resource?.health?.status ?? null;
      const sync = data.kind === 'resource' ? nodeSync(data.resource) : null;
      return {
        kind: data.kind === 'group' ? data.of : data.resource.key.kind,
        name:
          data.kind === 'group'
            ? tGroup(data.reason, {
                count: data.members.length,
                state: health ? tHealth(health) : data.state,
              })
            : data.resource.key.name,
        wave: resource?.wave ?? 0,
        health,
        healthLabel: health ? tHealth(health) : '',
        sync,
        syncLabel: sync ? tSync(sync) : '',
        message: resource?.message || resource?.health?.message || undefined,
      };
    },
    [app.name, status, total, t, tGroup, tHealth, tSync],
  );
}
