import type { CallOutput } from '@bowline/contract/client';

type Tree = CallOutput<'getTree'>;
type Node = Tree['nodes'][number];
export type TreePatch = { written: Node[]; removed: string[] };

const problemStates: readonly string[] = ['Degraded', 'Missing', 'Unknown'];

/** Reads the data of a frame of an Application's tree; null when the tree has to be fetched again. */
export function parseTreePatch(data: unknown): TreePatch | null {
  if (typeof data !== 'object' || data === null || !('written' in data) || !('removed' in data)) return null;
  const { written, removed } = data;
  // The server of this page sent it: the same shape as getTree's nodes.
  return Array.isArray(written) && Array.isArray(removed) ? { written, removed } : null;
}

/**
 * The tree after a change, in the order of the API: wave, kind, namespace, name. Nodes that did not change stay the same objects.
 * Null when the patch does not fit, because a parent is missing: frames were lost, fetch again.
 */
export function patchTree(tree: Tree, { written, removed }: TreePatch): Tree | null {
  const nodes = new Map(tree.nodes.map((node) => [node.id, node]));
  for (const id of removed) nodes.delete(id);
  for (const node of written) nodes.set(node.id, node);
  if (written.some((node) => node.parent !== null && !nodes.has(node.parent))) return null;
  const next = [...nodes.values()].sort(compareNodes);
  return {
    ...tree,
    nodes: next,
    total: next.length,
    problems: next.filter((node) => node.health !== null && problemStates.includes(node.health.status))
      .length,
    changed: next.filter((node) => node.verdict !== null && node.sync === 'OutOfSync').length,
  };
}

function compareNodes(a: Node, b: Node): number {
  return (
    a.wave - b.wave ||
    compareText(a.key.kind, b.key.kind) ||
    compareText(a.key.namespace, b.key.namespace) ||
    compareText(a.key.name, b.key.name) ||
    compareText(a.id, b.id)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
