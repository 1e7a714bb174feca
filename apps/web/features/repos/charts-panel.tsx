'use client';
import { Panel } from '@bowline/ui/panel';
import { SkeletonRows } from '@bowline/ui/skeleton';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { api } from '../../lib/api/client.ts';
import { ProblemPanel } from '../../lib/problem.tsx';
import { queryKeys } from '../../lib/query/keys.ts';

const shownMax = 12;

/** The first charts that a Helm repository lists, each with its highest stable version. */
export function ChartsPanel({ name }: { name: string }) {
  const t = useTranslations('registry.repo');
  const tCommon = useTranslations('common');
  const query = useQuery({
    queryKey: [...queryKeys.repository(name), 'charts', ''],
    queryFn: ({ signal }) => api.call('listCharts', { params: { name }, query: { limit: shownMax }, signal }),
    placeholderData: undefined,
  });
  const { charts = [], total, isComplete = true } = query.data ?? {};
  return (
    <Panel title={t('charts')} end={isComplete ? total : undefined}>
      {query.isPending && <SkeletonRows rows={2} label={tCommon('loading')} />}
      {query.isError && !query.data && (
        <ProblemPanel what={t('charts')} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {!isComplete && <p className="text-sm text-fg-2">{t('chartsUnlisted')}</p>}
      <ul className="flex flex-col gap-1 text-sm">
        {charts.map((chart) => (
          <li key={chart.name} className="flex justify-between gap-2">
            <span className="truncate" title={chart.description}>
              {chart.name}
            </span>
            <span className="mono text-fg-3">{chart.version}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
