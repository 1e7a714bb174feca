'use client';
import { clsx } from 'clsx';
import { memo } from 'react';
import { healthSigns, StatusIcon, syncSigns, type HealthState, type SyncState } from './status.tsx';
import { cardSize, type Box } from './tree-graph-layout.ts';
import styles from './tree-graph.module.css';
import type { Area, Size, View } from './tree-graph-view.ts';

/** What a card shows. Words come translated; `order` sorts siblings. */
export type GraphCard = {
  kind: string;
  name: string;
  /** Sync wave: the first of wave, kind and name, by which siblings are ordered. */
  wave: number;
  health: HealthState | null;
  healthLabel: string;
  sync: SyncState | null;
  syncLabel: string;
  /** Small print for the tooltip: the message of the state. */
  message?: string;
};

type CardProps = {
  domId: string;
  box: Box<GraphCard>;
  detail: 'card' | 'name' | 'block';
  isActive: boolean;
  isSelected: boolean;
  isOnPath: boolean;
  /** Children that exist, and whether they are drawn. */
  childCount: number;
  isExpanded: boolean;
};

/** One node: a full card, shape and name, or a block, by scale. */
export const Card = memo(function Card(props: CardProps) {
  const { box, detail, childCount, isExpanded } = props;
  const { kind, name, health, healthLabel, sync, syncLabel, message } = box.node;
  const sign = health ? healthSigns[health] : null;
  const isFine = health === null || health === 'Healthy';
  const isSynced = sync === null || sync === 'Synced';
  const words = [kind, name, healthLabel, isSynced ? '' : syncLabel].filter(Boolean);
  return (
    <div
      id={props.domId}
      role="treeitem"
      aria-level={box.level}
      aria-posinset={box.position}
      aria-setsize={box.setSize}
      aria-expanded={childCount > 0 ? isExpanded : undefined}
      aria-selected={props.isSelected}
      aria-label={words.join(', ')}
      title={[words.join(' · '), message].filter(Boolean).join('\n')}
      data-node={box.id}
      className={clsx(
        styles.card,
        styles[`detail-${detail}`],
        props.isActive && styles.active,
        props.isSelected && styles.selected,
        props.isOnPath && styles.onPath,
        !isFine && styles[`tone-${sign?.tone}`],
      )}
      style={{ transform: `translate(${box.x}px, ${box.y}px)` }}
    >
      {detail === 'block' ? (
        isFine ? (
          <span className={styles.letters}>{kind.replace(/[^A-Z]/g, '').slice(0, 3)}</span>
        ) : (
          sign && <StatusIcon sign={sign} />
        )
      ) : (
        <>
          <span className={styles.health}>{sign && <StatusIcon sign={sign} />}</span>
          <span className={styles.text}>
            {detail === 'card' && (
              <span className={styles.kind}>
                {kind}
                {!isFine && <span className={styles.word}> {healthLabel}</span>}
              </span>
            )}
            <span className={styles.name}>{name}</span>
          </span>
          {!isSynced && <StatusIcon sign={syncSigns[sync]} />}
        </>
      )}
      {childCount > 0 && detail !== 'block' && (
        <span className={styles.toggle} data-toggle={box.id} aria-hidden>
          {isExpanded ? '−' : `+${childCount}`}
        </span>
      )}
    </div>
  );
});

/** Lines from parents to children; those that lead to the selected node stand out. */
export const Edges = memo(function Edges({
  boxes,
  path,
}: {
  boxes: readonly Box<GraphCard>[];
  path: ReadonlySet<string>;
}) {
  const lines = { rest: '', path: '' };
  for (const box of boxes) if (box.parent) lines[path.has(box.id) ? 'path' : 'rest'] += edge(box.parent, box);
  return (
    <svg className={styles.edges} width={1} height={1} aria-hidden focusable="false">
      <path d={lines.rest} className={styles.edge} />
      <path d={lines.path} className={styles.edgePath} />
    </svg>
  );
});

/** More children than this hang on one trunk: as many curves would become a grey wall. */
const curvesMax = 12;

function edge(from: Box<GraphCard>, to: Box<GraphCard>): string {
  const [x1, y1] = [from.x + cardSize.width, from.y + cardSize.height / 2];
  const [x2, y2] = [to.x, to.y + cardSize.height / 2];
  const bend = (x1 + x2) / 2;
  if (to.setSize > curvesMax) return `M${x1} ${y1}H${bend}V${y2}H${x2}`;
  return `M${x1} ${y1}C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}`;
}

/** The area around a line and its two ends. */
export function edgeArea(box: Box<GraphCard>): Area {
  const from = box.parent ?? box;
  const y = Math.min(from.y, box.y);
  return {
    x: from.x,
    y,
    width: box.x + cardSize.width - from.x,
    height: Math.abs(from.y - box.y) + cardSize.height,
  };
}

type MiniMapProps = {
  boxes: readonly Box<GraphCard>[];
  drawing: Size;
  screen: Size;
  view: View;
  onPick: (point: { x: number; y: number }) => void;
};

/** The whole drawing in the corner with the part on screen; every move it offers exists as button and key too. */
export function MiniMap({ boxes, drawing, screen, view, onPick }: MiniMapProps) {
  const frame = {
    x: -view.x / view.k,
    y: -view.y / view.k,
    width: screen.width / view.k,
    height: screen.height / view.k,
  };
  return (
    <svg
      className={styles.map}
      viewBox={`0 0 ${drawing.width} ${drawing.height}`}
      aria-hidden
      focusable="false"
      onPointerDown={(event) => {
        event.stopPropagation();
        const matrix = event.currentTarget.getScreenCTM();
        if (matrix) onPick(new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse()));
      }}
    >
      <MapNodes boxes={boxes} />
      <rect {...frame} className={styles.frame} />
    </svg>
  );
}

const MapNodes = memo(function MapNodes({ boxes }: { boxes: readonly Box<GraphCard>[] }) {
  const areas = { fine: '', problem: '' };
  for (const { x, y, node } of boxes) {
    const isProblem = node.health === 'Degraded' || node.health === 'Missing' || node.health === 'Unknown';
    areas[isProblem ? 'problem' : 'fine'] +=
      `M${x} ${y}h${cardSize.width}v${cardSize.height}h-${cardSize.width}z`;
  }
  return (
    <>
      <path d={areas.fine} className={styles.mapFine} />
      <path d={areas.problem} className={styles.mapProblem} />
    </>
  );
});
