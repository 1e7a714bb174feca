'use client';
import { Button } from '@bowline/ui/button';
import { DataTable, type Column } from '@bowline/ui/data-table';
import { EmptyState } from '@bowline/ui/empty-state';
import { Page, PageHeader } from '@bowline/ui/page-header';
import { RelativeTime } from '@bowline/ui/relative-time';
import { SkeletonRows } from '@bowline/ui/skeleton';
import { Avatar, Tag } from '@bowline/ui/tag';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { AdminTabs } from '../../lib/account-tabs.tsx';
import { api } from '../../lib/api/client.ts';
import { LoadProblem } from '../../lib/load-problem.tsx';
import { useNow } from '../../lib/now.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import { useSession } from '../../lib/session/context.tsx';
import { useRefused } from '../../lib/session/use-refused.ts';
import { usePaged } from '../../lib/use-paged.ts';
import { NewUserDialog } from './new-user-dialog.tsx';
import { UserMenu } from './user-menu.tsx';
import type { User } from './user.ts';

/** Local users, their role everywhere and their last sign-in. */
export function UsersPage() {
  const t = useTranslations('account.users');
  const tCommon = useTranslations('common');
  const refused = useRefused();
  const [isNew, setIsNew] = useState(false);
  const list = usePaged<User>({
    key: queryKeys.users(),
    fetchPage: (cursor, signal) => api.call('listUsers', { query: { limit: 100, cursor }, signal }),
  });
  const { rows } = list;
  return (
    <Page>
      <PageHeader
        title={t('title')}
        meta={list.total}
        actions={
          <Button
            variant="primary"
            icon="plus"
            disabledReason={refused('users:create')}
            onClick={() => setIsNew(true)}
          >
            {t('new')}
          </Button>
        }
      />
      <AdminTabs current="users" />
      {list.error && (
        <LoadProblem what={t('what')} permission="users:get" error={list.error} onRetry={list.refetch} />
      )}
      {list.isPending && <SkeletonRows label={tCommon('loading')} />}
      {list.total === 0 && <EmptyState icon="user" title={t('empty')} />}
      {rows.length > 0 && <UserTable rows={rows} total={list.total} onEndReached={list.loadMore} />}
      {isNew && <NewUserDialog onClose={() => setIsNew(false)} />}
    </Page>
  );
}

type UserTableProps = { rows: readonly User[]; total: number | undefined; onEndReached: () => void };

function UserTable({ rows, total, onEndReached }: UserTableProps) {
  const t = useTranslations('account.users');
  const columns: Column<User>[] = [
    {
      id: 'name',
      header: t('columns.name'),
      width: 'minmax(180px, 1fr)',
      render: (row) => <Name row={row} />,
    },
    {
      id: 'role',
      header: t('columns.role'),
      width: 'minmax(180px, 1.2fr)',
      render: (row) => <RoleCell row={row} />,
    },
    { id: 'login', header: t('columns.login'), width: '120px', render: (row) => <LastLogin row={row} /> },
    {
      id: 'state',
      header: t('columns.state'),
      width: 'minmax(120px, 0.8fr)',
      render: (row) => <State row={row} />,
    },
    { id: 'menu', header: '', width: '48px', align: 'end', render: (row) => <UserMenu user={row} /> },
  ];
  return (
    <DataTable
      label={t('title')}
      rows={rows}
      total={total}
      onEndReached={onEndReached}
      rowKey={(row) => row.name}
      columns={columns}
      isAway={(row) => row.disabled}
      card={(row) => (
        <div className="flex items-center justify-between gap-2 text-sm">
          <span className="flex min-w-0 flex-col gap-1">
            <Name row={row} />
            <RoleCell row={row} />
            <State row={row} />
          </span>
          <UserMenu user={row} />
        </div>
      )}
    />
  );
}

function Name({ row }: { row: User }) {
  const t = useTranslations('account.users');
  const session = useSession();
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Avatar name={row.displayName || row.name} />
      <b className="truncate font-medium">{row.name}</b>
      {row.displayName !== row.name && <span className="truncate text-fg-2">{row.displayName}</span>}
      {row.name === session.user && <Tag tone="fill">{t('you')}</Tag>}
    </span>
  );
}

function RoleCell({ row }: { row: User }) {
  const t = useTranslations('account.users');
  return (
    <span className="truncate">
      {t(`role.${row.role}`)} <span className="text-fg-3">{t(`roleText.${row.role}`)}</span>
    </span>
  );
}

function LastLogin({ row }: { row: User }) {
  const t = useTranslations('account.users');
  const locale = useLocale();
  const now = useNow();
  return row.lastLoginAt ? (
    <RelativeTime value={row.lastLoginAt} now={now} locale={locale} />
  ) : (
    <span className="text-fg-3">{t('never')}</span>
  );
}

function State({ row }: { row: User }) {
  const t = useTranslations('account.users');
  return (
    <span className="flex gap-1">
      {row.disabled ? (
        <Tag tone="bad">{t('disabled')}</Tag>
      ) : (
        <span className="text-fg-2">{t('active')}</span>
      )}
      {row.mustChangePassword && !row.disabled && <Tag tone="warn">{t('mustChange')}</Tag>}
    </span>
  );
}
