import { clsx } from 'clsx';
import type { CSSProperties } from 'react';
import styles from './charts.module.css';
import type { Tone } from './status.tsx';

export type BarPart = { id: string; label: string; value: number; tone: Tone | 'rest' };

/** One bar of parts; small parts keep 4 px so that one broken thing among thousands is seen. `label` is its text alternative. */
export function StackedBar({ parts, label }: { parts: readonly BarPart[]; label: string }) {
  return (
    <div className={styles.bar} role="img" aria-label={label}>
      {parts
        .filter((part) => part.value > 0)
        .map((part) => (
          <i
            key={part.id}
            className={clsx(styles.part, styles[part.tone])}
            style={{ flexGrow: part.value } as CSSProperties}
            title={`${part.label} ${part.value}`}
          />
        ))}
    </div>
  );
}

export type SparkBar = {
  id: string;
  value: number /** Part of `value` that failed, drawn at the foot. */;
  failed?: number;
  title?: string;
};

/** Columns over time with failures marked; `label` is its text alternative. */
export function Sparkline({
  bars,
  label,
  start,
  end,
  height = 56,
}: {
  bars: readonly SparkBar[];
  label: string;
  start?: string;
  end?: string;
  height?: number;
}) {
  const max = Math.max(1, ...bars.map((bar) => bar.value));
  const scale = (value: number) => (value === 0 ? 0 : Math.max(3, (value / max) * height));
  return (
    <figure>
      <svg
        className={styles.spark}
        viewBox={`0 0 ${Math.max(1, bars.length) * 10} ${height}`}
        height={height}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        {bars.map((bar, index) => (
          <g key={bar.id}>
            {bar.title && <title>{bar.title}</title>}
            <rect
              className={styles.column}
              x={index * 10 + 0.6}
              width={8.8}
              y={height - scale(bar.value)}
              height={scale(bar.value)}
            />
            {bar.failed ? (
              <rect
                className={styles.failed}
                x={index * 10 + 0.6}
                width={8.8}
                y={height - scale(bar.failed)}
                height={scale(bar.failed)}
              />
            ) : null}
          </g>
        ))}
        <path className={styles.base} d={`M0 ${height - 0.5}H${bars.length * 10}`} />
      </svg>
      {(start || end) && (
        <figcaption className={styles.axis}>
          <span>{start}</span>
          <span>{end}</span>
        </figcaption>
      )}
    </figure>
  );
}

/** Steps done, running and to come as equal segments. */
export function ProgressSegments({
  total,
  done,
  active = 0,
  label,
}: {
  total: number;
  done: number;
  active?: number;
  label: string;
}) {
  return (
    <div
      className={styles.segments}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={done}
    >
      {Array.from({ length: total }, (_, index) => (
        <i
          key={index}
          className={clsx(styles.segment, index < done ? styles.ok : index < done + active && styles.busy)}
        />
      ))}
    </div>
  );
}
