'use client';
import { useEffect, useId, useRef, type CSSProperties, type ReactNode } from 'react';
import { IconButton } from './button.tsx';
import styles from './drawer.module.css';
import { SplitHandle } from './split-handle.tsx';

export type DrawerProps = {
  /** Small grey line over the title: the kind. */
  eyebrow?: ReactNode;
  title: ReactNode;
  /** State and facts under the title. */
  summary?: ReactNode;
  /** Icon buttons before the close button: previous, next, full page. */
  actions?: ReactNode;
  children: ReactNode;
  /** Sticks to the lower edge: the one filled button and its explanation. */
  footer?: ReactNode;
  onClose: () => void;
  closeLabel: string;
  resizeLabel: string;
  /** Width in pixels, kept by the caller. */
  width: number;
  onResize: (width: number) => void;
  minWidth?: number;
  maxWidth?: number;
};

/** A region beside the page, not over it: the list stays usable. Escape closes; focus moves to the title on opening. */
export function Drawer(props: DrawerProps) {
  const {
    eyebrow,
    title,
    summary,
    actions,
    children,
    footer,
    onClose,
    closeLabel,
    resizeLabel,
    width,
    onResize,
  } = props;
  const { minWidth = 360, maxWidth = 1100 } = props;
  const titleId = useId();
  const titleRef = useRef<HTMLHeadingElement>(null);
  useEffect(() => titleRef.current?.focus({ preventScroll: true }), []);
  return (
    <aside
      className={styles.drawer}
      style={{ '--drawer-width': `${width}px` } as CSSProperties} // custom property
      aria-labelledby={titleId}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.stopPropagation();
        onClose();
      }}
    >
      <SplitHandle
        label={resizeLabel}
        value={width}
        min={minWidth}
        max={maxWidth}
        onChange={onResize}
        grows="left"
        className={styles.handle}
      />
      <header className={styles.header}>
        <div className={styles.bar}>
          <div className={styles.eyebrow}>{eyebrow}</div>
          {actions}
          <IconButton icon="x" label={closeLabel} size="sm" onClick={onClose} />
        </div>
        <h2 id={titleId} ref={titleRef} tabIndex={-1} className={styles.title}>
          {title}
        </h2>
        {summary && <div className={styles.summary}>{summary}</div>}
      </header>
      <div className={styles.body}>{children}</div>
      {footer && (
        <footer className={styles.footer} data-foot>
          {footer}
        </footer>
      )}
    </aside>
  );
}
