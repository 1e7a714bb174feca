'use client';
import { Dialog as Base } from '@base-ui/react/dialog';
import { clsx } from 'clsx';
import type { ReactNode, RefObject } from 'react';
import { IconButton } from './button.tsx';
import styles from './dialog.module.css';

export type DialogProps = {
  isOpen: boolean;
  onClose: () => void;
  title: ReactNode;
  /** One or two sentences under the title; read with it. */
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons, the routine one first; destructive ones apart. */
  footer?: ReactNode;
  /** Name of the close button; without it there is none, for what must be answered. */
  closeLabel?: string;
  size?: 'sm' | 'md' | 'lg';
  /** Receives focus on opening; default: the first control. */
  initialFocus?: RefObject<HTMLElement | null>;
};

/** A modal dialog: traps focus, closes on Escape, gives focus back. */
export function Dialog({
  isOpen,
  onClose,
  title,
  description,
  children,
  footer,
  closeLabel,
  size = 'md',
  initialFocus,
}: DialogProps) {
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup className={clsx(styles.popup, styles[size])} initialFocus={initialFocus}>
          <div className={styles.header}>
            <div className={styles.titles}>
              <Base.Title className={styles.title}>{title}</Base.Title>
              {description && (
                <Base.Description className={styles.description}>{description}</Base.Description>
              )}
            </div>
            {closeLabel && <Base.Close render={<IconButton icon="x" label={closeLabel} size="sm" />} />}
          </div>
          {children && <div className={styles.body}>{children}</div>}
          {footer && <div className={styles.footer}>{footer}</div>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** A modal layer without frame, for the palette; same focus rules. */
export function BareDialog({
  isOpen,
  onClose,
  label,
  children,
}: {
  isOpen: boolean;
  onClose: () => void;
  label: string;
  children: ReactNode;
}) {
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup className={clsx(styles.popup, styles.palette)} aria-label={label}>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
