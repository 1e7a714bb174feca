import type { TreeNode } from '@bowline/contract';
import type { TreeNode as EngineNode } from '@bowline/sync-engine/core/model';
import { formatKey } from '@bowline/sync-engine/core/resource-key';

/** A tree node as the public API shows it: keys also as text ids. */
export function treeNodeView(node: EngineNode): TreeNode {
  return { ...node, id: formatKey(node.key), parent: node.parent === null ? null : formatKey(node.parent) };
}
