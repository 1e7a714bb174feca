import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import styles from './page.module.css';

export type PageHeaderProps = {
  breadcrumb?: ReactNode;
  title: ReactNode;
  /** Quiet text on the title's line: "3,204 of 5,012". */
  meta?: ReactNode;
  /** Line under the title: states, facts. */
  summary?: ReactNode;
  /** Buttons at the end; at most one is filled. */
  actions?: ReactNode;
  /** Stands in until the page is read: focus waits for the heading that stays. */
  isLoading?: boolean;
};

/** The one h1 of a page with its facts and actions. */
export function PageHeader({ breadcrumb, title, meta, summary, actions, isLoading }: PageHeaderProps) {
  return (
    <div className={styles.headerBlock}>
      {breadcrumb}
      <div className={styles.head}>
        <div className={styles.headText}>
          <div className={styles.titleLine}>
            <h1 tabIndex={isLoading ? undefined : -1}>{title}</h1>
            {meta && <span className={styles.meta}>{meta}</span>}
          </div>
          {summary && <div className={styles.summary}>{summary}</div>}
        </div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
    </div>
  );
}

/** The padded column a page's content stands in; `narrow` for forms and reading. */
export function Page({
  children,
  width = 'full',
  className,
}: {
  children: ReactNode;
  width?: 'full' | 'narrow';
  className?: string;
}) {
  return <div className={clsx(styles.page, width === 'narrow' && styles.narrow, className)}>{children}</div>;
}

/** Main column and a side column of panels, stacked below 1100 px. */
export function Columns({ children, side }: { children: ReactNode; side: ReactNode }) {
  return (
    <div className={styles.columns}>
      <div className={styles.column}>{children}</div>
      <div className={styles.side}>{side}</div>
    </div>
  );
}

export type SectionHeadingProps = {
  children: ReactNode;
  /** Quiet count after the words. */
  meta?: ReactNode;
  end?: ReactNode;
  level?: 2 | 3;
  size?: 'md' | 'sm';
};

/** A heading with a quiet count or link over a list. */
export function SectionHeading({ children, meta, end, level = 2, size = 'md' }: SectionHeadingProps) {
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <div className={clsx(styles.section, size === 'sm' && styles.sectionSmall)}>
      <Heading>{children}</Heading>
      {meta !== undefined && <span className={styles.sectionMeta}>{meta}</span>}
      {end && <span className={styles.sectionEnd}>{end}</span>}
    </div>
  );
}
