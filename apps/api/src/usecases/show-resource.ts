import type { ResourceDetail } from '@bowline/contract';
import { maskObject } from '@bowline/sync-engine/core/secrets';
import type { KubeObject, TreeNode } from '@bowline/sync-engine/core/model';
import { formatKey } from '@bowline/sync-engine/core/resource-key';
import type { z } from 'zod';
import type { ApplicationRecord } from '../store/application.ts';
import { notFound } from '../store/conflict.ts';
import { resourceStore } from '../store/resource.ts';
import { diffOfComparison, yamlText } from '../views/object-diff.ts';
import { treeNodeView } from '../views/tree.ts';
import { actionsFor } from './actions.ts';
import type { Context } from './context.ts';
import { lookAgain } from './look-again.ts';

/** One resource of the tree in full, Secrets masked (X74). Throws not_found. */
export async function showResource(
  ctx: Context,
  application: ApplicationRecord,
  id: string,
  may: { ok: boolean; reason: string },
): Promise<z.infer<typeof ResourceDetail>> {
  const nodes = await resourceStore(ctx.db).tree(application.uid);
  const node = nodes.find((candidate) => formatKey(candidate.key) === id);
  if (!node) throw notFound('Resource', id);
  const { evaluation, cluster } = await lookAgain(ctx, application);
  const compared = evaluation.comparison.resources.find((resource) => formatKey(resource.key) === id);
  const read = cluster ? await cluster.client.get(node.key, node.version) : null;
  const live = read?.ok ? read.value : null;
  const masked = live ? maskObject(live, ctx.hashKey) : null;
  return {
    node: treeNodeView(node),
    diff: compared ? diffOfComparison(compared) : null,
    desiredYaml: yamlText(compared?.desired ?? null),
    liveYaml: yamlText(masked),
    live: masked,
    unknown: read === null ? 'The cluster is not registered.' : read.ok ? '' : read.message,
    conditions: conditionsOf(live),
    owners: ownersOf(node, nodes),
    actions: actionsFor(node.key.kind, may),
  };
}

function conditionsOf(live: KubeObject | null) {
  const status = live?.status as { conditions?: Record<string, string>[] } | undefined;
  return (Array.isArray(status?.conditions) ? status.conditions : []).map((condition) => ({
    type: condition.type ?? '',
    status: condition.status ?? '',
    reason: condition.reason ?? '',
    message: condition.message ?? '',
    at: condition.lastTransitionTime ?? '',
  }));
}

/** The chain from the resource up to the managed root. */
function ownersOf(node: TreeNode, nodes: TreeNode[]): string[] {
  const byId = new Map(nodes.map((candidate) => [formatKey(candidate.key), candidate]));
  const chain: string[] = [];
  let parent = node.parent;
  while (parent && chain.length < 20) {
    const id = formatKey(parent);
    chain.push(id);
    parent = byId.get(id)?.parent ?? null;
  }
  return chain;
}
