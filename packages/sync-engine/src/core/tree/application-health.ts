import { hookPhasesOf, ignoresHealth } from '../annotations.ts';
import { worstHealth } from '../health/health.ts';
import type { Comparison, Health, ResourceComparison, ResourceKey, TreeNode } from '../model.ts';
import { formatKey } from '../resource-key.ts';

/** How many causes a message names. */
const namedMax = 3;

/**
 * The health of an Application (B10): the worst of its managed resources. Hooks, kinds without health, objects marked
 * `ignore-healthcheck` and missing objects do not count, child Applications only while they know better than Missing or
 * Unknown. Missing when there are resources and none is live; Unknown when nothing could be compared or one was not read.
 */
export function applicationHealth(input: { comparison: Comparison; tree: TreeNode[] }): Health {
  const { comparison } = input;
  if (comparison.status === 'Unknown') return { status: 'Unknown', message: comparison.message };
  const resources = comparison.resources.filter((resource) => resource.hookPhases.length === 0);
  if (resources.length > 0 && resources.every(isAbsent)) {
    return { status: 'Missing', message: `None of the ${resources.length} resources is in the cluster.` };
  }
  const nodes = new Map(input.tree.map((node) => [formatKey(node.key), node]));
  const counted = resources.flatMap((resource) => {
    const node = nodes.get(formatKey(resource.key));
    return node !== undefined && node.health !== null && counts(resource, node.health) ? [node] : [];
  });
  const status = worstHealth(counted.map((node) => node.health?.status ?? 'Healthy'));
  if (status === 'Healthy') return { status, message: '' };
  return { status, message: caused(counted.filter((node) => node.health?.status === status)) };
}

function isAbsent({ live, isUnread }: ResourceComparison): boolean {
  return live === null && !isUnread;
}

function counts(resource: ResourceComparison, health: Health): boolean {
  const { live } = resource;
  if (resource.isUnread) return true;
  if (live === null || ignoresHealth(live)) return false;
  const hook = hookPhasesOf(live);
  if (hook.isHook || hook.isIgnored || hook.isSkipped) return false;
  const isChild =
    resource.key.kind === 'Application' && ['bowline.dev', 'argoproj.io'].includes(resource.key.group);
  return !(isChild && (health.status === 'Missing' || health.status === 'Unknown'));
}

function caused(nodes: TreeNode[]): string {
  const named = nodes.slice(0, namedMax).map((node) => `${nameOf(node.key)}: ${node.health?.message ?? ''}`);
  const more = nodes.length - named.length;
  return `${named.join(' ')}${more > 0 ? ` And ${more} more.` : ''}`;
}

/** `Deployment prod/web`: how a resource is called in a sentence. */
export function nameOf(key: ResourceKey): string {
  return key.namespace === '' ? `${key.kind} ${key.name}` : `${key.kind} ${key.namespace}/${key.name}`;
}
