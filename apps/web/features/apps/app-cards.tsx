'use client';
import styles from './apps.module.css';
import { AppCard } from './app-table.tsx';
import type { AppRow } from './use-app-list.ts';
import { useEndReached } from './use-end-reached.ts';

/** The list as cards in a grid. */
export function AppCards({ rows, onEndReached }: { rows: readonly AppRow[]; onEndReached: () => void }) {
  const end = useEndReached(onEndReached);
  return (
    <>
      <ul className={styles.cards}>
        {rows.map((row) => (
          <li key={row.uid} className={styles.cardBox}>
            <AppCard row={row} />
          </li>
        ))}
      </ul>
      <div ref={end} />
    </>
  );
}
