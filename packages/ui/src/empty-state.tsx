import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';
import styles from './states.module.css';

export type EmptyStateProps = {
  icon?: IconName;
  /** Says which of the three it is: nothing exists, nothing matches, nothing you may see. */
  title: ReactNode;
  children?: ReactNode;
  /** The primary action, the clear-filter button, or whom to ask. */
  actions?: ReactNode;
};

/** A quiet explanation where data would stand. */
export function EmptyState({ icon = 'todo', title, children, actions }: EmptyStateProps) {
  return (
    <div className={styles.empty}>
      <Icon name={icon} size={24} className={styles.emptyIcon} />
      <p className={styles.emptyTitle}>{title}</p>
      {children && <div className={styles.emptyText}>{children}</div>}
      {actions && <div className={styles.emptyActions}>{actions}</div>}
    </div>
  );
}
