import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';
import styles from './notice.module.css';

export type NoticeTone = 'plain' | 'ok' | 'bad' | 'warn' | 'busy';
const icons: Record<NoticeTone, IconName> = {
  plain: 'info',
  ok: 'healthy',
  bad: 'degraded',
  warn: 'alert',
  busy: 'progressing',
};

export type NoticeProps = {
  tone?: NoticeTone;
  icon?: IconName;
  /** What happened, in bold. */
  title?: ReactNode;
  /** What it means or what to do. */
  children?: ReactNode;
  /** Links or buttons at the end. */
  actions?: ReactNode;
  /** `status` for news that arrives while the page is open, `alert` for a refusal the person must see now. */
  role?: 'status' | 'alert';
  className?: string;
};

/** The only tinted surface: icon, sentence and, at the end, what can be done. */
export function Notice({ tone = 'plain', icon, title, children, actions, role, className }: NoticeProps) {
  return (
    <div className={clsx(styles.notice, styles[tone], className)} role={role}>
      <Icon name={icon ?? icons[tone]} className={styles.icon} />
      <div className={styles.text}>
        {title && <b>{title}</b>}
        {title && children ? ' ' : null}
        {children}
      </div>
      {actions && <div className={styles.end}>{actions}</div>}
    </div>
  );
}
