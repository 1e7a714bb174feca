import type { CallOutput } from '@bowline/contract/client';
import type { TreeNode } from '@bowline/ui/tree-grid';

export type Tree = CallOutput<'getTree'>;
export type Resource = Tree['nodes'][number];
export const scopes = ['problems', 'changed', 'all'] as const;
export type Scope = (typeof scopes)[number];

/** A row: one resource, or many alike folded into one. */
export type TreeItem =
  | { kind: 'resource'; resource: Resource }
  | { kind: 'group'; of: string; reason: 'healthy' | 'older' | 'other'; state: string; members: Resource[] };

const problemStates: readonly string[] = ['Degraded', 'Missing', 'Unknown'];
const foldAbove = 6;

/** Whether a resource itself needs attention; its parents only carry that. */
export function isProblem(resource: Resource): boolean {
  return resource.health !== null && problemStates.includes(resource.health.status);
}

/** Whether git or the cluster moved it. Hooks never count. */
export function isChanged(resource: Resource): boolean {
  return resource.sync === 'OutOfSync';
}

/** Problems and changes where there are any, else everything: the outline opens at what matters. */
export function defaultScope(tree: Pick<Tree, 'problems' | 'changed'>): Scope[] {
  const scope: Scope[] = [];
  if (tree.problems > 0) scope.push('problems');
  if (tree.changed > 0) scope.push('changed');
  return scope.length > 0 ? scope : ['all'];
}

export type Outline = {
  roots: TreeNode<TreeItem>[];
  /** Resources that the scope and the filter leave out. */
  hidden: number;
  /** Ids of every row with children that leads to something shown on purpose. */
  openByDefault: string[];
};

/** The rows of the outline: what the scope and the query ask for with its ancestors; many alike are folded. */
export function outlineOf(input: {
  nodes: readonly Resource[];
  scope: readonly Scope[];
  query: string;
}): Outline {
  const { nodes, scope } = input;
  const query = input.query.trim().toLowerCase();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const wanted = new Set<string>();
  const targets = new Set<string>();
  for (const node of nodes) {
    if (!isInScope(node, scope) || !matches(node, query)) continue;
    targets.add(node.id);
    for (let at: Resource | undefined = node; at && !wanted.has(at.id); at = parentOf(at, byId))
      wanted.add(at.id);
  }
  const children = new Map<string, Resource[]>();
  for (const node of nodes) {
    const parent = parentOf(node, byId);
    const key = parent?.id ?? '';
    const list = children.get(key);
    if (list) list.push(node);
    else children.set(key, [node]);
  }
  const openByDefault: string[] = [];
  let shown = 0;
  // Siblings of a problem that are folded away say how many they are; they are not lost.
  const build = (parent: string): TreeNode<TreeItem>[] => {
    const all = children.get(parent) ?? [];
    const kept = all.filter((node) => wanted.has(node.id));
    const isContext = parent !== '' && scope.includes('problems') && query === '' && kept.some(isProblem);
    const rest = isContext ? all.filter((node) => !wanted.has(node.id)) : [];
    return foldAlike([...kept, ...rest], new Set(rest.map((node) => node.id))).map((item) => {
      if (item.kind === 'group') {
        shown += item.members.length;
        return {
          id: `group:${parent}:${item.of}:${item.reason}:${item.state}`,
          data: item,
          label: item.of,
          children: item.members.map((member) => ({
            id: member.id,
            data: { kind: 'resource' as const, resource: member },
            label: member.key.name,
          })),
        };
      }
      shown += 1;
      const { resource } = item;
      const below = build(resource.id);
      const leadsOn = below.some((child) => wanted.has(child.id));
      if (below.length > 0 && leadsOn) openByDefault.push(resource.id);
      return { id: resource.id, data: item, label: resource.key.name, children: below };
    });
  };
  const roots = build('');
  return { roots, hidden: Math.max(0, nodes.length - shown), openByDefault };
}

function isInScope(node: Resource, scope: readonly Scope[]): boolean {
  return (
    scope.includes('all') ||
    (scope.includes('problems') && isProblem(node)) ||
    (scope.includes('changed') && isChanged(node))
  );
}

function matches(node: Resource, query: string): boolean {
  return query === '' || `${node.key.kind} ${node.key.name}`.toLowerCase().includes(query);
}

function parentOf(node: Resource, byId: ReadonlyMap<string, Resource>): Resource | undefined {
  return node.parent === null ? undefined : byId.get(node.parent);
}

/**
 * Folds siblings that say the same: idle ReplicaSets, and more than six of one kind and state. Problems and changes are
 * never folded, and neither is what was asked for unless there are many of it. Order is kept.
 */
function foldAlike(siblings: readonly Resource[], context: ReadonlySet<string>): TreeItem[] {
  const groups = new Map<string, Resource[]>();
  const keyOf = (node: Resource) =>
    isProblem(node) || isChanged(node) || node.rollup.total > 1
      ? null
      : `${node.key.kind} ${node.health?.status ?? ''} ${node.sync ?? ''} ${context.has(node.id) ? 'c' : ''}`;
  for (const node of siblings) {
    const key = keyOf(node);
    if (key === null) continue;
    const list = groups.get(key);
    if (list) list.push(node);
    else groups.set(key, [node]);
  }
  const isFolded = (members: readonly Resource[]) =>
    members.length > foldAbove ||
    (members.length > 1 && members.every((node) => context.has(node.id))) ||
    (members.length > 1 && members[0]?.key.kind === 'ReplicaSet');
  const done = new Set<string>();
  return siblings.flatMap<TreeItem>((node) => {
    const key = keyOf(node);
    const members = key === null ? undefined : groups.get(key);
    // Rendered objects stay single lines: people look for them by name.
    if (key === null || !members || !isFolded(members) || node.sync !== null)
      return [{ kind: 'resource', resource: node }];
    if (done.has(key)) return [];
    done.add(key);
    const state = node.health?.status ?? '';
    const reason = node.key.kind === 'ReplicaSet' ? 'older' : state === 'Healthy' ? 'healthy' : 'other';
    return [{ kind: 'group', of: node.key.kind, reason, state, members: [...members] }];
  });
}
