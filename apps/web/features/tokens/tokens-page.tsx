'use client';
import { Button } from '@bowline/ui/button';
import { DataTable, type Column } from '@bowline/ui/data-table';
import { EmptyState } from '@bowline/ui/empty-state';
import { Page, PageHeader } from '@bowline/ui/page-header';
import { RelativeTime } from '@bowline/ui/relative-time';
import { SkeletonRows } from '@bowline/ui/skeleton';
import { Tag } from '@bowline/ui/tag';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { AccountTabs } from '../../lib/account-tabs.tsx';
import { useNow } from '../../lib/now.tsx';
import { ProblemPanel } from '../../lib/problem.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import { usePaged } from '../../lib/use-paged.ts';
import { fetchTokens } from './fetch-tokens.ts';
import { NewTokenDialog } from './new-token-dialog.tsx';
import { RemoveExpired } from './remove-expired.tsx';
import { RevokeButton } from './revoke-button.tsx';
import { isEndingSoon, type Token } from './token-draft.ts';

/** Tokens of this user, or of all for administrators: what each may do, when it was last used, when it ends. */
export function TokensPage() {
  const t = useTranslations('account.tokens');
  const tCommon = useTranslations('common');
  const [isNew, setIsNew] = useState(false);
  const list = usePaged<Token>({
    key: queryKeys.tokens(),
    fetchPage: fetchTokens,
    // Last use comes from the server; there is no topic for it.
    refetchInterval: 30_000,
  });
  const { rows } = list;
  return (
    <Page>
      <PageHeader
        title={t('title')}
        meta={list.total}
        summary={t('intro')}
        actions={
          <Button variant="primary" icon="plus" onClick={() => setIsNew(true)}>
            {t('new')}
          </Button>
        }
      />
      <AccountTabs current="tokens" />
      {rows.some((token) => token.isExpired) && <RemoveExpired />}
      {list.error && <ProblemPanel what={t('what')} error={list.error} onRetry={list.refetch} />}
      {list.isPending && <SkeletonRows label={tCommon('loading')} />}
      {list.total === 0 && (
        <EmptyState icon="key" title={t('empty')}>
          {t('emptyText')}
        </EmptyState>
      )}
      {rows.length > 0 && <TokenTable rows={rows} total={list.total} onEndReached={list.loadMore} />}
      {isNew && <NewTokenDialog onClose={() => setIsNew(false)} />}
    </Page>
  );
}

type TokenTableProps = { rows: readonly Token[]; total: number | undefined; onEndReached: () => void };

function TokenTable({ rows, total, onEndReached }: TokenTableProps) {
  const t = useTranslations('account.tokens');
  const columns: Column<Token>[] = [
    {
      id: 'name',
      header: t('columns.name'),
      width: 'minmax(150px, 1fr)',
      render: (row) => <Name row={row} />,
    },
    { id: 'may', header: t('columns.may'), width: 'minmax(90px, 0.6fr)', render: (row) => <May row={row} /> },
    {
      id: 'scope',
      header: t('columns.scope'),
      width: 'minmax(90px, 0.6fr)',
      hideBelow: 1100,
      render: (row) => row.project ?? <span className="text-fg-2">{t('everywhere')}</span>,
    },
    {
      id: 'owner',
      header: t('columns.owner'),
      width: '96px',
      hideBelow: 1100,
      render: (row) => <span className="text-fg-2">{row.owner}</span>,
    },
    {
      id: 'used',
      header: t('columns.used'),
      width: 'minmax(150px, 1fr)',
      render: (row) => <Used row={row} />,
    },
    { id: 'expires', header: t('columns.expires'), width: '140px', render: (row) => <Expires row={row} /> },
    { id: 'revoke', header: '', width: '96px', align: 'end', render: (row) => <RevokeButton token={row} /> },
  ];
  return (
    <DataTable
      label={t('title')}
      rows={rows}
      total={total}
      onEndReached={onEndReached}
      rowKey={(row) => row.id}
      columns={columns}
      isAway={(row) => row.isExpired}
      card={(row) => (
        <div className="flex flex-col gap-1 text-sm">
          <span className="flex items-center justify-between gap-2">
            <Name row={row} />
            <RevokeButton token={row} />
          </span>
          <span className="flex items-center justify-between gap-2">
            <May row={row} />
            <Expires row={row} />
          </span>
          <Used row={row} />
        </div>
      )}
    />
  );
}

function Name({ row }: { row: Token }) {
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <b className="truncate font-medium">{row.name}</b>
      <span className="mono text-fg-3">{row.prefix}…</span>
    </span>
  );
}

function May({ row }: { row: Token }) {
  return (
    <span className="truncate" title={row.permissions.join(', ')}>
      {row.role ?? row.permissions.join(', ')}
    </span>
  );
}

function Used({ row }: { row: Token }) {
  const t = useTranslations('account.tokens');
  const locale = useLocale();
  const now = useNow();
  if (!row.lastUsedAt) return <span className="text-fg-3">{t('unused')}</span>;
  return (
    <span className="truncate text-fg-2" title={row.lastUsedAgent}>
      <RelativeTime value={row.lastUsedAt} now={now} locale={locale} />
      <span className="text-fg-3"> · {[row.lastUsedIp, row.lastUsedAgent].filter(Boolean).join(' · ')}</span>
    </span>
  );
}

function Expires({ row }: { row: Token }) {
  const t = useTranslations('account.tokens');
  const locale = useLocale();
  const now = useNow();
  return (
    <span className="flex items-center gap-2">
      <RelativeTime value={row.expiresAt} now={now} locale={locale} />
      {row.isExpired && <Tag tone="bad">{t('expired')}</Tag>}
      {isEndingSoon(row, now) && <Tag tone="warn">{t('soon')}</Tag>}
    </span>
  );
}
