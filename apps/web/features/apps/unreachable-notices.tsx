'use client';
import { TextLink } from '@bowline/ui/link';
import { Notice } from '@bowline/ui/notice';
import { topics } from '@bowline/contract/topics';
import { useTranslations } from 'use-intl';
import { rich } from '../../lib/i18n/rich.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import { useTopic } from '../../lib/stream/provider.tsx';
import { urls } from '../../lib/urls.ts';
import type { AppRow } from './use-app-list.ts';
import { useEveryCluster } from '../../lib/registry/use-every.ts';

/** Says once, above the list, which cluster does not answer and what its rows therefore show. */
export function UnreachableNotices({ rows }: { rows: readonly AppRow[] }) {
  const t = useTranslations('apps');
  const query = useEveryCluster({ staleTime: 30_000 });
  useTopic(topics.clusters(), [queryKeys.clusters()]);
  const away = (query.data ?? []).filter(
    (cluster) => cluster.status.state === 'failed' && cluster.status.applications > 0,
  );
  const isShown = (name: string) => rows.some((row) => row.cluster === name);
  return away
    .filter((cluster) => isShown(cluster.metadata.name))
    .map((cluster) => (
      <Notice
        key={cluster.metadata.uid}
        icon="unknown"
        role="status"
        actions={<TextLink href={urls.cluster(cluster.metadata.name)}>{t('why')}</TextLink>}
      >
        {t.rich('unreachable', {
          ...rich,
          cluster: cluster.metadata.name,
          count: cluster.status.applications,
        })}
      </Notice>
    ));
}
