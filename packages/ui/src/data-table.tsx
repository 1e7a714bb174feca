'use client';
import { clsx } from 'clsx';
import {
  useEffect,
  useRef,
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
} from 'react';
import styles from './data-table.module.css';
import { Checkbox } from './field.tsx';
import { Icon } from './icon.tsx';
import { useRowWindow } from './row-window.ts';
import { type GridRows, useGridRows } from './use-grid-rows.ts';
import { useIsNarrow, useMedia } from './use-media.ts';

export type Column<T> = {
  id: string;
  header: ReactNode;
  render: (row: T) => ReactNode;
  /** CSS grid track: `140px`, `minmax(0, 2fr)`. */
  width: string;
  align?: 'start' | 'end';
  /** Can be sorted by; the caller sorts. */
  isSortable?: boolean;
  /** Column that names the row for screen readers; the first one by default. */
  isRowHeader?: boolean;
  /** Left out on windows narrower than this. */
  hideBelow?: 1100 | 1320;
};

export type Sort = { column: string; direction: 'ascending' | 'descending' };

export type DataTableProps<T> = {
  label: string;
  rows: readonly T[];
  rowKey: (row: T) => string;
  columns: readonly Column<T>[];
  /** Total when more rows exist than are loaded. */
  total?: number;
  sort?: Sort | null;
  onSort?: (sort: Sort) => void;
  selection?: {
    selected: ReadonlySet<string>;
    onChange: (selected: ReadonlySet<string>) => void;
    selectAllLabel: string;
    selectRowLabel: (row: T) => string;
  };
  /** Enter, or a click beside links and buttons. */
  onOpen?: (row: T) => void;
  /** The row as a card of two or three lines, below 768 px. */
  card: (row: T) => ReactNode;
  /** Key of the row to start on: Back returns to where one was. */
  activeKey?: string;
  onActiveChange?: (key: string) => void;
  /** j, k and x; arrows and Enter always work. */
  hasLetterKeys?: boolean;
  /** Row that reads as stale or unreachable. */
  isAway?: (row: T) => boolean;
  /** Near the last loaded row: load more. */
  onEndReached?: () => void;
  footer?: ReactNode;
};

/** Where a letter means something of its own, or is typed. */
const ownKeys =
  'a, button, input, textarea, select, summary, [contenteditable], [tabindex="0"], [role=grid], [role=treegrid], [role=dialog], [role=menu], [role=listbox]';

/** j and k begin from anywhere on the page: nobody has to find the rows with Tab first. */
function useKeysOfPage(isOn: boolean, grid: GridRows) {
  const latest = useRef(grid);
  useEffect(() => {
    latest.current = grid;
  });
  useEffect(() => {
    if (!isOn) return;
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
      if (event.defaultPrevented || hasModifier || (event.key !== 'j' && event.key !== 'k')) return;
      if (event.target instanceof Element && event.target.closest(ownKeys)) return;
      event.preventDefault();
      const { activeKey, focus, move, tabIndex } = latest.current;
      // Back to the row that was left, unless it is gone.
      if (activeKey !== null && tabIndex(activeKey, -1) === 0) focus(activeKey);
      else move('next');
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [isOn]);
}

/** A virtual table that scrolls with the page: sortable heads, selection with Shift ranges, keys; cards on phones. */
export function DataTable<T>(props: DataTableProps<T>) {
  const { label, rows, rowKey, selection, card, onEndReached, isAway, footer } = props;
  const isNarrow = useIsNarrow();
  const columns = useVisibleColumns(props.columns);
  const { container, measure, ...list } = useRowWindow({
    count: rows.length,
    estimate: isNarrow ? 88 : 40,
    getKey: (index) => keyAt(rows, rowKey, index),
  });
  const grid = useGridRows({
    keys: () => rows.map(rowKey),
    initialKey: props.activeKey,
    onActiveChange: props.onActiveChange,
    scrollTo: list.scrollTo,
  });
  useKeysOfPage(props.hasLetterKeys !== false, grid);
  const lastRow = list.rows.at(-1)?.index ?? -1;
  useEffect(() => {
    if (rows.length > 0 && lastRow >= rows.length - 20) onEndReached?.();
  }, [lastRow, rows.length, onEndReached]);

  const anchor = useRef<string | null>(null);
  const toggle = (key: string, isRange: boolean) =>
    selection?.onChange(
      nextSelection({
        keys: rows.map(rowKey),
        selected: selection.selected,
        key,
        anchor: isRange ? anchor.current : null,
      }),
    );
  const select = (key: string, isRange: boolean) => {
    toggle(key, isRange);
    anchor.current = key;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (
      event.target instanceof HTMLElement &&
      event.target.closest('input:not([type=checkbox]), textarea, select, [contenteditable]')
    )
      return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const current = grid.activeKey;
    const hasLetters = props.hasLetterKeys !== false;
    const move = gridMove(event.key, hasLetters);
    if (move) {
      event.preventDefault();
      const next = grid.move(move);
      if (next && event.shiftKey && selection && (move === 'next' || move === 'previous')) {
        selection.onChange(new Set([...selection.selected, ...(current ? [current] : []), next]));
        anchor.current = next;
      }
      return;
    }
    const row = rows.find((row) => rowKey(row) === current);
    if (!row || !current) return;
    if (
      event.key === 'Enter' &&
      event.target instanceof HTMLElement &&
      event.target.dataset.key === current
    ) {
      event.preventDefault();
      props.onOpen?.(row);
    } else if (event.key === 'x' && hasLetters && selection) {
      event.preventDefault();
      select(current, false);
    } else if (event.key === 'Escape' && selection && selection.selected.size > 0) {
      event.preventDefault();
      selection.onChange(new Set());
    }
  };
  const template = [selection && '32px', ...columns.map((column) => column.width)].filter(Boolean).join(' ');
  const isAllSelected = rows.length > 0 && rows.every((row) => selection?.selected.has(rowKey(row)));

  return (
    <>
      <div
        role="grid"
        tabIndex={-1}
        aria-label={label}
        aria-rowcount={(props.total ?? rows.length) + (isNarrow ? 0 : 1)}
        aria-multiselectable={selection ? true : undefined}
        className={clsx(styles.table, isNarrow && styles.cards)}
        style={{ '--columns': template } as CSSProperties} // custom property
        onKeyDown={onKeyDown}
      >
        {!isNarrow && (
          <div role="row" aria-rowindex={1} className={styles.head}>
            {selection && (
              <span role="columnheader" className={styles.check}>
                <Checkbox
                  label={selection.selectAllLabel}
                  isLabelHidden
                  checked={isAllSelected}
                  isMixed={!isAllSelected && selection.selected.size > 0}
                  onChange={() =>
                    selection.onChange(
                      isAllSelected ? new Set() : new Set([...selection.selected, ...rows.map(rowKey)]),
                    )
                  }
                />
              </span>
            )}
            {columns.map((column) => (
              <HeaderCell key={column.id} column={column} sort={props.sort} onSort={props.onSort} />
            ))}
          </div>
        )}
        <div role="rowgroup" ref={container} className={styles.body} style={{ height: list.totalSize }}>
          {list.rows.map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            const key = rowKey(row);
            const isSelected = selection?.selected.has(key);
            const onClick = (event: MouseEvent<HTMLElement>) => {
              if (event.target instanceof HTMLElement && event.target.closest('a, button, input, label'))
                return;
              if (event.shiftKey && selection) select(key, true);
              else props.onOpen?.(row);
            };
            return (
              // Keys are handled once, on the grid; the click is a convenience beside the link in the row.
              <div
                key={key}
                role="row"
                data-key={key}
                data-index={item.index}
                ref={measure}
                aria-rowindex={item.index + (isNarrow ? 1 : 2)}
                aria-selected={selection ? Boolean(isSelected) : undefined}
                tabIndex={grid.tabIndex(key, item.index)}
                className={clsx(styles.row, isAway?.(row) && styles.away)}
                style={{ transform: `translateY(${list.offset(item)}px)` }}
                onFocus={() => grid.setActive(key)}
                onClick={onClick}
              >
                {isNarrow ? (
                  <div role="gridcell" className={styles.card}>
                    {card(row)}
                  </div>
                ) : (
                  <>
                    {selection && (
                      <span role="gridcell" className={styles.check}>
                        <Checkbox
                          label={selection.selectRowLabel(row)}
                          isLabelHidden
                          tabIndex={-1}
                          checked={Boolean(isSelected)}
                          onChange={(event) =>
                            select(
                              key,
                              event.nativeEvent instanceof globalThis.MouseEvent &&
                                event.nativeEvent.shiftKey,
                            )
                          }
                        />
                      </span>
                    )}
                    {columns.map((column, index) => (
                      <span
                        key={column.id}
                        role={(column.isRowHeader ?? index === 0) ? 'rowheader' : 'gridcell'}
                        className={clsx(styles.cell, column.align === 'end' && styles.end)}
                      >
                        {column.render(row)}
                      </span>
                    ))}
                  </>
                )}
              </div>
            );
          })}
        </div>
      </div>
      {footer && <div className={styles.footer}>{footer}</div>}
    </>
  );
}

function HeaderCell<T>({
  column,
  sort,
  onSort,
}: {
  column: Column<T>;
  sort?: Sort | null;
  onSort?: (sort: Sort) => void;
}) {
  const isSorted = sort?.column === column.id;
  const next = isSorted && sort.direction === 'ascending' ? 'descending' : 'ascending';
  return (
    <span
      role="columnheader"
      aria-sort={column.isSortable ? (isSorted ? sort.direction : 'none') : undefined}
      className={clsx(styles.headCell, column.align === 'end' && styles.end)}
    >
      {column.isSortable && onSort ? (
        <button
          type="button"
          className={styles.sort}
          onClick={() => onSort({ column: column.id, direction: next })}
        >
          {column.header}
          {isSorted && <Icon name={sort.direction === 'ascending' ? 'arrow-up' : 'arrow-down'} size={12} />}
        </button>
      ) : (
        column.header
      )}
    </span>
  );
}

function useVisibleColumns<T>(columns: readonly Column<T>[]) {
  const isMedium = useMedia('(max-width: 1320px)');
  const isSmall = useMedia('(max-width: 1100px)');
  return columns.filter(
    (column) => !(column.hideBelow === 1320 && isMedium) && !(column.hideBelow === 1100 && isSmall),
  );
}

function keyAt<T>(rows: readonly T[], rowKey: (row: T) => string, index: number) {
  const row = rows[index];
  return row === undefined ? String(index) : rowKey(row);
}

export type GridMove = 'next' | 'previous' | 'first' | 'last' | 'pageDown' | 'pageUp';

/** The movement a key means in a list of rows. */
export function gridMove(key: string, hasLetterKeys: boolean): GridMove | undefined {
  if (hasLetterKeys && key === 'j') return 'next';
  if (hasLetterKeys && key === 'k') return 'previous';
  return (
    {
      ArrowDown: 'next',
      ArrowUp: 'previous',
      Home: 'first',
      End: 'last',
      PageDown: 'pageDown',
      PageUp: 'pageUp',
    } as const
  )[key];
}

/** Toggles one key, or with an anchor adds everything between anchor and key in list order. */
export function nextSelection(input: {
  keys: readonly string[];
  selected: ReadonlySet<string>;
  key: string;
  anchor: string | null;
}): ReadonlySet<string> {
  const { keys, selected, key, anchor } = input;
  const next = new Set(selected);
  const [from, to] = [anchor === null ? -1 : keys.indexOf(anchor), keys.indexOf(key)];
  if (from >= 0 && to >= 0) {
    for (const between of keys.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(between);
    return next;
  }
  if (!next.delete(key)) next.add(key);
  return next;
}
