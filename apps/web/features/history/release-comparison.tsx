'use client';
import { EmptyState } from '@bowline/ui/empty-state';
import { SkeletonRows } from '@bowline/ui/skeleton';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { api } from '../../lib/api/client.ts';
import { DiffObjects } from '../../lib/diff/diff-objects.tsx';
import { ProblemPanel } from '../../lib/problem.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import type { AppRef } from '../../lib/urls.ts';

type ComparisonProps = { app: AppRef; number: number; other: number };

/** From the older to the newer of two releases. */
export function ReleaseComparison({ app, number, other }: ComparisonProps) {
  const t = useTranslations('changes');
  const tCommon = useTranslations('common');
  const query = useQuery({
    queryKey: [...queryKeys.release(app, number), 'with', other],
    queryFn: ({ signal }) =>
      api.call('compareReleases', { params: { ...app, number }, query: { with: other }, signal }),
    placeholderData: undefined,
  });
  if (query.isPending) return <SkeletonRows label={tCommon('loading')} />;
  if (!query.data) {
    return <ProblemPanel what={t('what')} error={query.error} onRetry={() => void query.refetch()} />;
  }
  const objects = query.data.objects.filter((object) => object.verdict !== 'in-sync');
  if (objects.length === 0)
    return (
      <EmptyState icon="synced" title={t('same')}>
        {t('sameSides')}
      </EmptyState>
    );
  return <DiffObjects objects={objects} label={t('what')} />;
}
