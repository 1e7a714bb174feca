import type { CSSProperties } from 'react';
import styles from './states.module.css';

/** A grey bar of the final size; appears after 150 ms so that fast answers show nothing. Width in CSS units. */
export function Skeleton({ width = '100%', height = 14 }: { width?: string | number; height?: number }) {
  return <span className={styles.skeleton} style={{ width, height } as CSSProperties} aria-hidden />;
}

/** Rows of a list that is loading; `label` is announced once. */
export function SkeletonRows({ rows = 8, label }: { rows?: number; label: string }) {
  return (
    <div role="status" aria-label={label} className={styles.skeletonRows}>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className={styles.skeletonRow}>
          <Skeleton width={`${28 + ((index * 7) % 13)}%`} />
          <Skeleton width={`${14 + ((index * 5) % 9)}%`} />
          <Skeleton width={`${10 + ((index * 3) % 7)}%`} />
        </div>
      ))}
    </div>
  );
}
