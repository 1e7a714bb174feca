'use client';
import { Field, Input } from '@bowline/ui/field';
import { Kbd } from '@bowline/ui/kbd';
import type { MenuEntry } from '@bowline/ui/menu';
import { LazyMenu } from '../../lib/lazy-menu.tsx';
import { AddChip, Chip } from '@bowline/ui/tag';
import { useRef, type KeyboardEvent } from 'react';
import { useTranslations } from 'use-intl';
import { useShortcuts } from '../../lib/keys/provider.tsx';
import styles from './apps.module.css';
import { addFilters, filterNames, parseFilterText, toggleFilter } from './filters.ts';
import type { AppFacets, useListState } from './use-app-list.ts';

/** The text filter, its conditions as removable chips, and a menu of the values that exist. */
export function FilterBar({ state, facets }: { state: ReturnType<typeof useListState>; facets?: AppFacets }) {
  const t = useTranslations('apps');
  const tCommon = useTranslations('common');
  const input = useRef<HTMLInputElement>(null);
  useShortcuts({ filter: () => input.current?.focus() });
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Escape') {
      if (state.q) void state.setQ(null);
      else event.currentTarget.blur();
    }
    if (event.key !== 'Enter') return;
    const { q, filters } = parseFilterText(event.currentTarget.value);
    state.setFilters(addFilters(state.filters, filters));
    void state.setQ(q || null);
  };
  const items = (['project', 'cluster', 'auto'] as const).flatMap<MenuEntry>((name) => {
    const values = Object.entries(facets?.[name] ?? {})
      .sort((a, b) => b[1] - a[1])
      .slice(0, 8);
    if (values.length === 0) return [];
    return [
      { kind: 'heading', id: name, label: t(`filters.${name}`) },
      ...values.map(([value, count]) => ({
        kind: 'choice' as const,
        id: `${name}:${value}`,
        label: `${value} ${count}`,
        isChecked: state.filters[name]?.includes(value) ?? false,
        onSelect: () => state.setFilters(toggleFilter(state.filters, name, value)),
      })),
    ];
  });
  return (
    <>
      <div className={styles.filterBox}>
        <Field label={t('filterLabel')} isLabelHidden>
          <Input
            ref={input}
            type="search"
            icon="filter"
            placeholder={t('filter')}
            value={state.q}
            onChange={(event) => void state.setQ(event.target.value || null)}
            onKeyDown={onKeyDown}
            end={<Kbd keys="/" />}
            spellCheck={false}
            autoComplete="off"
          />
        </Field>
      </div>
      {filterNames.flatMap((name) =>
        (state.filters[name] ?? []).map((value) => {
          const isNot = value.startsWith('-');
          const word = t(`filters.${name}`);
          return (
            <Chip
              key={`${name}:${value}`}
              name={isNot ? t('not', { name: word }) : word}
              onRemove={() => state.setFilters(toggleFilter(state.filters, name, value))}
              removeLabel={tCommon('remove', { name: `${word} ${value}` })}
            >
              {isNot ? value.slice(1) : value}
            </Chip>
          );
        }),
      )}
      {items.length > 0 && <LazyMenu trigger={<AddChip>{t('addFilter')}</AddChip>} items={items} />}
    </>
  );
}
