import { AppError } from '@bowline/sync-engine/core/app-error';
import type { TreeNode } from '@bowline/sync-engine/core/model';
import { formatKey } from '@bowline/sync-engine/core/resource-key';
import type { ApplicationRecord } from '../store/application.ts';
import { notFound } from '../store/conflict.ts';
import { resourceStore } from '../store/resource.ts';
import type { Context } from './context.ts';
import { openDestination } from './open-destination.ts';

export type LogLine = { pod: string; container: string; time: string; text: string };
export type LogRequest = {
  id: string;
  container?: string;
  previous: boolean;
  follow: boolean;
  tail: number;
  sinceSeconds?: number;
};

const podsMax = 50;

/** Lines of one Pod, or of the Pods below a workload, each stream in order. Throws not_found when no Pod is there. */
export async function* streamLogs(
  ctx: Context,
  application: ApplicationRecord,
  request: LogRequest,
  signal: AbortSignal,
): AsyncGenerator<LogLine> {
  const cluster = await openDestination(ctx, application);
  if (!cluster)
    throw new AppError({ code: 'cluster_unknown', status: 409, message: 'The cluster is not registered.' });
  const pods = podsBelow(await resourceStore(ctx.db).tree(application.uid), request.id);
  if (pods.length === 0) throw notFound('Pod below', request.id);
  const streams = pods.slice(0, podsMax).map((pod) =>
    cluster.client.logs(
      {
        namespace: pod.key.namespace,
        pod: pod.key.name,
        previous: request.previous,
        follow: request.follow,
        tailLines: request.tail,
        ...(request.container === undefined ? {} : { container: request.container }),
        ...(request.sinceSeconds === undefined ? {} : { sinceSeconds: request.sinceSeconds }),
      },
      signal,
    ),
  );
  if (pods.length > podsMax)
    yield { pod: '', container: '', time: '', text: `Showing ${podsMax} of ${pods.length} Pods.` };
  yield* merge(streams, pods, request.container ?? '');
}

/** Whatever comes first from any of the streams; a stream that fails says so in a line of its own. */
async function* merge(
  streams: AsyncIterable<{ time: string; text: string }>[],
  pods: TreeNode[],
  container: string,
): AsyncGenerator<LogLine> {
  type Next = {
    index: number;
    iterator: AsyncIterator<{ time: string; text: string }>;
    line: IteratorResult<{ time: string; text: string }>;
  };
  const pull = async (index: number, iterator: Next['iterator']): Promise<Next> => {
    try {
      return { index, iterator, line: await iterator.next() };
    } catch (error) {
      const text = error instanceof AppError ? error.message : 'The log stream ended.';
      return { index, iterator: ended, line: { done: false, value: { time: '', text } } };
    }
  };
  const pending = new Map(
    streams.map((stream, index) => [index, pull(index, stream[Symbol.asyncIterator]())]),
  );
  while (pending.size > 0) {
    const { index, iterator, line } = await Promise.race(pending.values());
    if (line.done) {
      pending.delete(index);
      continue;
    }
    pending.set(index, pull(index, iterator));
    yield { pod: pods[index]?.key.name ?? '', container, ...line.value };
  }
}

const ended: AsyncIterator<{ time: string; text: string }> = {
  next: async () => ({ done: true, value: undefined }),
};

function podsBelow(nodes: TreeNode[], id: string): TreeNode[] {
  const byParent = new Map<string, TreeNode[]>();
  for (const node of nodes) {
    const parent = node.parent ? formatKey(node.parent) : '';
    byParent.set(parent, [...(byParent.get(parent) ?? []), node]);
  }
  const found: TreeNode[] = [];
  const open = nodes.filter((node) => formatKey(node.key) === id);
  const seen = new Set<string>();
  for (let node = open.pop(); node; node = open.pop()) {
    const key = formatKey(node.key);
    if (seen.has(key)) continue;
    seen.add(key);
    if (node.key.kind === 'Pod' && node.key.group === '') found.push(node);
    open.push(...(byParent.get(key) ?? []));
  }
  return found;
}
