'use client';
import { Menu as Base } from '@base-ui/react/menu';
import { clsx } from 'clsx';
import type { ReactElement, ReactNode } from 'react';
import styles from './floating.module.css';
import { Icon, type IconName } from './icon.tsx';
import { Link } from './link.tsx';

export type MenuEntry =
  | {
      kind?: 'action';
      id: string;
      label: ReactNode;
      icon?: IconName;
      /** Quiet text at the end: a shortcut or a value. */
      end?: ReactNode;
      onSelect?: () => void;
      href?: string;
      disabledReason?: string | false | null;
      isDanger?: boolean;
    }
  | { kind: 'choice'; id: string; label: ReactNode; isChecked: boolean; onSelect: () => void }
  | { kind: 'heading'; id: string; label: ReactNode }
  | { kind: 'separator'; id: string };

export type MenuProps = {
  trigger: ReactElement;
  items: readonly MenuEntry[];
  align?: 'start' | 'end';
  side?: 'top' | 'bottom' | 'left' | 'right';
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
};

/** A menu button. An entry that cannot be used stays in place and says why. */
export function Menu({ trigger, items, align = 'start', side = 'bottom', isOpen, onOpenChange }: MenuProps) {
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => onOpenChange?.(open)} modal={false}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner
          className={styles.positioner}
          side={side}
          align={align}
          sideOffset={4}
          collisionPadding={8}
        >
          <Base.Popup className={clsx(styles.popup, styles.menu)}>
            {items.map((item) => (
              <Entry key={item.id} item={item} />
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function Entry({ item }: { item: MenuEntry }) {
  if (item.kind === 'separator') return <Base.Separator className={styles.separator} />;
  if (item.kind === 'heading') return <div className={styles.groupLabel}>{item.label}</div>;
  if (item.kind === 'choice') {
    return (
      <Base.CheckboxItem
        className={styles.item}
        checked={item.isChecked}
        onCheckedChange={item.onSelect}
        closeOnClick
      >
        <span className={styles.slot}>{item.isChecked && <Icon name="check" />}</span>
        {item.label}
      </Base.CheckboxItem>
    );
  }
  const content = (
    <>
      {item.icon && <Icon name={item.icon} />}
      <span>
        {item.label}
        {item.disabledReason && <span className={styles.reason}>{item.disabledReason}</span>}
      </span>
      {item.end && <span className={styles.end}>{item.end}</span>}
    </>
  );
  const className = clsx(styles.item, item.isDanger && styles.danger);
  if (item.href && !item.disabledReason) {
    return (
      <Base.LinkItem className={className} render={<Link href={item.href} />} closeOnClick>
        {content}
      </Base.LinkItem>
    );
  }
  return (
    <Base.Item
      className={className}
      disabled={Boolean(item.disabledReason)}
      onClick={item.disabledReason ? undefined : item.onSelect}
    >
      {content}
    </Base.Item>
  );
}
