export type TreeNode<T> = {
  id: string;
  data: T;
  /** What type-ahead matches: the name. */
  label: string;
  children?: readonly TreeNode<T>[];
  /** Children exist but are not loaded yet. */
  hasChildren?: boolean;
};

export type TreeRow<T> = {
  node: TreeNode<T>;
  /** 1 for roots, as `aria-level` counts. */
  level: number;
  parentId: string | null;
  /** Place among its siblings, 1-based. */
  position: number;
  setSize: number;
  isExpandable: boolean;
  isExpanded: boolean;
  /** Per ancestor level, whether a guide goes on below: that ancestor has later siblings. */
  guides: readonly boolean[];
};

/** The rows that are visible with these nodes expanded, in display order. */
export function visibleRows<T>(roots: readonly TreeNode<T>[], expanded: ReadonlySet<string>): TreeRow<T>[] {
  const rows: TreeRow<T>[] = [];
  const walk = (
    nodes: readonly TreeNode<T>[],
    level: number,
    parentId: string | null,
    guides: readonly boolean[],
  ) => {
    nodes.forEach((node, index) => {
      const isExpandable = Boolean(node.children?.length || node.hasChildren);
      const isExpanded = isExpandable && expanded.has(node.id);
      const position = index + 1;
      rows.push({ node, level, parentId, position, setSize: nodes.length, isExpandable, isExpanded, guides });
      if (isExpanded && node.children)
        walk(node.children, level + 1, node.id, [...guides, position < nodes.length]);
    });
  };
  walk(roots, 1, null, []);
  return rows;
}

/** The next row, after `fromIndex` and wrapping around, whose label starts with what was typed. */
export function findByPrefix<T>(rows: readonly TreeRow<T>[], fromIndex: number, typed: string): number {
  const prefix = typed.toLowerCase();
  // One letter moves on from the current row; a longer text may stay on it.
  const start = typed.length > 1 ? fromIndex : fromIndex + 1;
  for (let step = 0; step < rows.length; step += 1) {
    const index = (Math.max(0, start) + step) % rows.length;
    if (rows[index]?.node.label.toLowerCase().startsWith(prefix)) return index;
  }
  return -1;
}
