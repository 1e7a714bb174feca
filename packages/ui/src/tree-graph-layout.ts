/** Size of a card and the room around it, in pixels at 100 %. */
export const cardSize = { width: 232, height: 52, gapX: 56, gapY: 12 } as const;

export type LayoutTree<N> = { id: string; node: N; children: readonly LayoutTree<N>[] };

export type Box<N> = {
  id: string;
  node: N;
  /** Left and top edge; the drawing starts at 0, 0. */
  x: number;
  y: number;
  /** 1 for roots. */
  level: number;
  parent: Box<N> | null;
  /** Place among its siblings, 1-based. */
  position: number;
  setSize: number;
};

export type GraphLayout<N> = { boxes: Box<N>[]; width: number; height: number };

/** Upper and lower outline of a subtree, one entry per level, the deepest first so that a parent is a push; `shift` is added. */
type Contour = { tops: number[]; bottoms: number[]; shift: number };
/** A subtree whose root is at 0; children carry their distance to it. */
type Placed<N> = { tree: LayoutTree<N>; children: Placed<N>[]; dy: number; contour: Contour };

/**
 * Left to right, every parent in the middle of its children, subtrees as close as their outlines allow. Linear in the number
 * of nodes: outlines are merged smaller into larger. The order is that of the input, so the same tree gives the same drawing.
 */
export function layoutTree<N>(roots: readonly LayoutTree<N>[]): GraphLayout<N> {
  const placed = roots.map(place);
  const forest = stack(placed);
  if (!forest) return { boxes: [], width: 0, height: 0 };
  const top = Math.min(...extremes(forest, 'tops'));
  const boxes: Box<N>[] = [];
  const emit = (items: readonly Placed<N>[], parent: Box<N> | null, origin: number) => {
    items.forEach((item, index) => {
      const level = (parent?.level ?? 0) + 1;
      const y = origin + item.dy;
      const { id, node } = item.tree;
      const x = (level - 1) * (cardSize.width + cardSize.gapX);
      const box = { id, node, x, y, level, parent, position: index + 1, setSize: items.length };
      boxes.push(box);
      emit(item.children, box, y);
    });
  };
  emit(placed, null, -top);
  const levels = forest.tops.length;
  return {
    boxes,
    width: levels * cardSize.width + (levels - 1) * cardSize.gapX,
    height: Math.max(...extremes(forest, 'bottoms')) - top,
  };
}

function place<N>(tree: LayoutTree<N>): Placed<N> {
  const children = tree.children.map(place);
  const own = stack(children) ?? { tops: [], bottoms: [], shift: 0 };
  // Whole pixels keep text sharp.
  const middle = Math.round(((children[0]?.dy ?? 0) + (children.at(-1)?.dy ?? 0)) / 2);
  for (const child of children) child.dy -= middle;
  own.shift -= middle;
  own.tops.push(-own.shift);
  own.bottoms.push(cardSize.height - own.shift);
  return { tree, children, dy: 0, contour: own };
}

/** Puts subtrees below each other, relative to the first; returns their common outline. */
function stack<N>(items: readonly Placed<N>[]): Contour | null {
  let outline: Contour | null = null;
  for (const item of items) {
    if (outline === null) {
      outline = item.contour;
      continue;
    }
    item.dy = distance(outline, item.contour);
    outline = merge(outline, item.contour, item.dy);
  }
  return outline;
}

/** How far below the outline's zero the next subtree starts so that no level overlaps. */
function distance(above: Contour, below: Contour): number {
  const [a, b] = [above.bottoms.length, below.tops.length];
  let result = Number.NEGATIVE_INFINITY;
  for (let level = 1; level <= Math.min(a, b); level += 1) {
    const room = at(above.bottoms, a - level) + above.shift - at(below.tops, b - level) - below.shift;
    result = Math.max(result, room + cardSize.gapY);
  }
  return result;
}

/** The outline of both, written into the deeper one; both are spent afterwards. */
function merge(above: Contour, below: Contour, dy: number): Contour {
  const [a, b] = [above.tops.length, below.tops.length];
  if (a >= b) {
    for (let level = 1; level <= b; level += 1)
      above.bottoms[a - level] = at(below.bottoms, b - level) + below.shift + dy - above.shift;
    return above;
  }
  below.shift += dy;
  for (let level = 1; level <= a; level += 1)
    below.tops[b - level] = at(above.tops, a - level) + above.shift - below.shift;
  return below;
}

function extremes(contour: Contour, side: 'tops' | 'bottoms'): number[] {
  return contour[side].map((value) => value + contour.shift);
}

function at(values: readonly number[], index: number): number {
  return values[index] ?? 0; // callers stay inside
}
