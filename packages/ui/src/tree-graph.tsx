'use client';
import { useId, useMemo, useState, type CSSProperties, type KeyboardEvent, type MouseEvent } from 'react';
import { IconButton } from './button.tsx';
import type { TreeNode } from './tree-grid-rows.ts';
import { cardSize, layoutTree, type Box, type LayoutTree } from './tree-graph-layout.ts';
import { Card, Edges, edgeArea, MiniMap, type GraphCard } from './tree-graph-parts.tsx';
import styles from './tree-graph.module.css';
import {
  centre,
  detailAt,
  drawnArea,
  fitView,
  overlaps,
  revealArea,
  zoomAt,
  type Area,
} from './tree-graph-view.ts';
import { useGraphView } from './use-graph-view.ts';

export type { GraphCard } from './tree-graph-parts.tsx';

export type TreeGraphProps<T> = {
  label: string;
  /** The same nodes, and the same folding, as a `TreeGrid` beside it. */
  roots: readonly TreeNode<T>[];
  describe: (node: TreeNode<T>) => GraphCard;
  expanded: ReadonlySet<string>;
  onExpandedChange: (expanded: ReadonlySet<string>) => void;
  selectedId?: string | null;
  /** Click or Enter. */
  onOpen?: (node: TreeNode<T>) => void;
  /** `help` says the keys to screen readers. */
  labels: {
    help: string;
    zoomIn: string;
    zoomOut: string;
    fit: string;
    actualSize: string;
    left: string;
    right: string;
    up: string;
    down: string;
  };
};

const zoomStep = 1.25;
const panStep = 120;

/**
 * The tree as a picture, left to right. It always looks the same for the same nodes: siblings are ordered by wave, kind and name.
 * One tab stop; arrows walk along the lines, Space folds, Enter opens, Shift+arrows move, `+ - 0 f` zoom. Cards off screen are
 * not in the document.
 */
export function TreeGraph<T>(props: TreeGraphProps<T>) {
  const { roots, describe, expanded, onExpandedChange, selectedId = null, onOpen, labels } = props;
  const domId = useId();
  const { tree, nodes } = useMemo(() => toLayoutTree(roots, describe, expanded), [roots, describe, expanded]);
  const layout = useMemo(() => layoutTree(tree), [tree]);
  const byId = useMemo(() => new Map(layout.boxes.map((box) => [box.id, box])), [layout]);
  const [activeId, setActiveId] = useState(selectedId);
  const active = byId.get(activeId ?? '') ?? byId.get(selectedId ?? '') ?? layout.boxes[0];
  const { canvas, ...graph } = useGraphView(layout, areaOf(active));
  const { view, screen } = graph;

  const go = (box: Box<GraphCard> | undefined) => {
    if (!box) return;
    setActiveId(box.id);
    graph.set(revealArea(view, areaOf(box), screen));
  };
  // The address chose another node (Back, a link, the outline): it is brought into sight in the same pass.
  const [shownId, setShownId] = useState(selectedId);
  if (shownId !== selectedId) {
    setShownId(selectedId);
    const box = byId.get(selectedId ?? '');
    if (box && box.id !== active?.id) go(box);
  }

  const setExpanded = (id: string, isExpanded: boolean) => {
    const next = new Set(expanded);
    if (isExpanded) next.add(id);
    else next.delete(id);
    onExpandedChange(next);
  };
  const open = (id: string) => {
    const node = nodes.get(id);
    setActiveId(id);
    if (node) onOpen?.(node);
  };
  const onClick = (event: MouseEvent<HTMLElement>) => {
    if (graph.wasDrag() || !(event.target instanceof Element)) return;
    const toggle = event.target.closest<HTMLElement>('[data-toggle]')?.dataset.toggle;
    const id = event.target.closest<HTMLElement>('[data-node]')?.dataset.node;
    if (toggle !== undefined) setExpanded(toggle, !expanded.has(toggle));
    else if (id !== undefined) open(id);
  };
  const zoomKeys: Record<string, () => void> = {
    '+': () => graph.zoom(zoomStep),
    '=': () => graph.zoom(zoomStep),
    '-': () => graph.zoom(1 / zoomStep),
    '0': () => graph.set(centre(zoomAt(view, 1 / view.k, { x: 0, y: 0 }), areaOf(active), screen)),
    f: () => graph.set(fitView(layout, screen)),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !active) return;
    const isFolded = Boolean(nodes.get(active.id)?.children?.length) && !expanded.has(active.id);
    const act =
      zoomKeys[event.key] ??
      (event.shiftKey ? panKey(event.key, graph.pan) : undefined) ??
      (event.key === 'Enter' ? () => open(active.id) : undefined) ??
      (event.key === ' ' ? () => setExpanded(active.id, !expanded.has(active.id)) : undefined) ??
      (event.key === 'ArrowRight' && isFolded ? () => setExpanded(active.id, true) : undefined) ??
      (event.key in steps ? () => go(neighbour(layout.boxes, active, event.key)) : undefined);
    if (!act) return;
    event.preventDefault();
    act();
  };

  const drawn = drawnArea(view, screen);
  const detail = detailAt(view.k);
  const shown = useShown(layout.boxes, drawn);
  const path = useMemo(() => pathTo(byId.get(selectedId ?? '')), [byId, selectedId]);
  return (
    <div className={styles.graph}>
      <div
        ref={canvas}
        className={styles.canvas}
        role="tree"
        tabIndex={0}
        aria-label={props.label}
        aria-describedby={`${domId}-help`}
        aria-activedescendant={active && `${domId}-${active.id}`}
        data-graph-canvas
        onClick={onClick}
        onKeyDown={onKeyDown}
        onPointerDown={graph.onPointerDown}
        onPointerMove={graph.onPointerMove}
        onPointerUp={graph.onPointerEnd}
        onPointerCancel={graph.onPointerEnd}
      >
        <div
          role="none"
          className={styles.drawing}
          style={
            {
              transform: `translate(${view.x}px, ${view.y}px) scale(${view.k})`,
              // In steps, so that text is not measured again on every frame.
              '--k': Math.max(0.1, Math.floor(view.k * 10) / 10),
            } as CSSProperties // a custom property
          }
        >
          <Edges boxes={shown.edges} path={path} />
          {withActive(shown.cards, active).map((box) => (
            <Card
              key={box.id}
              domId={`${domId}-${box.id}`}
              box={box}
              detail={detail}
              isActive={box === active}
              isSelected={box.id === selectedId}
              isOnPath={path.has(box.id)}
              childCount={nodes.get(box.id)?.children?.length ?? 0}
              isExpanded={expanded.has(box.id)}
            />
          ))}
        </div>
      </div>
      <p id={`${domId}-help`} hidden>
        {labels.help}
      </p>
      <div className={styles.tools}>
        <IconButton size="sm" icon="left" label={labels.left} onClick={() => graph.pan(panStep, 0)} />
        <IconButton size="sm" icon="right" label={labels.right} onClick={() => graph.pan(-panStep, 0)} />
        <IconButton size="sm" icon="up" label={labels.up} onClick={() => graph.pan(0, panStep)} />
        <IconButton size="sm" icon="down" label={labels.down} onClick={() => graph.pan(0, -panStep)} />
        <span className={styles.gap} />
        <IconButton size="sm" icon="minus" label={labels.zoomOut} onClick={zoomKeys['-']} />
        <button type="button" className={styles.scale} title={labels.actualSize} onClick={zoomKeys['0']}>
          {Math.round(view.k * 100)} %
        </button>
        <IconButton size="sm" icon="plus" label={labels.zoomIn} onClick={zoomKeys['+']} />
        <IconButton size="sm" icon="fit" label={labels.fit} onClick={zoomKeys.f} />
      </div>
      {(layout.width * view.k > screen.width || layout.height * view.k > screen.height) && (
        <MiniMap
          boxes={layout.boxes}
          drawing={layout}
          screen={screen}
          view={view}
          onPick={({ x, y }) => graph.set(centre(view, { x, y, width: 0, height: 0 }, screen))}
        />
      )}
    </div>
  );
}

function areaOf(box: Box<GraphCard> | undefined): Area {
  return { x: box?.x ?? 0, y: box?.y ?? 0, width: cardSize.width, height: cardSize.height };
}

/** What is drawn, in the order of the layout; one object while the tiles on screen stay the same. */
function useShown(boxes: readonly Box<GraphCard>[], { x, y, width, height }: Area) {
  return useMemo(() => {
    const area = { x, y, width, height };
    const edges = boxes.filter((box) => box.parent && overlaps(edgeArea(box), area));
    return { edges, cards: boxes.filter((box) => overlaps(areaOf(box), area)) };
  }, [boxes, x, y, width, height]);
}

/** A screen reader follows the active card, so it is always there. */
function withActive(cards: readonly Box<GraphCard>[], active: Box<GraphCard> | undefined) {
  return active && !cards.includes(active) ? [...cards, active] : cards;
}

function pathTo(box: Box<GraphCard> | undefined): ReadonlySet<string> {
  const path = new Set<string>();
  for (let at = box ?? null; at; at = at.parent) path.add(at.id);
  return path;
}

function toLayoutTree<T>(
  roots: readonly TreeNode<T>[],
  describe: (node: TreeNode<T>) => GraphCard,
  expanded: ReadonlySet<string>,
) {
  const nodes = new Map<string, TreeNode<T>>();
  const walk = (siblings: readonly TreeNode<T>[]): LayoutTree<GraphCard>[] =>
    siblings
      .map((node) => ({ node, card: describe(node) }))
      .sort((a, b) => compareCards(a.card, b.card) || compareText(a.node.id, b.node.id))
      .map(({ node, card }) => {
        nodes.set(node.id, node);
        const children = expanded.has(node.id) ? walk(node.children ?? []) : [];
        return { id: node.id, node: card, children };
      });
  return { tree: walk(roots), nodes };
}

/** The order in which siblings stand: wave, kind, name. Never by state, so that updates move nothing. */
function compareCards(a: GraphCard, b: GraphCard): number {
  return a.wave - b.wave || compareText(a.kind, b.kind) || compareText(a.name, b.name);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const steps: Record<string, 'parent' | 'child' | 'before' | 'after' | 'first' | 'last'> = {
  ArrowLeft: 'parent',
  ArrowRight: 'child',
  ArrowUp: 'before',
  ArrowDown: 'after',
  Home: 'first',
  End: 'last',
};

/** Up and down stay in the column, across subtrees; left and right follow the line. */
function neighbour(boxes: readonly Box<GraphCard>[], from: Box<GraphCard>, key: string) {
  const step = steps[key];
  const column = boxes.filter((box) => box.level === from.level);
  const index = column.indexOf(from);
  if (step === 'parent') return from.parent ?? undefined;
  if (step === 'child') return boxes.find((box) => box.parent === from);
  if (step === 'before') return column[index - 1];
  if (step === 'after') return column[index + 1];
  return step === 'first' ? boxes[0] : column.at(-1);
}

function panKey(key: string, pan: (dx: number, dy: number) => void) {
  const moves: Record<string, [number, number]> = {
    ArrowLeft: [panStep, 0],
    ArrowRight: [-panStep, 0],
    ArrowUp: [0, panStep],
    ArrowDown: [0, -panStep],
  };
  const move = moves[key];
  return move && (() => pan(...move));
}
