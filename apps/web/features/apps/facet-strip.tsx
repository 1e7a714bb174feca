'use client';
import { StatusIcon, healthSigns, syncSigns, type SyncState } from '@bowline/ui/status';
import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import styles from './apps.module.css';
import { toggleFilter, type FilterName, type Filters } from './filters.ts';
import { worstFirst } from './sync-state.ts';
import type { AppFacets } from './use-app-list.ts';

const syncFacets: readonly { state: SyncState; name: FilterName; value: string }[] = [
  { state: 'Pending', name: 'reason', value: 'pending' },
  { state: 'Drift', name: 'reason', value: 'drift' },
  { state: 'Both', name: 'reason', value: 'both' },
  { state: 'OutOfSync', name: 'reason', value: 'unknown' },
  { state: 'Unknown', name: 'sync', value: 'Unknown' },
  { state: 'Synced', name: 'sync', value: 'Synced' },
];

/** Counts by state that are the filter at the same time; before they are known the strip stands without them. */
export function FacetStrip({
  facets,
  filters,
  onChange,
}: {
  facets: AppFacets | undefined;
  filters: Filters;
  onChange: (filters: Filters) => void;
}) {
  const t = useTranslations('apps');
  const tStatus = useTranslations('status');
  const isOn = (name: FilterName, value: string) => filters[name]?.includes(value) ?? false;
  const sync = syncFacets.filter(
    ({ state, name, value }) =>
      (facets?.[name as 'reason' | 'sync'][value] ?? 0) > 0 ||
      isOn(name, value) ||
      ['Pending', 'Drift', 'Unknown', 'Synced'].includes(state),
  ); // only these two facets
  return (
    <div role="group" aria-label={t('facets')} className={clsx(styles.facets, 'fade-edges')}>
      <div className={styles.facetGroup}>
        {worstFirst.map((state) => (
          <Facet
            key={state}
            icon={<StatusIcon sign={healthSigns[state]} />}
            label={tStatus(`health.${state}`)}
            count={facets && (facets.health[state] ?? 0)}
            isQuiet={state === 'Healthy'}
            isOn={isOn('health', state)}
            onToggle={() => onChange(toggleFilter(filters, 'health', state))}
          />
        ))}
      </div>
      <div className={styles.facetGroup}>
        {sync.map(({ state, name, value }) => (
          <Facet
            key={state}
            icon={<StatusIcon sign={syncSigns[state]} />}
            label={state === 'OutOfSync' ? t('reason.unknown') : tStatus(`sync.${state}`)}
            count={facets && (facets[name as 'reason' | 'sync'][value] ?? 0)} // only these two facets
            isQuiet={state === 'Synced'}
            isOn={isOn(name, value)}
            onToggle={() => onChange(toggleFilter(filters, name, value))}
          />
        ))}
      </div>
    </div>
  );
}

type FacetProps = {
  icon: ReactNode;
  label: string;
  count: number | undefined;
  isQuiet: boolean;
  isOn: boolean;
  onToggle: () => void;
};

function Facet({ icon, label, count, isQuiet, isOn, onToggle }: FacetProps) {
  const format = useFormatter();
  return (
    <button
      type="button"
      className={clsx(styles.facet, isQuiet && styles.quiet, !count && !isOn && styles.none)}
      aria-pressed={isOn}
      onClick={onToggle}
    >
      {icon}
      <b>{count === undefined ? '–' : format.number(count)}</b>
      <span>{label}</span>
    </button>
  );
}
