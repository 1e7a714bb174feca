import type { EventRow } from '@bowline/contract';
import type { KubeObject, TreeNode } from '@bowline/sync-engine/core/model';
import { formatKey } from '@bowline/sync-engine/core/resource-key';
import type { z } from 'zod';
import type { ApplicationRecord } from '../store/application.ts';
import { resourceStore } from '../store/resource.ts';
import type { Context } from './context.ts';
import { openDestination } from './open-destination.ts';

type Row = z.infer<typeof EventRow>;
const rowsMax = 500;

/** Kubernetes events of one resource with its descendants, or of the whole Application, newest first. */
export async function listEvents(
  ctx: Context,
  application: ApplicationRecord,
  id: string | undefined,
): Promise<{ items: Row[]; message: string }> {
  const cluster = await openDestination(ctx, application);
  if (!cluster) return { items: [], message: 'The cluster is not registered.' };
  const nodes = withDescendants(await resourceStore(ctx.db).tree(application.uid), id);
  const byNamespace = new Map<string, TreeNode[]>();
  for (const node of nodes)
    byNamespace.set(node.key.namespace, [...(byNamespace.get(node.key.namespace) ?? []), node]);
  const items: Row[] = [];
  const problems: string[] = [];
  for (const [namespace, list] of byNamespace) {
    const involved = list.map((node) => ({ kind: node.key.kind, name: node.key.name, uid: node.uid }));
    const answer = await cluster.client.events({ namespace, involved });
    if (answer.ok) items.push(...answer.value.map(eventRow));
    else problems.push(answer.message);
  }
  items.sort((a, b) => (a.lastAt < b.lastAt ? 1 : -1));
  return { items: items.slice(0, rowsMax), message: problems[0] ?? '' };
}

function withDescendants(nodes: TreeNode[], id: string | undefined): TreeNode[] {
  if (id === undefined) return nodes;
  const wanted = new Set([id]);
  // Parents come before children in a tree, but stored rows are sorted by kind: repeat until nothing is added.
  for (let before = 0; before !== wanted.size; ) {
    before = wanted.size;
    for (const node of nodes)
      if (node.parent && wanted.has(formatKey(node.parent))) wanted.add(formatKey(node.key));
  }
  return nodes.filter((node) => wanted.has(formatKey(node.key)));
}

type EventBody = {
  type?: string;
  reason?: string;
  message?: string;
  note?: string;
  count?: number;
  firstTimestamp?: string;
  lastTimestamp?: string;
  eventTime?: string;
  involvedObject?: { kind?: string; name?: string };
  regarding?: { kind?: string; name?: string };
  series?: { count?: number; lastObservedTime?: string };
};

function eventRow(event: KubeObject): Row {
  const body = event as KubeObject & EventBody;
  const object = body.involvedObject ?? body.regarding ?? {};
  const at =
    body.lastTimestamp ??
    body.series?.lastObservedTime ??
    body.eventTime ??
    event.metadata.creationTimestamp ??
    '';
  return {
    type: body.type ?? 'Normal',
    reason: body.reason ?? '',
    message: body.message ?? body.note ?? '',
    object: `${object.kind ?? ''} ${object.name ?? ''}`.trim(),
    count: body.count ?? body.series?.count ?? 1,
    firstAt: body.firstTimestamp ?? at,
    lastAt: at,
  };
}
