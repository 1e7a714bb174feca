'use client';
import { topics } from '@bowline/contract/topics';
import { Breadcrumb } from '@bowline/ui/breadcrumb';
import { formatAge } from '@bowline/ui/format-time';
import { KeyValue } from '@bowline/ui/key-value';
import { TextLink } from '@bowline/ui/link';
import { Notice } from '@bowline/ui/notice';
import { Columns, Page, PageHeader } from '@bowline/ui/page-header';
import { Panel } from '@bowline/ui/panel';
import { SkeletonRows } from '@bowline/ui/skeleton';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'use-intl';
import { api } from '../../lib/api/client.ts';
import { cannot } from '../../lib/can.ts';
import { LoadProblem } from '../../lib/load-problem.tsx';
import { useNow } from '../../lib/now.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import { ConnectionState } from '../../lib/registry/connection-state.tsx';
import { DeleteButton } from '../../lib/registry/delete-dialog.tsx';
import { useTopic } from '../../lib/stream/provider.tsx';
import { urls } from '../../lib/urls.ts';
import type { Cluster } from './cluster-draft.ts';
import { IdentityNotice } from './identity-notice.tsx';
import { ClusterForm } from './cluster-form.tsx';

/** One cluster: whether it answers, what is watched, who uses it; edited and removed here. */
export function ClusterPage({ name }: { name: string }) {
  const t = useTranslations('registry');
  const tCommon = useTranslations('common');
  const query = useQuery({
    queryKey: queryKeys.cluster(name),
    queryFn: ({ signal }) => api.call('getCluster', { params: { name }, signal }),
    placeholderData: undefined,
  });
  useTopic(topics.clusters(), [queryKeys.cluster(name)]);
  if (!query.data) {
    return (
      <Page>
        <h1 className="sr-only">{name}</h1>
        {query.isError ? (
          <LoadProblem
            what={t('cluster.oneWhat')}
            permission="clusters:get"
            error={query.error}
            onRetry={() => void query.refetch()}
          />
        ) : (
          <SkeletonRows label={tCommon('loading')} />
        )}
      </Page>
    );
  }
  return <ClusterView cluster={query.data} />;
}

function ClusterView({ cluster }: { cluster: Cluster }) {
  const t = useTranslations('registry');
  const tShell = useTranslations('shell');
  const router = useRouter();
  const queryClient = useQueryClient();
  const locale = useLocale();
  const now = useNow();
  const { metadata, status, can } = cluster;
  const { name, managedBy } = metadata;
  const managed = managedBy ? t('managed', { owner: managedBy }) : null;
  return (
    <Page>
      <PageHeader
        breadcrumb={
          <Breadcrumb
            label={tShell('breadcrumb')}
            items={[{ label: t('cluster.title'), href: urls.clusters() }, { label: name }]}
          />
        }
        title={name}
        summary={
          <>
            <ConnectionState state={status.state} message={status.message} latencyMs={status.latencyMs} />
            {status.checkedAt && (
              <span>
                {t('checked', {
                  age: formatAge(Date.parse(status.checkedAt), now, locale, 'relative'),
                })}
              </span>
            )}
          </>
        }
        actions={
          <DeleteButton
            name={name}
            text={t('cluster.deleteText')}
            disabledReason={
              managed ??
              cannot(can, 'delete') ??
              (status.applications > 0 ? t('deleteInUse', { count: status.applications }) : null)
            }
            onDelete={() => api.call('deleteCluster', { params: { name } })}
            keys={queryKeys.clusters()}
            onDeleted={() => router.push(urls.clusters())}
          />
        }
      />
      <IdentityNotice cluster={cluster} disabledReason={managed ?? cannot(can, 'update')} />
      {status.state === 'failed' && (
        <Notice tone="bad" role="status" title={t('testBad')}>
          {status.message} <span className="mono text-fg-3">{status.code}</span>
        </Notice>
      )}
      <Columns side={<Facts cluster={cluster} />}>
        <Panel title={t('cluster.edit')}>
          <ClusterForm
            key={metadata.uid}
            saved={cluster}
            disabledReason={managed ?? cannot(can, 'update')}
            onSaved={(next) => queryClient.setQueryData(queryKeys.cluster(name), next)}
          />
        </Panel>
      </Columns>
    </Page>
  );
}

function Facts({ cluster }: { cluster: Cluster }) {
  const t = useTranslations('registry');
  const { status, spec, metadata } = cluster;
  const { cache } = status;
  return (
    <Panel title={t('cluster.facts')}>
      <KeyValue
        items={[
          { label: t('cluster.server'), value: <span className="mono break-all">{spec.server}</span> },
          { label: t('cluster.columns.version'), value: status.version || '–' },
          {
            label: t('cluster.columns.cache'),
            value: cache
              ? `${cache.state}: ${t('cluster.cache', { objects: cache.objects, kinds: cache.kinds })}`
              : t('cluster.cacheNone'),
          },
          {
            label: t('cluster.namespaces'),
            value: spec.namespaces.length > 0 ? spec.namespaces.join(', ') : t('cluster.allNamespaces'),
          },
          {
            label: t('applications'),
            value: <TextLink href={urls.apps({ cluster: metadata.name })}>{status.applications}</TextLink>,
          },
        ]}
      />
    </Panel>
  );
}
