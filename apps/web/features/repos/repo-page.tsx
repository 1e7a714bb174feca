'use client';
import { topics } from '@bowline/contract/topics';
import { ButtonLink } from '@bowline/ui/button';
import { CopyButton } from '@bowline/ui/copy-button';
import { formatAge } from '@bowline/ui/format-time';
import { TextLink } from '@bowline/ui/link';
import { Columns } from '@bowline/ui/page-header';
import { Panel } from '@bowline/ui/panel';
import { SkeletonRows } from '@bowline/ui/skeleton';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'use-intl';
import { api } from '../../lib/api/client.ts';
import { useNow } from '../../lib/now.tsx';
import { ProblemPanel } from '../../lib/problem.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import { ConnectionState } from '../../lib/registry/connection-state.tsx';
import { ChartsPanel } from './charts-panel.tsx';
import { RegistryHeader } from '../../lib/registry/registry-header.tsx';
import { RegistryPage } from '../../lib/registry/registry-page.tsx';
import { RepositoryForm, type Repository } from '../../lib/registry/repository-form.tsx';
import { useLocked } from '../../lib/registry/use-locked.ts';
import { shortRevision } from '../../lib/revision.ts';
import { useTopic } from '../../lib/stream/provider.tsx';
import { urls } from '../../lib/urls.ts';

/** One repository: its connection, its webhook, its branches; edited and removed here. */
export function RepoPage({ name }: { name: string }) {
  const t = useTranslations('registry.repo');
  const query = useQuery({
    queryKey: queryKeys.repository(name),
    queryFn: ({ signal }) => api.call('getRepository', { params: { name }, signal }),
    placeholderData: undefined,
  });
  useTopic(topics.repositories(), [queryKeys.repository(name)]);
  return (
    <RegistryPage name={name} what={t('oneWhat')} permission="repositories:get" query={query}>
      {(repository) => <RepoView repository={repository} />}
    </RegistryPage>
  );
}

function RepoView({ repository }: { repository: Repository }) {
  const t = useTranslations('registry');
  const queryClient = useQueryClient();
  const locale = useLocale();
  const now = useNow();
  const { metadata, status, spec } = repository;
  const { name } = metadata;
  const disabledReason = useLocked(repository)('update');
  const isGit = (spec.type ?? 'git') === 'git';
  return (
    <>
      <RegistryHeader
        kind="repo"
        object={repository}
        list={{ href: urls.repositories(), keys: queryKeys.repositories() }}
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
            <span className="mono">{spec.url}</span>
          </>
        }
        actions={
          <ButtonLink
            href={urls.newApp({ repo: name, url: spec.url, ...(isGit ? {} : { origin: spec.type }) })}
            icon="plus"
          >
            {t('repo.create')}
          </ButtonLink>
        }
        onDelete={() => api.call('deleteRepository', { params: { name } })}
      />
      <Columns
        side={
          <>
            <Panel title={t('applications')} end={status.applications}>
              <TextLink href={urls.apps({ repository: spec.url })}>{t('project.openApps')}</TextLink>
            </Panel>
            {isGit && <WebhookPanel repository={repository} />}
            {isGit ? <RefsPanel name={name} /> : <ChartsPanel name={name} />}
          </>
        }
      >
        <Panel title={t('repo.edit')}>
          <RepositoryForm
            key={metadata.uid}
            saved={repository}
            disabledReason={disabledReason}
            onSaved={(next) => queryClient.setQueryData(queryKeys.repository(name), next)}
          />
        </Panel>
      </Columns>
    </>
  );
}

function WebhookPanel({ repository }: { repository: Repository }) {
  const t = useTranslations('registry.repo');
  const tCommon = useTranslations('common');
  const locale = useLocale();
  const now = useNow();
  const { lastWebhookAt } = repository.status;
  const path = '/api/v1/webhooks/github';
  const address = typeof window === 'undefined' ? path : `${window.location.origin}${path}`;
  return (
    <Panel title={t('webhook')}>
      <p className="text-sm text-fg-2">
        {lastWebhookAt
          ? t('webhookLast', { age: formatAge(Date.parse(lastWebhookAt), now, locale, 'relative') })
          : t('webhookNever')}
      </p>
      <p className="mono mt-1 flex items-center gap-1 break-all" suppressHydrationWarning>
        {address}
        <CopyButton value={address} label={tCommon('copy')} copiedLabel={tCommon('copied')} />
      </p>
    </Panel>
  );
}

const shownMax = 12;

function RefsPanel({ name }: { name: string }) {
  const t = useTranslations('registry.repo');
  const tCommon = useTranslations('common');
  const query = useQuery({
    queryKey: [...queryKeys.repository(name), 'refs'],
    queryFn: ({ signal }) => api.call('listRefs', { params: { name }, signal }),
    placeholderData: undefined,
  });
  const refs = query.data?.refs ?? [];
  return (
    <Panel title={t('refs')} end={query.data && refs.length}>
      {query.isPending && <SkeletonRows rows={2} label={tCommon('loading')} />}
      {query.isError && !query.data && (
        <ProblemPanel what={t('refsWhat')} error={query.error} onRetry={() => void query.refetch()} />
      )}
      <ul className="flex flex-col gap-1 text-sm">
        {refs.slice(0, shownMax).map((ref) => (
          <li key={`${ref.kind}${ref.name}`} className="flex justify-between gap-2">
            <span className="truncate">{ref.name}</span>
            <span className="mono text-fg-3">{shortRevision(ref.revision)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
