import type { ReactNode } from 'react';
import styles from './key-value.module.css';

/** Pairs of a quiet label and a value, aligned in two columns. */
export function KeyValue({
  items,
}: {
  items: readonly { label: ReactNode; value: ReactNode; id?: string }[];
}) {
  return (
    <dl className={styles.list}>
      {items.map((item, index) => (
        <div key={item.id ?? index} className={styles.pair}>
          <dt>{item.label}</dt>
          <dd>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
