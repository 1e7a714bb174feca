'use client';
import { Field, Input, Select } from '@bowline/ui/field';
import { Panel } from '@bowline/ui/panel';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ProblemPanel } from '../../lib/problem.tsx';
import { nameFrom } from '../../lib/registry/names.ts';
import { ChartPicker } from './chart-picker.tsx';
import type { Draft } from './draft.ts';
import { FolderPicker } from './folder-picker.tsx';
import { RepositoryPicker } from './repository-picker.tsx';
import { RevisionPicker } from './revision-picker.tsx';
import type { StepProps } from './step-props.ts';
import { useEveryProject } from '../../lib/registry/use-every.ts';

/** Name and Project, then repository, revision and folder, each fed by the server. */
export function SourceStep({ draft, set, isTried, problems }: StepProps) {
  const t = useTranslations('create');
  const [isNamed, setIsNamed] = useState(draft.name !== '');
  const missing = (field: (typeof problems)[number]) => isTried && problems.includes(field);
  const projects = useEveryProject();
  const names = projects.data?.map((project) => project.metadata.name) ?? [];
  const only = names.length === 1 ? names[0] : undefined;
  return (
    <>
      <Panel title={t('steps.source')}>
        <div className="flex flex-col gap-4">
          <RepositoryPicker
            name={draft.repo}
            error={missing('repo') ? t('required') : undefined}
            onChoose={(repository) =>
              set({
                repo: repository?.metadata.name ?? '',
                url: repository?.spec.url ?? '',
                origin: originOf(repository?.spec.type),
                chart: '',
                revision: '',
                path: '',
                renderer: '',
                valueFiles: [],
                ...(only && draft.project === '' ? { project: only } : {}),
              })
            }
          />
          {draft.repo !== '' && draft.origin !== '' && (
            <ChartPicker
              draft={draft}
              errors={{
                chart: missing('chart') ? t('required') : undefined,
                revision: missing('revision') ? t('required') : undefined,
              }}
              onChange={(part) =>
                set({
                  ...part,
                  ...(isNamed || !part.chart ? {} : { name: nameFrom(part.chart) }),
                })
              }
            />
          )}
          {draft.repo !== '' && draft.origin === '' && (
            <RevisionPicker
              repository={draft.repo}
              value={draft.revision}
              error={missing('revision') ? t('required') : undefined}
              onChange={(revision) => set({ revision })}
            />
          )}
          {draft.repo !== '' && draft.origin === '' && draft.revision !== '' && (
            <FolderPicker
              draft={draft}
              isMissing={missing('path')}
              onChange={(part) =>
                set({
                  ...part,
                  ...(isNamed || part.path === undefined
                    ? {}
                    : { name: nameFrom(part.path === '' ? draft.url : part.path) }),
                })
              }
            />
          )}
        </div>
      </Panel>
      <Panel>
        <div className="flex flex-wrap gap-4">
          <Field
            label={t('name')}
            hint={t('appNameHint')}
            isRequired
            error={missing('name') ? t('appNameError') : undefined}
            className="min-w-[220px] flex-1"
          >
            <Input
              value={draft.name}
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => {
                setIsNamed(event.target.value !== '');
                set({ name: event.target.value });
              }}
            />
          </Field>
          <Field
            label={t('project')}
            isRequired
            error={missing('project') ? t('required') : undefined}
            className="min-w-[220px] flex-1"
          >
            <Select value={draft.project} onChange={(event) => set({ project: event.target.value })}>
              <option value="">{t('choose')}</option>
              {names.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </Select>
          </Field>
        </div>
        {projects.isError && !projects.data && (
          <ProblemPanel what={t('project')} error={projects.error} onRetry={() => void projects.refetch()} />
        )}
      </Panel>
    </>
  );
}

function originOf(type: 'git' | 'helm' | 'oci' | undefined): Draft['origin'] {
  return type === undefined || type === 'git' ? '' : type;
}
