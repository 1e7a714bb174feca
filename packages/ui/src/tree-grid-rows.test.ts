import { describe, expect, it } from 'vitest';
import { findByPrefix, visibleRows, type TreeNode } from './tree-grid-rows.ts';

const node = (label: string, children: TreeNode<null>[] = []): TreeNode<null> => ({
  id: label,
  label,
  data: null,
  children,
});
const roots = [node('app', [node('web', [node('pod-1'), node('pod-2')]), node('cache')])];

describe('visibleRows', () => {
  it('shows only what is expanded, with level and place among siblings', () => {
    const rows = visibleRows(roots, new Set(['app', 'web']));
    expect(rows.map((row) => [row.node.id, row.level, row.position, row.setSize, row.parentId])).toEqual([
      ['app', 1, 1, 1, null],
      ['web', 2, 1, 2, 'app'],
      ['pod-1', 3, 1, 2, 'web'],
      ['pod-2', 3, 2, 2, 'web'],
      ['cache', 2, 2, 2, 'app'],
    ]);
  });
  it('draws a guide only below ancestors with later siblings', () => {
    const rows = visibleRows(roots, new Set(['app', 'web']));
    expect(rows.find((row) => row.node.id === 'pod-1')?.guides).toEqual([false, true]);
  });
  it('counts unloaded children as expandable', () => {
    expect(visibleRows([{ ...node('x'), hasChildren: true }], new Set())[0]?.isExpandable).toBe(true);
  });
});

describe('findByPrefix', () => {
  const rows = visibleRows(roots, new Set(['app', 'web']));
  it.each([
    ['p', 0, 2],
    ['p', 2, 3],
    ['p', 3, 2],
    ['pod-2', 2, 3],
    ['WEB', 0, 1],
    ['z', 0, -1],
  ])('%s from row %i finds row %i', (typed, from, expected) =>
    expect(findByPrefix(rows, from, typed)).toBe(expected),
  );
});
