'use client';
import { Dialog as Base } from '@base-ui/react/dialog';
import { clsx } from 'clsx';
import { useRef, type FormEvent, type ReactNode } from 'react';
import { IconButton } from './button.tsx';
import styles from './dialog.module.css';
import { useMedia } from './use-media.ts';

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
  /** Makes it a form: Enter in a field and the footer's submit button both end here. */
  onSubmit?: () => void;
};

/**
 * A modal dialog: traps focus, closes on Escape, gives focus back. It opens on its first field, else on the first button of
 * its footer, the one that does nothing.
 */
export function Dialog({
  isOpen,
  onClose,
  title,
  description,
  children,
  footer,
  closeLabel,
  size = 'md',
  onSubmit,
}: DialogProps) {
  const popup = useRef<HTMLDivElement>(null);
  const isTouch = useMedia('(hover: none) and (pointer: coarse)');
  const content = (
    <>
      {children && <div className={styles.body}>{children}</div>}
      {footer && <div className={styles.footer}>{footer}</div>}
    </>
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit?.();
  };
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup
          ref={popup}
          className={clsx(styles.popup, styles[size])}
          // A finger has not asked for the keyboard, which would cover the dialog.
          initialFocus={() => (isTouch ? null : firstStop(popup.current))}
        >
          <div className={styles.header}>
            <div className={styles.titles}>
              <Base.Title className={styles.title}>{title}</Base.Title>
              {description && (
                <Base.Description className={styles.description}>{description}</Base.Description>
              )}
            </div>
            {closeLabel && <Base.Close render={<IconButton icon="x" label={closeLabel} size="sm" />} />}
          </div>
          {onSubmit ? (
            <form className={styles.form} noValidate onSubmit={submit}>
              {content}
            </form>
          ) : (
            content
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

function firstStop(popup: HTMLElement | null): HTMLElement | null {
  const body = popup?.querySelector(`.${styles.body}`);
  const fields = [...(body?.querySelectorAll<HTMLInputElement>('input, textarea, select') ?? [])];
  const [first] = fields;
  const checked = first?.type === 'radio' && fields.find((field) => field.checked);
  // What is filled in already, such as the name of who signs in again, is passed over.
  const empty = first?.value && fields.find((field) => field.value === '');
  return checked || empty || first || popup?.querySelector<HTMLElement>(`.${styles.footer} button`) || null;
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
