'use client';
import type { CallOutput } from '@bowline/contract/client';
import { topics } from '@bowline/contract/topics';
import { DataTable, type Column } from '@bowline/ui/data-table';
import { EmptyState } from '@bowline/ui/empty-state';
import { Link } from '@bowline/ui/link';
import { Page, PageHeader } from '@bowline/ui/page-header';
import { RelativeTime } from '@bowline/ui/relative-time';
import { SkeletonRows } from '@bowline/ui/skeleton';
import { Delta } from '@bowline/ui/status';
import { SegmentedControl } from '@bowline/ui/tabs';
import { Tag } from '@bowline/ui/tag';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useMemo } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { api } from '../../lib/api/client.ts';
import { useNow } from '../../lib/now.tsx';
import { usePreferences } from '../../lib/preferences/client.tsx';
import { ProblemPanel } from '../../lib/problem.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import { shortDigest } from '../../lib/revision.ts';
import { useTopic } from '../../lib/stream/provider.tsx';
import { urls } from '../../lib/urls.ts';

type PlanRow = CallOutput<'listPlans'>['items'][number];

const scopes = ['mine', 'open'] as const;

/**
 * Plans that wait for an approval of this user, or all open ones, newest first: each opens its review page, where approving
 * happens on the digest.
 */
export function ApprovalsPage() {
  const t = useTranslations('approvals');
  const tCommon = useTranslations('common');
  const tStatus = useTranslations('status');
  const locale = useLocale();
  const now = useNow();
  const router = useRouter();
  const { preferences } = usePreferences();
  const [project] = useQueryState('project');
  const [show, setShow] = useQueryState('show', parseAsStringLiteral(scopes).withDefault('mine'));
  const params = {
    ...(show === 'mine' ? { waitsFor: 'me' as const } : { state: 'open' as const }),
    limit: 200,
    ...(project ? { project } : {}),
  };
  const query = useQuery({
    queryKey: queryKeys.plans(params),
    queryFn: ({ signal }) => api.call('listPlans', { query: params, signal }),
  });
  useTopic(topics.home(), [queryKeys.plans()]);
  const columns = useMemo<readonly Column<PlanRow>[]>(
    () => [
      {
        id: 'application',
        header: t('columns.application'),
        width: 'minmax(160px, 1.4fr)',
        render: (row) => <ApplicationCell row={row} />,
      },
      {
        id: 'kind',
        header: t('columns.kind'),
        width: '96px',
        render: (row) => <Tag>{t(`kinds.${row.kind}`)}</Tag>,
      },
      {
        id: 'change',
        header: t('columns.change'),
        width: '110px',
        render: ({ counts }) => (
          <Delta
            add={counts.create}
            change={counts.change}
            remove={counts.prune}
            label={tStatus('delta', { add: counts.create, change: counts.change, remove: counts.prune })}
          />
        ),
      },
      {
        id: 'risks',
        header: t('columns.risks'),
        width: '88px',
        render: (row) => (
          <span className={row.risks > 0 ? 'font-medium text-warn' : 'text-fg-3'}>
            {t('risks', { count: row.risks })}
          </span>
        ),
      },
      {
        id: 'approvals',
        header: t('columns.approvals'),
        width: '96px',
        render: (row) => <Approvals row={row} />,
      },
      {
        id: 'plan',
        header: t('columns.plan'),
        width: '180px',
        hideBelow: 1320,
        render: (row) => <span className="mono text-fg-2">{shortDigest(row.digest)}</span>,
      },
      {
        id: 'built',
        header: t('columns.built'),
        width: 'minmax(120px, 0.6fr)',
        hideBelow: 1100,
        render: (row) => (
          <span className="text-fg-2">
            <RelativeTime value={row.builtAt} now={now} locale={locale} />{' '}
            {t('builtBy', { name: row.builtBy.name })}
          </span>
        ),
      },
    ],
    [t, tStatus, now, locale],
  );
  const rows = query.data?.items ?? [];
  return (
    <Page>
      <PageHeader title={t('title')} meta={query.data?.total} summary={t('summary')} />
      <SegmentedControl
        label={t('show')}
        value={show}
        onChange={(next) => void setShow(next)}
        items={scopes.map((id) => ({ id, label: t(id) }))}
      />
      {query.isError && (
        <ProblemPanel what={t('what')} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <SkeletonRows label={tCommon('loading')} />}
      {query.data && rows.length === 0 && (
        <EmptyState icon="inbox" title={t(show === 'mine' ? 'emptyMine' : 'empty')}>
          {t(show === 'mine' ? 'emptyMineText' : 'emptyText')}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <DataTable
          label={t('title')}
          rows={rows}
          rowKey={(row) => row.id}
          columns={columns}
          onOpen={(row) => router.push(urls.plan(row.id))}
          hasLetterKeys={preferences.letterKeys === 'on'}
          card={(row) => (
            <div className="flex flex-col gap-1 text-sm">
              <ApplicationCell row={row} />
              <span className="flex flex-wrap items-center gap-2 text-fg-2">
                <Tag>{t(`kinds.${row.kind}`)}</Tag>
                <Approvals row={row} />
                <RelativeTime value={row.builtAt} now={now} locale={locale} />
              </span>
            </div>
          )}
        />
      )}
    </Page>
  );
}

function ApplicationCell({ row }: { row: PlanRow }) {
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <Link href={urls.plan(row.id)} className="font-medium hover:underline">
        {row.application}
      </Link>
      <span className="text-xs text-fg-3">{row.project}</span>
    </span>
  );
}

function Approvals({ row }: { row: PlanRow }) {
  const t = useTranslations('approvals');
  const { approvals: count, approvalsRequired: required } = row;
  if (required === 0) return <span className="text-fg-3">{t('notRequired')}</span>;
  return t('approved', { count, required });
}
