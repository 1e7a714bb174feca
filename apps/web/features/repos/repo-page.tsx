'use client';
import { topics } from '@bowline/contract/topics';
import { Breadcrumb } from '@bowline/ui/breadcrumb';
import { ButtonLink } from '@bowline/ui/button';
import { CopyButton } from '@bowline/ui/copy-button';
import { formatAge } from '@bowline/ui/format-time';
import { TextLink } from '@bowline/ui/link';
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
import { ProblemPanel } from '../../lib/problem.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import { ConnectionState } from '../../lib/registry/connection-state.tsx';
import { DeleteButton } from '../../lib/registry/delete-dialog.tsx';
import { ChartsPanel } from './charts-panel.tsx';
import { RepositoryForm, type Repository } from '../../lib/registry/repository-form.tsx';
import { shortRevision } from '../../lib/revision.ts';
import { useTopic } from '../../lib/stream/provider.tsx';
import { urls } from '../../lib/urls.ts';

/** One repository: its connection, its webhook, its branches; edited and removed here. */
export function RepoPage({ name }: { name: string }) {
  const t = useTranslations('registry');
  const tCommon = useTranslations('common');
  const query = useQuery({
    queryKey: queryKeys.repository(name),
    queryFn: ({ signal }) => api.call('getRepository', { params: { name }, signal }),
    placeholderData: undefined,
  });
  useTopic(topics.repositories(), [queryKeys.repository(name)]);
  if (!query.data) {
    return (
      <Page>
        <h1 className="sr-only">{name}</h1>
        {query.isError ? (
          <LoadProblem
            what={t('repo.oneWhat')}
            permission="repositories:get"
            error={query.error}
            onRetry={() => void query.refetch()}
          />
        ) : (
          <SkeletonRows label={tCommon('loading')} />
        )}
      </Page>
    );
  }
  return <RepoView repository={query.data} />;
}

function RepoView({ repository }: { repository: Repository }) {
  const t = useTranslations('registry');
  const tShell = useTranslations('shell');
  const router = useRouter();
  const queryClient = useQueryClient();
  const locale = useLocale();
  const now = useNow();
  const { metadata, status, spec, can } = repository;
  const { name, managedBy } = metadata;
  const isGit = (spec.type ?? 'git') === 'git';
  const managed = managedBy ? t('managed', { owner: managedBy }) : null;
  return (
    <Page>
      <PageHeader
        breadcrumb={
          <Breadcrumb
            label={tShell('breadcrumb')}
            items={[{ label: t('repo.title'), href: urls.repositories() }, { label: name }]}
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
            <span className="mono">{spec.url}</span>
          </>
        }
        actions={
          <>
            <ButtonLink
              href={urls.newApp({ repo: name, url: spec.url, ...(isGit ? {} : { origin: spec.type }) })}
              icon="plus"
            >
              {t('repo.create')}
            </ButtonLink>
            <DeleteButton
              name={name}
              text={t('repo.deleteText')}
              disabledReason={
                managed ??
                cannot(can, 'delete') ??
                (status.applications > 0 ? t('deleteInUse', { count: status.applications }) : null)
              }
              onDelete={() => api.call('deleteRepository', { params: { name } })}
              keys={queryKeys.repositories()}
              onDeleted={() => router.push(urls.repositories())}
            />
          </>
        }
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
            disabledReason={managed ?? cannot(can, 'update')}
            onSaved={(next) => queryClient.setQueryData(queryKeys.repository(name), next)}
          />
        </Panel>
      </Columns>
    </Page>
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
