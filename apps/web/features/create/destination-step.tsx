'use client';
import { ButtonLink } from '@bowline/ui/button';
import { Checkbox, Field, Input, Select } from '@bowline/ui/field';
import { Panel } from '@bowline/ui/panel';
import { useTranslations } from 'use-intl';
import { ProblemPanel } from '../../lib/problem.tsx';
import { urls } from '../../lib/urls.ts';
import type { StepProps } from './step-props.ts';
import { useEveryCluster } from '../../lib/registry/use-every.ts';

/** Cluster and namespace. */
export function DestinationStep({ draft, set, isTried, problems }: StepProps) {
  const t = useTranslations('create');
  const query = useEveryCluster();
  const clusters = query.data ?? [];
  return (
    <Panel title={t('steps.destination')}>
      <div className="flex flex-col gap-4">
        {query.isError && !query.data && (
          <ProblemPanel what={t('clustersWhat')} error={query.error} onRetry={() => void query.refetch()} />
        )}
        <div className="flex flex-wrap gap-4">
          <Field
            label={t('cluster')}
            isRequired
            error={isTried && problems.includes('cluster') ? t('required') : undefined}
            hint={query.data && clusters.length === 0 ? t('noClusters') : undefined}
            className="min-w-[220px] flex-1"
          >
            <Select value={draft.cluster} onChange={(event) => set({ cluster: event.target.value })}>
              <option value="">{t('choose')}</option>
              {clusters.map(({ metadata, status }) => (
                <option key={metadata.name} value={metadata.name}>
                  {status.state === 'failed' ? t('clusterFailed', { name: metadata.name }) : metadata.name}
                </option>
              ))}
            </Select>
          </Field>
          <Field
            label={t('namespace')}
            hint={t('namespaceHint')}
            isRequired
            error={isTried && problems.includes('namespace') ? t('nameError') : undefined}
            className="min-w-[220px] flex-1"
          >
            <Input
              value={draft.namespace}
              spellCheck={false}
              onChange={(event) => set({ namespace: event.target.value })}
            />
          </Field>
        </div>
        {query.data && clusters.length === 0 && (
          <div>
            <ButtonLink href={urls.newCluster()}>{t('connectCluster')}</ButtonLink>
          </div>
        )}
        <Checkbox
          label={t('createNamespace')}
          checked={draft.createNamespace}
          onChange={(event) => set({ createNamespace: event.target.checked })}
        />
      </div>
    </Panel>
  );
}
