'use client';
import { Tabs as Base } from '@base-ui/react/tabs';
import { clsx } from 'clsx';
import { useEffect, useRef, type ReactNode } from 'react';
import { Link } from './link.tsx';
import styles from './tabs.module.css';

export type TabItem = {
  id: string;
  label: ReactNode /** Quiet number after the word. */;
  count?: ReactNode;
  icon?: ReactNode;
};

/** Tabs that are pages: links in a nav, the current one marked and, where the row is longer than the screen, in sight. */
export function NavTabs({
  label,
  items,
  current,
}: {
  label: string;
  items: (TabItem & { href: string })[];
  current: string;
}) {
  const nav = useRef<HTMLElement>(null);
  const index = items.findIndex(({ id }) => id === current);
  useEffect(() => {
    const row = nav.current;
    const tab = row?.children[index];
    if (row && tab instanceof HTMLElement)
      row.scrollLeft = tab.offsetLeft - (row.clientWidth - tab.clientWidth) / 2;
  }, [index]);
  return (
    <nav ref={nav} className={clsx(styles.tabs, 'fade-edges')} aria-label={label}>
      {items.map((item) => (
        <Link
          key={item.id}
          href={item.href}
          className={styles.tab}
          aria-current={item.id === current ? 'page' : undefined}
        >
          <TabText item={item} />
        </Link>
      ))}
    </nav>
  );
}

export type TabsProps = {
  label: string;
  items: (TabItem & { content: ReactNode })[];
  value: string;
  onChange: (id: string) => void;
  className?: string;
};

/** Tabs inside one page or drawer: arrow keys move, the panel follows. */
export function Tabs({ label, items, value, onChange, className }: TabsProps) {
  return (
    <Base.Root value={value} onValueChange={(next) => onChange(String(next))} className={className}>
      <Base.List className={clsx(styles.tabs, 'fade-edges')} aria-label={label} activateOnFocus>
        {items.map((item) => (
          <Base.Tab key={item.id} value={item.id} className={styles.tab}>
            <TabText item={item} />
          </Base.Tab>
        ))}
      </Base.List>
      {items.map((item) => (
        <Base.Panel key={item.id} value={item.id} className={styles.panel}>
          {item.content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}

function TabText({ item }: { item: TabItem }) {
  return (
    <>
      {item.icon}
      {item.label}
      {item.count !== undefined && <span className={styles.count}>{item.count}</span>}
    </>
  );
}

export type Segment<T extends string> = { id: T; label: ReactNode; icon?: ReactNode; count?: ReactNode };
export type SegmentedControlProps<T extends string> = {
  label: string;
  items: readonly Segment<T>[];
  size?: 'md' | 'sm';
  className?: string;
} & (
  | { value: T; onChange: (id: T) => void; isMultiple?: false }
  | { value: readonly T[]; onChange: (ids: T[]) => void; isMultiple: true }
);

/** A few choices side by side; with `isMultiple` each is a toggle of its own ("Problems" and "Changed" together). */
export function SegmentedControl<T extends string>(props: SegmentedControlProps<T>) {
  const { label, items, size = 'md', className } = props;
  const isOn = (id: T) => (props.isMultiple ? props.value.includes(id) : props.value === id);
  const press = (id: T) => {
    if (!props.isMultiple) props.onChange(id);
    else props.onChange(isOn(id) ? props.value.filter((other) => other !== id) : [...props.value, id]);
  };
  return (
    <div
      role="group"
      aria-label={label}
      className={clsx(styles.segments, 'fade-edges', size === 'sm' && styles.small, className)}
    >
      {items.map((item) => (
        <button
          key={item.id}
          type="button"
          className={styles.segment}
          aria-pressed={isOn(item.id)}
          onClick={() => press(item.id)}
        >
          {item.icon}
          {item.label}
          {item.count !== undefined && <span className={styles.count}>{item.count}</span>}
        </button>
      ))}
    </div>
  );
}
