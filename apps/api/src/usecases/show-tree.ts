import type { Tree } from '@bowline/contract';
import type { z } from 'zod';
import type { ApplicationRecord } from '../store/application.ts';
import { resourceStore } from '../store/resource.ts';
import { treeNodeView } from '../views/tree.ts';
import type { Context } from './context.ts';

/** The stored tree with its age: the last known one stays when the live state cannot be told. */
export async function showTree(ctx: Context, application: ApplicationRecord): Promise<z.infer<typeof Tree>> {
  const nodes = await resourceStore(ctx.db).tree(application.uid);
  const { counts, sync, liveAsOf } = application.status;
  const isKnown = sync.status !== 'Unknown';
  return {
    nodes: nodes.map(treeNodeView),
    total: nodes.length,
    problems: counts.problems,
    changed: counts.changed,
    freshness: isKnown ? 'live' : liveAsOf === null ? 'unknown' : 'stale',
    asOf: liveAsOf,
    message: isKnown ? '' : sync.message,
  };
}
