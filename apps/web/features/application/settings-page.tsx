'use client';
import { Button } from '@bowline/ui/button';
import { Checkbox, Field, Input, Select, TextArea } from '@bowline/ui/field';
import { Panel } from '@bowline/ui/panel';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ActionProblem } from '../../lib/action-problem.tsx';
import { cannot } from '../../lib/can.ts';
import { MovedNotice } from '../../lib/form/moved-notice.tsx';
import { useKeptForm } from '../../lib/form/use-kept-form.ts';
import type { AppRef } from '../../lib/urls.ts';
import { useApp, type Application } from '../../lib/use-app.ts';
import { useBuildPlan } from '../../lib/use-build-plan.ts';
import { DeletePanel } from './delete-panel.tsx';
import { SourceFields } from './source-fields.tsx';
import { fieldLabel } from './field-label.ts';
import { formOf, missingFields, specOf, type SpecForm } from './spec-form.ts';
import { YamlPanel } from './yaml-panel.tsx';
import { useEveryCluster } from '../../lib/registry/use-every.ts';

/** Source, destination and options; every change and the deletion are plans. */
export function SettingsPage({ app: ref }: { app: AppRef }) {
  const { data: app } = useApp(ref);
  if (!app) return null;
  return (
    <div className="flex max-w-[880px] flex-col gap-4">
      <SpecEditor key={app.metadata.uid} app={app} />
      <YamlPanel app={app} />
      <DeletePanel app={app} />
    </div>
  );
}

function SpecEditor({ app }: { app: Application }) {
  const t = useTranslations('application.settings');
  const tPolicy = useTranslations('application.policy');
  const [isTried, setIsTried] = useState(false);
  const plan = useBuildPlan();
  const { project, name, managedBy } = app.metadata;
  const { form, set, reset, moved, dismiss } = useKeptForm<SpecForm>(
    app.metadata.generation,
    formOf(app.spec),
  );
  const next = specOf(form, app.spec);
  const isChanged = JSON.stringify(next) !== JSON.stringify(specOf(formOf(app.spec), app.spec));
  const missing = missingFields(form);
  const reason =
    cannot(app.can, 'update') ??
    (managedBy ? t('managed', { owner: managedBy }) : isChanged ? null : tPolicy('unchanged'));
  const save = () => {
    setIsTried(true);
    if (missing.length === 0) plan.mutate({ kind: 'edit', project, application: name, spec: next });
  };
  const required = (field: (typeof missing)[number]) =>
    isTried && missing.includes(field) ? t('required') : undefined;
  return (
    <Panel title={t('edit')}>
      <div className="flex flex-col gap-5">
        <p className="text-sm text-fg-2">{t('editIntro')}</p>
        <MovedNotice moved={moved} labelOf={(path) => fieldLabel(path, t)} onDismiss={dismiss} />
        {form.sources.map((source, index) => (
          <SourceFields
            // Sources have no identity but their place.
            key={index}
            number={form.sources.length > 1 ? index + 1 : null}
            source={source}
            renderer={app.status.desired.sources[index]?.renderer ?? ''}
            isMissing={isTried && source.repoURL.trim() === ''}
            onChange={(part) =>
              set({ sources: form.sources.map((one, at) => (at === index ? { ...one, ...part } : one)) })
            }
          />
        ))}
        <div className="flex flex-wrap gap-4">
          <Field label={t('cluster')} isRequired error={required('cluster')} className="min-w-[220px] flex-1">
            <ClusterSelect value={form.cluster} onChange={(cluster) => set({ cluster })} />
          </Field>
          <Field
            label={t('namespace')}
            isRequired
            error={required('namespace')}
            className="min-w-[220px] flex-1"
          >
            <Input
              value={form.namespace}
              spellCheck={false}
              onChange={(event) => set({ namespace: event.target.value })}
            />
          </Field>
        </div>
        <Field label={t('options')} hint={t('optionsHint')}>
          <TextArea
            isMono
            rows={3}
            spellCheck={false}
            value={form.options}
            onChange={(event) => set({ options: event.target.value })}
          />
        </Field>
        <Checkbox
          label={t('createNamespace')}
          checked={/^CreateNamespace=true$/im.test(form.options)}
          onChange={(event) => {
            const others = form.options.split('\n').filter((line) => !/^\s*CreateNamespace=/i.test(line));
            set({
              options: [...others, ...(event.target.checked ? ['CreateNamespace=true'] : [])]
                .join('\n')
                .trim(),
            });
          }}
        />
        <ActionProblem title={tPolicy('saveFailed')} error={plan.error} />
        <div className="flex flex-wrap items-center gap-2">
          <Button
            variant={isChanged ? 'primary' : 'default'}
            isBusy={plan.isPending}
            disabledReason={reason}
            reasonPlacement="end"
            onClick={save}
          >
            {tPolicy('save')}
          </Button>
          {isChanged && (
            <Button variant="ghost" onClick={reset}>
              {tPolicy('reset')}
            </Button>
          )}
        </div>
      </div>
    </Panel>
  );
}

/** Registered clusters; an address that is not registered stays selectable. */
function ClusterSelect({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const query = useEveryCluster();
  const names = query.data?.map((cluster) => cluster.metadata.name) ?? [];
  return (
    <Select value={value} onChange={(event) => onChange(event.target.value)}>
      {[...new Set([value, ...names])].map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </Select>
  );
}
