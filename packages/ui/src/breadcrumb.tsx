import { Link } from './link.tsx';
import styles from './page.module.css';

export type Crumb = { label: string; href?: string };

/** The way to this page; the last entry is the page itself. */
export function Breadcrumb({ label, items }: { label: string; items: readonly Crumb[] }) {
  return (
    <nav aria-label={label}>
      <ol className={styles.crumbs}>
        {items.map((item, index) => {
          const isLast = index === items.length - 1;
          return (
            <li key={`${item.href ?? ''}${item.label}`}>
              {item.href && !isLast ? (
                <Link href={item.href}>{item.label}</Link>
              ) : (
                <b aria-current={isLast ? 'page' : undefined}>{item.label}</b>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
