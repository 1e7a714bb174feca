'use client';
import { Link } from '@bowline/ui/link';
import { SectionHeading } from '@bowline/ui/page-header';
import { StatusIcon, healthSigns, syncSigns } from '@bowline/ui/status';
import { useTranslations } from 'use-intl';
import { urls } from '../../lib/urls.ts';
import styles from './apps.module.css';
import { syncState } from './sync-state.ts';
import type { AppRow } from './use-app-list.ts';
import { useEndReached } from './use-end-reached.ts';

/** Health and sync of many applications as small squares, by cluster; shape and name, not colour alone. */
export function AppSquares({ rows, onEndReached }: { rows: readonly AppRow[]; onEndReached: () => void }) {
  const t = useTranslations('status');
  const end = useEndReached(onEndReached);
  const clusters = [...new Set(rows.map((row) => row.cluster))].sort();
  return (
    <>
      {clusters.map((cluster) => {
        const members = rows.filter((row) => row.cluster === cluster);
        return (
          <section key={cluster} className="flex flex-col gap-2">
            <SectionHeading meta={members.length}>{cluster}</SectionHeading>
            <ul className={styles.squares}>
              {members.map((row) => {
                const sync = syncState(row);
                const name = `${row.project}/${row.name}: ${t(`health.${row.health}`)}, ${t(`sync.${sync}`)}`;
                return (
                  <li key={row.uid}>
                    <Link
                      href={urls.app({ project: row.project, name: row.name })}
                      className={styles.square}
                      title={name}
                      aria-label={name}
                    >
                      <StatusIcon sign={healthSigns[row.health]} />
                      {sync !== 'Synced' && <StatusIcon sign={syncSigns[sync]} size={12} />}
                    </Link>
                  </li>
                );
              })}
            </ul>
          </section>
        );
      })}
      <div ref={end} />
    </>
  );
}
