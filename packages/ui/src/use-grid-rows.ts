'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { GridMove } from './data-table.tsx';

export type GridRows = {
  activeKey: string | null;
  setActive: (key: string) => void;
  /** Moves focus and returns the key it went to. */
  move: (to: GridMove) => string | null;
  focus: (key: string) => void;
  /** 0 for the one row that Tab reaches. */
  tabIndex: (key: string, index: number) => 0 | -1;
};

/** Roving focus over rows that may not be rendered yet: the row is scrolled in, then focused. Kept by key, so updates do not move it. */
export function useGridRows(options: {
  keys: () => readonly string[];
  initialKey?: string;
  onActiveChange?: (key: string) => void;
  scrollTo: (index: number) => void;
}): GridRows {
  const { keys, initialKey, onActiveChange, scrollTo } = options;
  const [activeKey, setActiveKey] = useState<string | null>(initialKey ?? null);
  const wanted = useRef<string | null>(null);

  const setActive = useCallback(
    (key: string) => {
      setActiveKey(key);
      onActiveChange?.(key);
    },
    [onActiveChange],
  );
  // Runs after every commit: the wanted row may only appear once the list has scrolled.
  useEffect(() => {
    if (wanted.current === null) return;
    const row = findRow(wanted.current);
    if (!row) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
  });
  const focus = useCallback(
    (key: string) => {
      wanted.current = key;
      scrollTo(keys().indexOf(key));
      setActive(key);
      const row = findRow(key);
      if (row) {
        wanted.current = null;
        row.focus({ preventScroll: true });
      }
    },
    [keys, scrollTo, setActive],
  );
  const move = useCallback(
    (to: GridMove) => {
      const all = keys();
      if (all.length === 0) return null;
      const at = activeKey === null ? -1 : all.indexOf(activeKey);
      const last = all.length - 1;
      const index = {
        next: at + 1,
        previous: at < 0 ? 0 : at - 1,
        first: 0,
        last,
        pageDown: at + 12,
        pageUp: at - 12,
      }[to];
      const key = all[Math.min(last, Math.max(0, index))]!; // clamped into a list that is not empty
      focus(key);
      return key;
    },
    [activeKey, focus, keys],
  );
  const isKnown = activeKey !== null && keys().includes(activeKey);
  return {
    activeKey,
    setActive,
    move,
    focus,
    tabIndex: (key, index) => ((isKnown ? key === activeKey : index === 0) ? 0 : -1),
  };
}

function findRow(key: string): HTMLElement | undefined {
  return [...document.querySelectorAll<HTMLElement>('[role=row][data-key]')].find(
    (row) => row.dataset.key === key,
  );
}
