import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import styles from './timeline.module.css';

export type TimelineItem = {
  id: string;
  /** Time on the left: an element of `RelativeTime` or a clock time. */
  time?: ReactNode;
  /** State icon or avatar. */
  icon?: ReactNode;
  children: ReactNode;
  /** Link or quiet text at the end. */
  end?: ReactNode;
};

/** Events, newest first: time, sign, sentence. */
export function Timeline({ items, label }: { items: readonly TimelineItem[]; label: string }) {
  const hasTimes = items.some((item) => item.time !== undefined);
  const hasIcons = items.some((item) => item.icon !== undefined);
  const columns = clsx(styles.item, hasTimes && styles.timed, hasIcons && styles.withIcon);
  return (
    <ol className={styles.timeline} aria-label={label}>
      {items.map((item) => (
        <li key={item.id} className={columns}>
          {hasTimes && <span className={styles.time}>{item.time}</span>}
          {hasIcons && <span className={styles.icon}>{item.icon}</span>}
          <span className={styles.text}>{item.children}</span>
          {item.end && <span className={styles.end}>{item.end}</span>}
        </li>
      ))}
    </ol>
  );
}

/** The numbered chain of causes of a Why panel, first cause first. */
export function CauseChain({
  items,
  label,
}: {
  items: readonly { id: string; children: ReactNode; end?: ReactNode }[];
  label: string;
}) {
  return (
    <ol className={styles.chain} aria-label={label}>
      {items.map((item, index) => (
        <li key={item.id} className={styles.cause}>
          <span className={styles.number} aria-hidden>
            {index + 1}
          </span>
          <span className={styles.text}>{item.children}</span>
          {item.end && <span className={styles.end}>{item.end}</span>}
        </li>
      ))}
    </ol>
  );
}

export type WaveProps = { title: ReactNode; subtitle?: ReactNode; children: ReactNode };

/** One stop on the vertical line of execution: "Wave 0 / Sync" and the objects it applies. */
export function Wave({ title, subtitle, children }: WaveProps) {
  return (
    <li className={styles.wave}>
      <div className={styles.waveName}>
        <b>{title}</b>
        {subtitle && <span>{subtitle}</span>}
      </div>
      <div className={styles.waveBody}>{children}</div>
    </li>
  );
}

/** The list around `Wave`s: the order of the page is the order of execution. */
export function Waves({ children, label }: { children: ReactNode; label: string }) {
  return (
    <ol className={styles.waves} aria-label={label}>
      {children}
    </ol>
  );
}
