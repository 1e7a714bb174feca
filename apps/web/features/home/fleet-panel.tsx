'use client';
import { StackedBar } from '@bowline/ui/charts';
import { Link, TextLink } from '@bowline/ui/link';
import { Panel } from '@bowline/ui/panel';
import { HealthBadge, SyncBadge, healthSigns, type SyncState } from '@bowline/ui/status';
import { useFormatter, useTranslations } from 'use-intl';
import { urls } from '../../lib/urls.ts';
import { worstFirst } from '../apps/sync-state.ts';
import styles from './home.module.css';
import type { Home } from './home-page.tsx';

const syncRows: readonly { keys: readonly string[]; state: SyncState; query: Record<string, string> }[] = [
  { keys: ['Pending', 'pending'], state: 'Pending', query: { reason: 'pending' } },
  { keys: ['Drift', 'drift'], state: 'Drift', query: { reason: 'drift' } },
  { keys: ['Both', 'both'], state: 'Both', query: { reason: 'both' } },
  { keys: ['OutOfSync'], state: 'OutOfSync', query: { sync: 'OutOfSync' } },
  { keys: ['Unknown'], state: 'Unknown', query: { sync: 'Unknown' } },
  { keys: ['Synced'], state: 'Synced', query: { sync: 'Synced' } },
];

/** All applications by health and sync; every line is a filtered list. */
export function FleetPanel({ fleet }: { fleet: Home['fleet'] }) {
  const t = useTranslations('home.fleet');
  const tStatus = useTranslations('status');
  const format = useFormatter();
  const health = worstFirst.map((state) => ({
    state,
    count: fleet.health[state] ?? 0,
    label: tStatus(`health.${state}`),
  }));
  const causes = ['Pending', 'pending', 'Drift', 'drift', 'Both', 'both'].some((key) => key in fleet.sync);
  const sync = syncRows
    .map((row) => ({ ...row, count: row.keys.reduce((sum, key) => sum + (fleet.sync[key] ?? 0), 0) }))
    .filter((row) =>
      row.state === 'OutOfSync'
        ? !causes && row.count > 0
        : row.count > 0 || (fleet.total > 0 && row.state === 'Synced'),
    );
  const parts = health.map(({ state, count, label }) => ({
    id: state,
    label,
    value: count,
    tone: state === 'Healthy' ? ('rest' as const) : healthSigns[state].tone,
  }));
  return (
    <Panel
      title={t('title')}
      end={<TextLink href={urls.apps()}>{t('all', { count: fleet.total })}</TextLink>}
    >
      <StackedBar
        parts={parts}
        label={t('bar', { parts: health.map(({ label, count }) => `${label} ${count}`).join(', ') })}
      />
      <div className={styles.fleet}>
        <ul>
          {health
            .filter(({ count, state }) => count > 0 || (fleet.total > 0 && state === 'Healthy'))
            .map(({ state, count, label }) => (
              <li key={state}>
                <Link href={urls.apps({ health: state })} className={styles.fleetRow}>
                  <HealthBadge state={state} label={<span className={styles.fleetWord}>{label}</span>} />
                  <span>{format.number(count)}</span>
                </Link>
              </li>
            ))}
        </ul>
        <ul>
          {sync.map((row) => (
            <li key={row.state}>
              <Link href={urls.apps(row.query)} className={styles.fleetRow}>
                <SyncBadge
                  state={row.state}
                  label={<span className={styles.fleetWord}>{tStatus(`sync.${row.state}`)}</span>}
                />
                <span>{format.number(row.count)}</span>
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </Panel>
  );
}
