import { hookPhasesOf, syncWaveOf } from '../annotations.ts';
import { healthOf, worstHealth } from '../health/health.ts';
import type {
  Comparison,
  Health,
  HealthStatus,
  KubeObject,
  ResourceComparison,
  SyncStatus,
  TreeNode,
} from '../model.ts';
import { formatKey, keyOf, objectsByKey, parseApiVersion } from '../resource-key.ts';
import { trackingOf } from '../tracking.ts';
import { nameFailingPods } from './failing-pods.ts';
import { imagesOf } from './images.ts';
import { Parents } from './parents.ts';

export { applicationHealth } from './application-health.ts';

/**
 * The resources of an Application and everything they brought about, each below its parent: managed resources in the
 * order of the Comparison, depth first, children by kind and name. Live objects that neither are managed or marked nor
 * descend from such are left out.
 */
export function buildTree(input: {
  comparison: Comparison;
  live: KubeObject[];
  /** The health of a live object; absent: by the rules of the tables. */
  judge?: (object: KubeObject) => Health | null;
}): TreeNode[] {
  const judge = input.judge ?? healthOf;
  const live = objectsByKey(input.live);
  const managed = new Map(input.comparison.resources.map((resource) => [formatKey(resource.key), resource]));
  const parents = new Parents(live);
  const parentOf = new Map<string, string>();
  const childrenOf = new Map<string, string[]>();
  const topOf = new Map<string, string>();
  for (const [id, object] of live) {
    const parent = parents.of(object);
    if (parent === undefined) continue;
    const top = topAbove(parent, topOf);
    // Owners in a circle must not hang or lose the tree: the link that would close it is left out.
    if (top === id) continue;
    topOf.set(id, top);
    parentOf.set(id, parent);
    const siblings = childrenOf.get(parent);
    if (siblings === undefined) childrenOf.set(parent, [id]);
    else siblings.push(id);
  }

  const marked = [...live]
    .filter(([id, object]) => !managed.has(id) && trackingOf(object) !== null)
    .map(([id]) => id);
  const roots = [...managed.keys(), ...marked].filter((id) => !parentOf.has(id));
  const nodes: TreeNode[] = [];
  // Iterative: the depth of ownership comes from the cluster.
  const open = roots.reverse();
  while (open.length > 0) {
    const id = open.pop() as string;
    nodes.push(
      nodeOf({
        id,
        resource: managed.get(id),
        object: live.get(id),
        parent: live.get(parentOf.get(id) ?? ''),
        judge,
      }),
    );
    open.push(...(childrenOf.get(id) ?? []).sort().reverse());
  }
  rollUp(nodes);
  nameFailingPods(nodes, live);
  return nodes;
}

/**
 * The root that stands above `id` so far. What was walked points to it from then on, so that a long chain of owners, which
 * anybody may write, is not walked again for each of its links.
 */
function topAbove(id: string, topOf: Map<string, string>): string {
  const walked: string[] = [];
  let top = id;
  for (let above = topOf.get(top); above !== undefined; above = topOf.get(top)) {
    walked.push(top);
    top = above;
  }
  for (const passed of walked) topOf.set(passed, top);
  return top;
}

function nodeOf(input: {
  id: string;
  resource: ResourceComparison | undefined;
  object: KubeObject | undefined;
  parent: KubeObject | undefined;
  judge: (object: KubeObject) => Health | null;
}): TreeNode {
  const { resource, object, parent, judge } = input;
  const shown = object ?? resource?.desired ?? resource?.live;
  if (!shown) throw new Error(`Resource ${input.id} is neither desired nor live.`);
  const hookPhases = resource?.hookPhases ?? hookPhasesOf(shown).phases;
  const isHook = hookPhases.length > 0;
  const health = object === undefined ? (isHook ? null : missing(resource)) : judge(object);
  return {
    key: resource?.key ?? keyOf(shown),
    version: resource?.version ?? parseApiVersion(shown.apiVersion).version,
    uid: object?.metadata.uid ?? '',
    parent: parent === undefined ? null : keyOf(parent),
    health,
    sync: resource === undefined || isHook ? null : syncOf(resource),
    reasons: resource?.reasons ?? [],
    verdict: resource === undefined || isHook ? null : resource.verdict,
    hookPhases,
    wave: resource?.wave ?? (parent === undefined ? syncWaveOf(shown) : 0),
    message: resource?.message ?? '',
    createdAt: object?.metadata.creationTimestamp ?? null,
    images: imagesOf(shown),
    change: changeOf(resource),
    rollup: { health: health?.status ?? null, problems: 0, changed: 0, total: 1 },
  };
}

function syncOf({ verdict, isUnread }: ResourceComparison): SyncStatus {
  if (isUnread) return 'Unknown';
  return verdict === 'in-sync' ? 'Synced' : 'OutOfSync';
}

/** Unknown is never absent: what was not read may well be there. */
function missing(resource: ResourceComparison | undefined): Health {
  if (resource?.isUnread) return { status: 'Unknown', message: resource.message };
  return { status: 'Missing', message: resource?.message || 'Not in the cluster.' };
}

/** Fields for a modified resource; the object itself for one that comes or goes. */
function changeOf(resource: ResourceComparison | undefined): TreeNode['change'] {
  const change = { added: 0, changed: 0, removed: 0 };
  if (resource === undefined || resource.hookPhases.length > 0 || resource.isUnread) return change;
  if (resource.verdict === 'missing') return { ...change, added: 1 };
  if (resource.verdict === 'extra') return { ...change, removed: 1 };
  for (const field of resource.fields) {
    if (field.live === undefined) change.added++;
    else if (field.desired === undefined) change.removed++;
    else change.changed++;
  }
  return change;
}

const problems: ReadonlySet<HealthStatus> = new Set(['Missing', 'Degraded', 'Unknown']);

/** Children come after their parents, so one pass from the end adds each to the one above. */
function rollUp(nodes: TreeNode[]): void {
  const byId = new Map(nodes.map((node) => [formatKey(node.key), node]));
  for (const node of nodes) {
    node.rollup.problems = node.health !== null && problems.has(node.health.status) ? 1 : 0;
    node.rollup.changed = node.sync === 'OutOfSync' ? 1 : 0;
  }
  for (const { parent, rollup } of nodes.toReversed()) {
    const above = parent === null ? undefined : byId.get(formatKey(parent))?.rollup;
    if (above === undefined) continue;
    if (rollup.health !== null) above.health = worstHealth([above.health ?? 'Healthy', rollup.health]);
    above.problems += rollup.problems;
    above.changed += rollup.changed;
    above.total += rollup.total;
  }
}
