import { clsx } from 'clsx';
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { Icon, type IconName } from './icon.tsx';
import styles from './tag.module.css';

export type TagProps = {
  children: ReactNode;
  tone?: 'plain' | 'fill' | 'hold' | 'ok' | 'warn' | 'bad';
  icon?: IconName;
  title?: string;
  className?: string;
};

/** A small bordered word: "hook", "live", "Hold · lee". */
export function Tag({ children, tone = 'plain', icon, title, className }: TagProps) {
  return (
    <span className={clsx(styles.tag, styles[tone], className)} title={title}>
      {icon && <Icon name={icon} size={12} />}
      <span className={styles.text}>{children}</span>
    </span>
  );
}

export type ChipProps = {
  /** The field, grey: "cluster". */
  name?: ReactNode;
  /** The value, dark: "prod-*". */
  children: ReactNode;
  onRemove?: () => void;
  /** Accessible name of the remove button. */
  removeLabel?: string;
};

/** One condition of a filter, removable. */
export function Chip({ name, children, onRemove, removeLabel }: ChipProps) {
  return (
    <span className={styles.chip}>
      <span>
        {name && <span className={styles.key}>{name} </span>}
        <b>{children}</b>
      </span>
      {onRemove && (
        <button
          type="button"
          className={styles.remove}
          onClick={onRemove}
          aria-label={removeLabel}
          title={removeLabel}
        >
          <Icon name="x" size={14} />
        </button>
      )}
    </span>
  );
}

/** The dashed chip that adds a condition. */
export function AddChip({
  children,
  ...rest
}: { children: ReactNode } & ButtonHTMLAttributes<HTMLButtonElement> & { ref?: Ref<HTMLButtonElement> }) {
  return (
    <button type="button" {...rest} className={clsx(styles.chip, styles.addChip)}>
      <Icon name="plus" size={14} />
      {children}
    </button>
  );
}

/** First letter of a person in a circle; decoration, the name stands beside it. */
export function Avatar({ name, icon, size = 24 }: { name: string; icon?: IconName; size?: 20 | 24 }) {
  return (
    <span className={clsx(styles.avatar, size === 20 && styles.avatarSmall)} aria-hidden>
      {icon ? <Icon name={icon} size={12} /> : [...name][0]}
    </span>
  );
}
