'use client';
import { clsx } from 'clsx';
import { useMemo, useRef, type CSSProperties, type KeyboardEvent, type ReactNode } from 'react';
import { gridMove } from './data-table.tsx';
import { Icon } from './icon.tsx';
import { useRowWindow } from './row-window.ts';
import { findByPrefix, visibleRows, type TreeNode, type TreeRow } from './tree-grid-rows.ts';
import styles from './tree-grid.module.css';
import { useGridRows } from './use-grid-rows.ts';
import { useIsNarrow, useMedia } from './use-media.ts';

export type { TreeNode, TreeRow } from './tree-grid-rows.ts';

export type TreeColumn<T> = {
  id: string;
  header: ReactNode;
  render: (row: TreeRow<T>) => ReactNode;
  /** CSS grid track. */
  width: string;
  align?: 'start' | 'end';
  hideBelow?: 1100 | 1320;
  /** Place on phones: on the first line at the end, or on the second line (default). */
  narrow?: 'first-line' | 'second-line' | 'hidden';
};

export type TreeGridProps<T> = {
  label: string;
  roots: readonly TreeNode<T>[];
  /** Header of the tree column. */
  header: ReactNode;
  /** Kind and name of a row; use `TreeLabel`. */
  renderLabel: (row: TreeRow<T>) => ReactNode;
  columns: readonly TreeColumn<T>[];
  expanded: ReadonlySet<string>;
  onExpandedChange: (expanded: ReadonlySet<string>) => void;
  /** The row whose drawer is open. */
  selectedId?: string | null;
  /** Enter or click: open the row. */
  onOpen?: (row: TreeRow<T>) => void;
  onActiveChange?: (id: string) => void;
  expandLabel: string;
  collapseLabel: string;
  /** Letters that bubble to the page's shortcuts instead of starting type-ahead; Shift+letter always starts it. */
  reservedKeys?: string;
  hasLetterKeys?: boolean;
};

/** A virtual treegrid with the keys of the ARIA practices: arrows, Home, End, `*`, type-ahead. Rows are the focus stops. */
export function TreeGrid<T>(props: TreeGridProps<T>) {
  const { label, roots, header, renderLabel, expanded, onExpandedChange, selectedId, onOpen } = props;
  const isNarrow = useIsNarrow();
  const isMedium = useMedia('(max-width: 1320px)');
  const isSmall = useMedia('(max-width: 1100px)');
  const columns = props.columns.filter(
    (column) =>
      isNarrow || (!(column.hideBelow === 1320 && isMedium) && !(column.hideBelow === 1100 && isSmall)),
  );
  const rows = useMemo(() => visibleRows(roots, expanded), [roots, expanded]);
  const { container, measure, ...list } = useRowWindow({
    count: rows.length,
    estimate: 40,
    getKey: (index) => rows[index]?.node.id ?? String(index),
  });
  const grid = useGridRows({
    keys: () => rows.map((row) => row.node.id),
    initialKey: selectedId ?? undefined,
    onActiveChange: props.onActiveChange,
    scrollTo: list.scrollTo,
  });
  const typeAhead = useTypeAhead();

  const setExpanded = (ids: readonly string[], isExpanded: boolean) => {
    const next = new Set(expanded);
    for (const id of ids)
      if (isExpanded) next.add(id);
      else next.delete(id);
    onExpandedChange(next);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !isRowTarget(event.target)) return;
    const index = rows.findIndex((row) => row.node.id === grid.activeKey);
    const row = rows[index];
    const move = typeAhead.isEmpty()
      ? gridMove(event.key, props.hasLetterKeys !== false)
      : gridMove(event.key, false);
    if (move) grid.move(move);
    else if (row && treeKey(event.key, row)) return stop(event);
    else if (row && event.key === '*')
      setExpanded(
        rows
          .filter((other) => other.parentId === row.parentId && other.isExpandable)
          .map((other) => other.node.id),
        true,
      );
    else if (row && event.key === 'Enter') onOpen?.(row);
    else if (typeAhead.accepts(event, props.reservedKeys ?? 'xydtlrwgu')) {
      const found = findByPrefix(rows, index, typeAhead.add(event.key));
      if (found >= 0) grid.focus(rows[found]!.node.id); // found is an index of rows
    } else return;
    stop(event);
  };
  const treeKey = (key: string, row: TreeRow<T>): boolean => {
    if (key === 'ArrowRight') {
      if (row.isExpandable && !row.isExpanded) setExpanded([row.node.id], true);
      else if (row.isExpanded) grid.move('next');
      return true;
    }
    if (key === 'ArrowLeft') {
      if (row.isExpanded) setExpanded([row.node.id], false);
      else if (row.parentId !== null) grid.focus(row.parentId);
      return true;
    }
    return false;
  };
  const template = ['minmax(0, 1fr)', ...columns.map((column) => column.width)].join(' ');

  return (
    <div
      role="treegrid"
      tabIndex={-1}
      aria-label={label}
      aria-rowcount={rows.length + 1}
      className={clsx(styles.tree, isNarrow && styles.narrow)}
      style={{ '--columns': template } as CSSProperties} // custom property
      onKeyDown={onKeyDown}
    >
      <div role="row" aria-rowindex={1} className={isNarrow ? 'sr-only' : styles.head}>
        <span role="columnheader" className={styles.headFirst}>
          {header}
        </span>
        {columns.map((column) => (
          <span key={column.id} role="columnheader" className={clsx(column.align === 'end' && styles.end)}>
            {column.header}
          </span>
        ))}
      </div>
      <div role="rowgroup" ref={container} className={styles.body} style={{ height: list.totalSize }}>
        {list.rows.map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          const { id } = row.node;
          return (
            // Keys are handled once, on the treegrid.
            <div
              key={id}
              role="row"
              data-key={id}
              data-index={item.index}
              ref={measure}
              aria-rowindex={item.index + 2}
              aria-level={row.level}
              aria-posinset={row.position}
              aria-setsize={row.setSize}
              aria-expanded={row.isExpandable ? row.isExpanded : undefined}
              aria-selected={selectedId === id}
              tabIndex={grid.tabIndex(id, item.index)}
              className={styles.row}
              style={
                {
                  transform: `translateY(${list.offset(item)}px)`,
                  '--tree-indent': `${(row.level - 1) * 12 + 22}px`,
                } as CSSProperties // custom property
              }
              onFocus={() => grid.setActive(id)}
              onClick={(event) => {
                if (event.target instanceof Element && event.target.closest('a, button, input, label'))
                  return;
                onOpen?.(row);
              }}
            >
              <span role="rowheader" className={styles.resource}>
                {row.guides.map((_, level) => (
                  <span
                    key={level}
                    className={clsx(
                      styles.indent,
                      level === row.guides.length - 1 ? styles.branch : row.guides[level + 1] && styles.guide,
                      level === row.guides.length - 1 && row.position === row.setSize && styles.last,
                    )}
                    aria-hidden
                  />
                ))}
                {row.isExpandable ? (
                  <button
                    type="button"
                    tabIndex={-1}
                    className={styles.twisty}
                    aria-label={row.isExpanded ? props.collapseLabel : props.expandLabel}
                    onClick={() => setExpanded([id], !row.isExpanded)}
                  >
                    <Icon name={row.isExpanded ? 'down' : 'right'} size={14} />
                  </button>
                ) : (
                  <span className={styles.twisty} aria-hidden />
                )}
                <span className={styles.label}>{renderLabel(row)}</span>
              </span>
              {columns.map((column) => (
                <span
                  key={column.id}
                  role="gridcell"
                  className={clsx(
                    styles.cell,
                    column.align === 'end' && styles.end,
                    isNarrow && styles[column.narrow ?? 'second-line'],
                  )}
                >
                  {column.render(row)}
                </span>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** Grey kind, dark name, and tags such as "hook". */
export function TreeLabel({
  kind,
  name,
  title,
  children,
}: {
  kind?: ReactNode;
  name: ReactNode;
  title?: string;
  children?: ReactNode;
}) {
  return (
    <>
      {kind && <span className={styles.kind}>{kind}</span>}
      <span className={styles.name} title={title}>
        {name}
      </span>
      {children}
    </>
  );
}

function stop(event: KeyboardEvent) {
  event.preventDefault();
  event.stopPropagation();
}

function isRowTarget(target: EventTarget) {
  return target instanceof HTMLElement && !target.closest('input, textarea, select, [contenteditable]');
}

function useTypeAhead() {
  const buffer = useRef({ text: '', at: 0 });
  const isEmpty = () => performance.now() - buffer.current.at > 700;
  return {
    isEmpty,
    accepts: (event: KeyboardEvent, reserved: string) =>
      event.key.length === 1 &&
      /[\p{L}\p{N}]/u.test(event.key) &&
      (event.shiftKey || !isEmpty() || !reserved.includes(event.key)),
    add: (key: string) => {
      buffer.current = { text: isEmpty() ? key : buffer.current.text + key, at: performance.now() };
      return buffer.current.text;
    },
  };
}
