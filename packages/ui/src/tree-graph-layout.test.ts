import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardSize, layoutTree, type Box, type LayoutTree } from './tree-graph-layout.ts';

/** Any forest: number i hangs under an earlier node, or is a root. */
const parents = fc.array(fc.nat(), { maxLength: 60 });

function build(choices: readonly number[]): LayoutTree<null>[] {
  const nodes: (LayoutTree<null> & { children: LayoutTree<null>[] })[] = [];
  const roots: LayoutTree<null>[] = [];
  choices.forEach((choice, index) => {
    const node = { id: String(index), node: null, children: [] };
    const parent = nodes[(choice % (index + 1)) - 1];
    (parent?.children ?? roots).push(node);
    nodes.push(node);
  });
  return roots;
}

const byColumn = (boxes: readonly Box<null>[]) => {
  const columns = new Map<number, Box<null>[]>();
  for (const box of boxes) columns.set(box.level, [...(columns.get(box.level) ?? []), box]);
  return [...columns.values()];
};

describe('layoutTree (C5)', () => {
  it('never lets two cards overlap, and keeps the order of the tree in every column', () => {
    fc.assert(
      fc.property(parents, (choices) => {
        const { boxes } = layoutTree(build(choices));
        for (const column of byColumn(boxes))
          for (let i = 1; i < column.length; i += 1)
            expect(column[i]!.y - column[i - 1]!.y).toBeGreaterThanOrEqual(cardSize.height + cardSize.gapY);
      }),
    );
  });
  it('draws every node once, inside its size, children to the right of a parent in their middle', () => {
    fc.assert(
      fc.property(parents, (choices) => {
        const { boxes, width, height } = layoutTree(build(choices));
        expect(boxes.map((box) => Number(box.id)).sort((a, b) => a - b)).toEqual(choices.map((_, i) => i));
        for (const box of boxes) {
          expect(box.y).toBeGreaterThanOrEqual(0);
          expect(box.y + cardSize.height).toBeLessThanOrEqual(height);
          expect(box.x + cardSize.width).toBeLessThanOrEqual(width);
          const kids = boxes.filter((other) => other.parent === box);
          if (kids.length === 0) continue;
          expect(kids.every((kid) => kid.x === box.x + cardSize.width + cardSize.gapX)).toBe(true);
          expect(Math.abs((kids[0]!.y + kids.at(-1)!.y) / 2 - box.y)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
  it('gives the same drawing for the same tree (G28)', () => {
    fc.assert(
      fc.property(parents, (choices) => {
        const places = () => layoutTree(build(choices)).boxes.map(({ id, x, y }) => [id, x, y]);
        expect(places()).toEqual(places());
      }),
    );
  });
  it('lets a short sibling use the room beside a deep one', () => {
    const leaf = (id: string): LayoutTree<null> => ({ id, node: null, children: [] });
    const deep = { id: 'a', node: null, children: [leaf('a1'), leaf('a2'), leaf('a3')] };
    const { boxes } = layoutTree([{ id: 'app', node: null, children: [deep, leaf('b')] }]);
    const y = Object.fromEntries(boxes.map((box) => [box.id, box.y]));
    expect(y.b! - y.a!).toBe(cardSize.height + cardSize.gapY);
    expect(y).toMatchObject({ a1: 0, a: 64, a2: 64, a3: 128, b: 128 });
  });
  it('places 2,001 nodes with one pass', () => {
    const leaves = Array.from({ length: 2000 }, (_, i) => ({ id: `p${i}`, node: null, children: [] }));
    const { boxes, height } = layoutTree([{ id: 'app', node: null, children: leaves }]);
    expect(boxes).toHaveLength(2001);
    expect(height).toBe(2000 * 64 - cardSize.gapY);
  });
});
