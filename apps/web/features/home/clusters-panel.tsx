'use client';
import { Link } from '@bowline/ui/link';
import { Panel } from '@bowline/ui/panel';
import { StatusBadge, healthSigns } from '@bowline/ui/status';
import { useTranslations } from 'use-intl';
import { urls } from '../../lib/urls.ts';
import styles from './home.module.css';
import type { Home } from './home-page.tsx';

/** Whether each cluster answers. */
export function ClustersPanel({ clusters }: { clusters: Home['clusters'] }) {
  const t = useTranslations('home.clusters');
  if (clusters.length === 0) return null;
  return (
    <Panel title={t('title')}>
      <ul>
        {clusters.map((cluster) => {
          const isConnected = cluster.state === 'connected';
          const word = isConnected ? t('connected') : cluster.state === 'failed' ? t('failed') : t('unknown');
          return (
            <li key={cluster.name} className={styles.cluster}>
              <Link href={urls.cluster(cluster.name)} className={styles.clusterName}>
                {cluster.name}
              </Link>
              <span className={styles.clusterNote} title={cluster.message}>
                {isConnected ? '' : cluster.message}
              </span>
              <StatusBadge sign={healthSigns[isConnected ? 'Healthy' : 'Unknown']} label={word} isQuiet />
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
