'use client';
import { TextLink } from '@bowline/ui/link';
import { Panel } from '@bowline/ui/panel';
import { SkeletonRows } from '@bowline/ui/skeleton';
import { Tag } from '@bowline/ui/tag';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { api } from '../../lib/api/client.ts';
import { ProblemPanel } from '../../lib/problem.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import { urls } from '../../lib/urls.ts';

/** What the Project adds to an Application's own policy: approvals, guards, windows. */
export function ProjectRules({ name }: { name: string }) {
  const t = useTranslations('application.policy');
  const tCommon = useTranslations('common');
  const query = useQuery({
    queryKey: queryKeys.project(name),
    queryFn: ({ signal }) => api.call('getProject', { params: { name }, signal }),
  });
  const spec = query.data?.spec;
  const share = spec?.guards?.deletionShareMax;
  const count = spec?.guards?.deletionsMax;
  return (
    <>
      <Panel title={t('project')} end={<TextLink href={urls.project(name)}>{name}</TextLink>}>
        {query.isPending && <SkeletonRows rows={2} label={tCommon('loading')} />}
        {query.isError && !query.data && (
          <ProblemPanel what={t('projectWhat')} error={query.error} onRetry={() => void query.refetch()} />
        )}
        {spec && (
          <ul className="flex flex-col gap-2 text-sm text-fg-2">
            <li>{t('approvals', { count: spec.approvals?.required ?? 0 })}</li>
            {(spec.approvals?.required ?? 0) > 0 && (
              <li>{t(spec.approvals?.allowSelf === false ? 'selfRefused' : 'selfAllowed')}</li>
            )}
            {spec.approvals?.policyMayApprove && <li>{t('policyMay')}</li>}
            {count !== undefined && <li>{t('guard', { count: String(count) })}</li>}
            {share !== undefined && <li>{t('guard', { count: `${Math.round(share * 100)} %` })}</li>}
          </ul>
        )}
      </Panel>
      {spec && (
        <Panel title={t('windows')}>
          {(spec.syncWindows ?? []).length === 0 ? (
            <p className="text-sm text-fg-2">{t('noWindows')}</p>
          ) : (
            <ul className="flex flex-col gap-2 text-sm">
              {(spec.syncWindows ?? []).map((window) => (
                <li key={`${window.kind}${window.schedule}${window.duration}`}>
                  <Tag tone={window.kind === 'deny' ? 'bad' : 'ok'}>{t(`window.${window.kind}`)}</Tag>{' '}
                  <span className="mono">
                    {t('windowFor', {
                      schedule: window.schedule,
                      duration: window.duration,
                      zone: window.timeZone ?? 'UTC',
                    })}
                  </span>
                  {window.description && <p className="text-xs text-fg-2">{window.description}</p>}
                </li>
              ))}
            </ul>
          )}
        </Panel>
      )}
    </>
  );
}
