'use client';
import { Popover as Base } from '@base-ui/react/popover';
import { clsx } from 'clsx';
import type { ReactElement, ReactNode } from 'react';
import styles from './floating.module.css';

export type PopoverProps = {
  /** The button that opens it; receives `aria-expanded`. */
  trigger: ReactElement;
  title?: ReactNode;
  children: ReactNode;
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  side?: 'top' | 'bottom' | 'left' | 'right';
  align?: 'start' | 'center' | 'end';
  /** Accessible name where there is no visible title. */
  label?: string;
  className?: string;
};

/** A small layer at its trigger: Why?, quick forms. Escape closes and gives focus back. */
export function Popover(props: PopoverProps) {
  const {
    trigger,
    title,
    children,
    isOpen,
    onOpenChange,
    side = 'bottom',
    align = 'start',
    label,
    className,
  } = props;
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => onOpenChange?.(open)}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner
          className={styles.positioner}
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={16}
        >
          <Base.Popup
            className={clsx(styles.popup, styles.popover, className)}
            aria-label={title ? undefined : label}
          >
            {title && <Base.Title className={styles.heading}>{title}</Base.Title>}
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
