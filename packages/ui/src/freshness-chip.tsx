import { clsx } from 'clsx';
import styles from './freshness.module.css';

export type Freshness = 'live' | 'delayed' | 'offline';

/** Says whether what is on screen is current. The words ("Live", "Delayed 42 s", "Offline, data from 14:03:12") come from the caller. */
export function FreshnessChip({
  state,
  children,
  title,
}: {
  state: Freshness;
  children: string;
  title?: string;
}) {
  return (
    <span className={clsx(styles.chip, state !== 'live' && styles.late)} role="status" title={title}>
      <i className={styles[state]} aria-hidden />
      {children}
    </span>
  );
}
