'use client';
import type { CallOutput } from '@bowline/contract/client';
import { CopyButton } from '@bowline/ui/copy-button';
import { DataTable, type Column } from '@bowline/ui/data-table';
import { KeyValue } from '@bowline/ui/key-value';
import { Page, PageHeader, SectionHeading } from '@bowline/ui/page-header';
import { Panel } from '@bowline/ui/panel';
import { SkeletonRows } from '@bowline/ui/skeleton';
import { StatusBadge } from '@bowline/ui/status';
import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'use-intl';
import { AdminTabs } from '../../lib/account-tabs.tsx';
import { api } from '../../lib/api/client.ts';
import { ProblemPanel } from '../../lib/problem.tsx';
import { queryKeys } from '../../lib/query/keys.ts';

type Tool = CallOutput<'getSystem'>['tools'][number];

/** What this installation is made of, and what rendering lacks here (ui.md, C22). */
export function SystemPage() {
  const t = useTranslations('account.system');
  const tCommon = useTranslations('common');
  const format = useFormatter();
  const query = useQuery({
    queryKey: queryKeys.system(),
    queryFn: ({ signal }) => api.call('getSystem', { signal }),
    refetchInterval: 15_000,
  });
  const system = query.data;
  return (
    <Page>
      <PageHeader title={t('title')} />
      <AdminTabs current="system" />
      {query.isError && (
        <ProblemPanel what={t('what')} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <SkeletonRows rows={4} label={tCommon('loading')} />}
      {system && (
        <>
          <Panel>
            <KeyValue
              items={[
                { id: 'version', label: t('version'), value: system.version },
                {
                  id: 'installation',
                  label: t('installation'),
                  value: (
                    <span className="inline-flex items-center gap-1">
                      <span className="mono">{system.installationId}</span>
                      <CopyButton
                        value={system.installationId}
                        label={`${tCommon('copy')}: ${t('installation')}`}
                        copiedLabel={tCommon('copied')}
                      />
                    </span>
                  ),
                },
                { id: 'roles', label: t('roles'), value: system.roles.join(', ') },
                { id: 'stream', label: t('stream'), value: format.number(system.streamClients) },
                ...(system.demo ? [{ id: 'demo', label: t('demo'), value: t('demoText') }] : []),
              ]}
            />
          </Panel>
          <SectionHeading meta={system.tools.length}>{t('tools')}</SectionHeading>
          <ToolTable tools={system.tools} />
        </>
      )}
    </Page>
  );
}

function ToolTable({ tools }: { tools: readonly Tool[] }) {
  const t = useTranslations('account.system');
  const columns: Column<Tool>[] = [
    {
      id: 'name',
      header: t('tool'),
      width: '140px',
      render: (tool) => <span className="font-medium">{tool.name}</span>,
    },
    { id: 'state', header: t('state'), width: '130px', render: (tool) => <ToolState tool={tool} /> },
    {
      id: 'version',
      header: t('version'),
      width: '130px',
      render: (tool) => <span className="mono truncate">{tool.version}</span>,
    },
    {
      id: 'where',
      header: t('where'),
      width: 'minmax(0, 1fr)',
      render: (tool) => <Where tool={tool} />,
    },
  ];
  return (
    <DataTable
      label={t('tools')}
      rows={tools}
      rowKey={(tool) => tool.name}
      columns={columns}
      card={(tool) => (
        <div className="flex flex-col gap-1 text-sm">
          <span className="flex items-center justify-between gap-2">
            <span className="font-medium">
              {tool.name} <span className="mono text-fg-2">{tool.version}</span>
            </span>
            <ToolState tool={tool} />
          </span>
          <Where tool={tool} />
        </div>
      )}
    />
  );
}

function ToolState({ tool }: { tool: Tool }) {
  const t = useTranslations('account.system');
  return tool.available ? (
    <StatusBadge sign={{ icon: 'healthy', tone: 'ok' }} isQuiet label={t('available')} />
  ) : (
    <StatusBadge sign={{ icon: 'missing', tone: 'warn' }} label={t('missing')} />
  );
}

/** Where it comes from; for a missing one, what to do about it. */
function Where({ tool }: { tool: Tool }) {
  const text = tool.available ? tool.origin : tool.reason;
  return (
    <span className="truncate text-fg-2" title={text}>
      {text}
    </span>
  );
}
