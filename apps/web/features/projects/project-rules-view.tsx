'use client';
import { KeyValue } from '@bowline/ui/key-value';
import { Panel } from '@bowline/ui/panel';
import { Tag } from '@bowline/ui/tag';
import type { ReactNode } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { Project, SyncWindow } from './project.ts';
import { kindText } from './rule-lines.ts';

type Spec = Project['spec'];

/** The rules of a project in words. */
export function ProjectRulesView({ project }: { project: Project }) {
  const t = useTranslations('registry.project');
  const { spec } = project;
  return (
    <div className="flex max-w-[880px] flex-col gap-4">
      <Panel title={t('repos')}>
        <Lines lines={spec.sourceRepos} />
      </Panel>
      <Panel title={t('destinations')}>
        <Lines
          lines={spec.destinations?.map(
            ({ name, server, namespace }) => `${name ?? server ?? '*'} / ${namespace}`,
          )}
        />
      </Panel>
      <Panel title={t('kinds')}>
        <Kinds spec={spec} />
      </Panel>
      <Panel title={t('approvals')}>
        <Approvals spec={spec} />
      </Panel>
      {spec.guards && (
        <Panel title={t('budgets')}>
          <Budgets guards={spec.guards} />
        </Panel>
      )}
      <Panel title={t('windows')}>
        {(spec.syncWindows ?? []).length === 0 ? (
          <p className="text-sm text-fg-2">{t('none')}</p>
        ) : (
          <ul className="flex flex-col gap-2 text-sm">
            {(spec.syncWindows ?? []).map((window) => (
              <li key={`${window.kind}${window.schedule}${window.duration}`} className="flex flex-wrap gap-2">
                <Tag tone={window.kind === 'deny' ? 'bad' : 'ok'}>{t(`window.${window.kind}`)}</Tag>
                <span className="mono">
                  {window.schedule} · {window.duration} · {window.timeZone ?? 'UTC'}
                </span>
                {coverage(window).map(([word, values]) => (
                  <span key={word}>
                    <span className="text-fg-2">{t(`window.${word}`)}</span>{' '}
                    <span className="mono">{values.join(', ')}</span>
                  </span>
                ))}
                <span className="text-fg-2">{window.description}</span>
              </li>
            ))}
          </ul>
        )}
      </Panel>
      <Panel title={t('roles')}>
        {(spec.roles ?? []).length === 0 ? (
          <p className="text-sm text-fg-2">{t('noRoles')}</p>
        ) : (
          <KeyValue
            items={(spec.roles ?? []).map((role) => ({
              label: role.name,
              value: (
                <>
                  <span className="mono">{role.permissions.join(', ')}</span>
                  <span className="block text-fg-2">
                    {[...(role.users ?? []), ...(role.groups ?? [])].join(', ') || t('none')}
                  </span>
                </>
              ),
            }))}
          />
        )}
      </Panel>
    </div>
  );
}

function Lines({ lines }: { lines: readonly string[] | undefined }): ReactNode {
  const t = useTranslations('registry.project');
  if (!lines || lines.length === 0) return <p className="text-sm text-fg-2">{t('none')}</p>;
  return (
    <ul className="flex flex-col gap-1">
      {lines.map((line) => (
        <li key={line} className="mono break-all">
          {line === '*' ? `* (${t('any')})` : line}
        </li>
      ))}
    </ul>
  );
}

function Kinds({ spec }: { spec: Spec }) {
  const t = useTranslations('registry.project');
  const text = (kinds: readonly { group: string; kind: string; name?: string }[]) =>
    kinds.map(kindText).join(', ');
  const refused = [...(spec.clusterResourceBlacklist ?? []), ...(spec.namespaceResourceBlacklist ?? [])];
  return (
    <KeyValue
      items={[
        {
          label: t('clusterKinds'),
          value: text(spec.clusterResourceWhitelist ?? []) || t('notListed'),
        },
        {
          label: t('namespaceKinds'),
          value: text(spec.namespaceResourceWhitelist ?? []) || t('allAllowed'),
        },
        ...(refused.length > 0 ? [{ label: t('refusedKinds'), value: text(refused) }] : []),
      ]}
    />
  );
}

function Budgets({ guards }: { guards: NonNullable<Spec['guards']> }) {
  const t = useTranslations('registry.project');
  const format = useFormatter();
  const { deletionsMax, deletionShareMax, requireHead = false } = guards;
  return (
    <KeyValue
      items={[
        ...(deletionsMax === undefined ? [] : [{ label: t('deletionsMax'), value: deletionsMax }]),
        ...(deletionShareMax === undefined
          ? []
          : [{ label: t('deletionShareMax'), value: format.number(deletionShareMax, { style: 'percent' }) }]),
        { label: t('requireHead'), value: t(requireHead ? 'yes' : 'no') },
      ]}
    />
  );
}

function Approvals({ spec }: { spec: Spec }) {
  const t = useTranslations('registry.project');
  const { required = 0, allowSelf = true, policyMayApprove = false } = spec.approvals ?? {};
  return (
    <KeyValue
      items={[
        { label: t('required'), value: required },
        { label: t('allowSelf'), value: t(allowSelf ? 'yes' : 'no') },
        { label: t('policyMay'), value: t(policyMayApprove ? 'yes' : 'no') },
      ]}
    />
  );
}

/** What a window covers, by the words of its lists; none of them means every Application. */
function coverage(window: SyncWindow) {
  const { applications, clusters, namespaces, matchLabels } = window;
  const labels = Object.entries(matchLabels ?? {}).map((label) => label.join('='));
  const lists = { applications, clusters, namespaces, matchLabels: labels };
  return (Object.keys(lists) as (keyof typeof lists)[]).flatMap((word) => {
    const values = lists[word] ?? [];
    return values.length > 0 ? [[word, values] as const] : [];
  });
}
