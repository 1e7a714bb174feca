'use client';
import { Field, Input } from '@bowline/ui/field';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useId } from 'react';
import { useTranslations } from 'use-intl';
import { api } from '../../lib/api/client.ts';
import { ProblemPanel } from '../../lib/problem.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import type { Draft } from './draft.ts';

type ChartPickerProps = {
  draft: Draft;
  errors: { chart: string | undefined; revision: string | undefined };
  onChange: (part: Partial<Pick<Draft, 'chart' | 'revision' | 'path'>>) => void;
};

const suggestionsMax = 50;

/**
 * Chart and version of a Helm repository or registry, suggested from what it lists while one types. A registry need not list
 * what it holds, and a version may be a range, so anything can be typed.
 */
export function ChartPicker({ draft, errors, onChange }: ChartPickerProps) {
  const t = useTranslations('create');
  const { repo, origin, chart, revision, path } = draft;
  const [chartsId, versionsId] = [useId(), useId()];
  const charts = useCharts(repo, useDeferredValue(chart));
  const found = charts.data?.charts ?? [];
  const isListed = found.some(({ name }) => name === chart);
  const versions = useVersions(repo, chart, isListed || charts.data?.isComplete === false);
  const isArtifact = origin === 'oci' && chart === '';
  return (
    <>
      <div className="flex flex-wrap gap-4">
        <Field
          label={t('chart')}
          hint={origin === 'oci' ? t('chartOrArtifact') : t('chartHint')}
          isRequired={origin === 'helm'}
          error={errors.chart}
          className="min-w-[280px] flex-1"
        >
          <Input
            isMono
            value={chart}
            list={chartsId}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => onChange({ chart: event.target.value.trim(), revision: '' })}
          />
        </Field>
        <Field
          label={isArtifact ? t('artifactTag') : t('chartVersion')}
          hint={isArtifact ? t('artifactTagHint') : t('chartVersionHint')}
          isRequired
          error={errors.revision}
          className="min-w-[220px] flex-1"
        >
          <Input
            isMono
            value={revision}
            list={versionsId}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => onChange({ revision: event.target.value })}
          />
        </Field>
      </div>
      {isArtifact && (
        <Field label={t('path')} hint={t('artifactPathHint')}>
          <Input
            isMono
            value={path}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => onChange({ path: event.target.value.trim() })}
          />
        </Field>
      )}
      <datalist id={chartsId}>
        {found.map(({ name, description }) => (
          <option key={name} value={name}>
            {description || name}
          </option>
        ))}
      </datalist>
      <datalist id={versionsId}>
        {(versions.data?.versions ?? []).map(({ version, appVersion }) => (
          <option key={version} value={version}>
            {appVersion || version}
          </option>
        ))}
      </datalist>
      {charts.isError && !charts.data && (
        <ProblemPanel what={t('chartsWhat')} error={charts.error} onRetry={() => void charts.refetch()} />
      )}
      {versions.isError && !versions.data && (
        <ProblemPanel
          what={t('versionsWhat')}
          error={versions.error}
          onRetry={() => void versions.refetch()}
        />
      )}
    </>
  );
}

function useCharts(name: string, q: string) {
  return useQuery({
    queryKey: [...queryKeys.repository(name), 'charts', q],
    queryFn: ({ signal }) =>
      api.call('listCharts', { params: { name }, query: { q, limit: suggestionsMax }, signal }),
  });
}

function useVersions(name: string, chart: string, isWanted: boolean) {
  return useQuery({
    queryKey: [...queryKeys.repository(name), 'versions', chart],
    queryFn: ({ signal }) =>
      api.call('listChartVersions', { params: { name }, query: { chart, limit: suggestionsMax }, signal }),
    enabled: isWanted && chart !== '',
    placeholderData: undefined,
    retry: false,
  });
}
