'use client';
import { Command } from 'cmdk';
import type { ReactNode } from 'react';
import styles from './command-palette.module.css';
import { BareDialog } from './dialog.tsx';
import { Icon, type IconName } from './icon.tsx';

export type PaletteItem = {
  id: string;
  label: string;
  /** Icon of the set, or a `StatusIcon`. */
  icon?: IconName | Exclude<ReactNode, string>;
  /** Quiet text after the label. */
  detail?: ReactNode;
  /** Shortcut or kind at the end. */
  end?: ReactNode;
  /** More words the local filter matches. */
  keywords?: string[];
  onSelect: () => void;
};
export type PaletteGroup = { id: string; heading: string; items: readonly PaletteItem[] };

export type CommandPaletteProps = {
  isOpen: boolean;
  onClose: () => void;
  label: string;
  placeholder: string;
  query: string;
  onQueryChange: (query: string) => void;
  groups: readonly PaletteGroup[];
  emptyText: string;
  footer?: ReactNode;
  /** False when the caller (the server) has filtered already. */
  isFiltering?: boolean;
};

/** Search and commands in one list: type, arrows, Enter; Escape gives focus back. */
export function CommandPalette(props: CommandPaletteProps) {
  const {
    isOpen,
    onClose,
    label,
    placeholder,
    query,
    onQueryChange,
    groups,
    emptyText,
    footer,
    isFiltering = true,
  } = props;
  return (
    <BareDialog isOpen={isOpen} onClose={onClose} label={label}>
      <Command label={label} shouldFilter={isFiltering} loop className={styles.command}>
        <div className={styles.search}>
          <Icon name="search" />
          <Command.Input
            className={styles.input}
            value={query}
            onValueChange={onQueryChange}
            placeholder={placeholder}
            aria-label={placeholder}
          />
        </div>
        <Command.List className={styles.list}>
          <Command.Empty className={styles.empty}>{emptyText}</Command.Empty>
          {groups.map((group) => (
            <Command.Group key={group.id} heading={group.heading} className={styles.group}>
              {group.items.map((item) => (
                <Command.Item
                  key={item.id}
                  value={item.id}
                  keywords={[item.label, ...(item.keywords ?? [])]}
                  className={styles.item}
                  onSelect={item.onSelect}
                >
                  {
                    typeof item.icon === 'string' ? (
                      <Icon name={item.icon as IconName} className={styles.icon} />
                    ) : (
                      item.icon
                    ) /* strings are icon names by type */
                  }
                  <span>{item.label}</span>
                  {item.detail && <span className={styles.detail}>{item.detail}</span>}
                  {item.end && <span className={styles.end}>{item.end}</span>}
                </Command.Item>
              ))}
            </Command.Group>
          ))}
        </Command.List>
        {footer && <div className={styles.footer}>{footer}</div>}
      </Command>
    </BareDialog>
  );
}
