'use client';
import { topics } from '@bowline/contract/topics';
import { formatAge } from '@bowline/ui/format-time';
import { KeyValue } from '@bowline/ui/key-value';
import { TextLink } from '@bowline/ui/link';
import { Notice } from '@bowline/ui/notice';
import { Columns } from '@bowline/ui/page-header';
import { Panel } from '@bowline/ui/panel';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'use-intl';
import { api } from '../../lib/api/client.ts';
import { useNow } from '../../lib/now.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import { ConnectionState } from '../../lib/registry/connection-state.tsx';
import { RegistryHeader } from '../../lib/registry/registry-header.tsx';
import { RegistryPage } from '../../lib/registry/registry-page.tsx';
import { useLocked } from '../../lib/registry/use-locked.ts';
import { useTopic } from '../../lib/stream/provider.tsx';
import { urls } from '../../lib/urls.ts';
import type { Cluster } from './cluster-draft.ts';
import { IdentityNotice } from './identity-notice.tsx';
import { ClusterForm } from './cluster-form.tsx';

/** One cluster: whether it answers, what is watched, who uses it; edited and removed here. */
export function ClusterPage({ name }: { name: string }) {
  const t = useTranslations('registry.cluster');
  const query = useQuery({
    queryKey: queryKeys.cluster(name),
    queryFn: ({ signal }) => api.call('getCluster', { params: { name }, signal }),
    placeholderData: undefined,
  });
  useTopic(topics.clusters(), [queryKeys.cluster(name)]);
  return (
    <RegistryPage name={name} what={t('oneWhat')} permission="clusters:get" query={query}>
      {(cluster) => <ClusterView cluster={cluster} />}
    </RegistryPage>
  );
}

function ClusterView({ cluster }: { cluster: Cluster }) {
  const t = useTranslations('registry');
  const queryClient = useQueryClient();
  const locale = useLocale();
  const now = useNow();
  const { metadata, status } = cluster;
  const { name } = metadata;
  const disabledReason = useLocked(cluster)('update');
  return (
    <>
      <RegistryHeader
        kind="cluster"
        object={cluster}
        list={{ href: urls.clusters(), keys: queryKeys.clusters() }}
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
        onDelete={() => api.call('deleteCluster', { params: { name } })}
      />
      <IdentityNotice cluster={cluster} disabledReason={disabledReason} />
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
            disabledReason={disabledReason}
            onSaved={(next) => queryClient.setQueryData(queryKeys.cluster(name), next)}
          />
        </Panel>
      </Columns>
    </>
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
            label: t('cluster.namespacesFact'),
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
