import { clsx } from 'clsx';
import { useId, type ReactNode } from 'react';
import styles from './panel.module.css';

export type PanelProps = {
  title?: ReactNode;
  /** Quiet text or a link at the end of the header. */
  end?: ReactNode;
  children: ReactNode;
  /** `flush`: rows go to the edges. */
  padding?: 'normal' | 'flush';
  /** Heading level of the title. */
  level?: 2 | 3;
  /** `plain`: no line under the header, as in the side column. */
  header?: 'line' | 'plain';
  className?: string;
};

/** A bordered region with a heading; the border separates, there is no shadow. */
export function Panel({
  title,
  end,
  children,
  padding = 'normal',
  level = 2,
  header = 'plain',
  className,
}: PanelProps) {
  const id = useId();
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <section className={clsx(styles.panel, className)} aria-labelledby={title ? id : undefined}>
      {title && (
        <header className={clsx(styles.header, header === 'line' && styles.line)}>
          <Heading id={id}>{title}</Heading>
          {end && <div className={styles.end}>{end}</div>}
        </header>
      )}
      <div
        className={clsx(
          padding === 'normal' && styles.body,
          padding === 'normal' && title && header === 'plain' && styles.tight,
        )}
      >
        {children}
      </div>
    </section>
  );
}

/** Cells side by side in one border: Desired, Live, Operation. */
export function FactRow({ children, className }: { children: ReactNode; className?: string }) {
  return <div className={clsx(styles.facts, className)}>{children}</div>;
}

/** One cell of a `FactRow`. */
export function Fact({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <div className={styles.factLabel}>{label}</div>
      <div>{children}</div>
    </div>
  );
}
