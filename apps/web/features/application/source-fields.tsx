'use client';
import { Checkbox, Field, Input, TextArea } from '@bowline/ui/field';
import { useTranslations } from 'use-intl';
import type { SourceForm } from './spec-form.ts';

type SourceFieldsProps = {
  number: number | null;
  source: SourceForm;
  renderer: string;
  isMissing: boolean;
  onChange: (part: Partial<SourceForm>) => void;
};

/** Fields of one source; options of the renderer that reads it. */
export function SourceFields({ number, source, renderer, isMissing, onChange }: SourceFieldsProps) {
  const t = useTranslations('application.settings');
  const isHelm = renderer === 'helm' || source.valueFiles !== '' || source.values !== '';
  const isKustomize = renderer === 'kustomize' || source.images !== '';
  return (
    <div className="flex flex-col gap-4">
      {number !== null && <h3>{t('source', { number })}</h3>}
      <Field label={t('repo')} isRequired error={isMissing ? t('required') : undefined}>
        <Input
          isMono
          value={source.repoURL}
          spellCheck={false}
          onChange={(event) => onChange({ repoURL: event.target.value })}
        />
      </Field>
      <div className="flex flex-wrap gap-4">
        <Field label={t('revision')} className="min-w-[220px] flex-1">
          <Input
            isMono
            value={source.targetRevision}
            placeholder="HEAD"
            spellCheck={false}
            onChange={(event) => onChange({ targetRevision: event.target.value })}
          />
        </Field>
        <Field label={t(source.chart ? 'chart' : 'path')} className="min-w-[220px] flex-1">
          <Input
            isMono
            value={source.chart || source.path}
            spellCheck={false}
            onChange={(event) =>
              onChange(source.chart ? { chart: event.target.value } : { path: event.target.value })
            }
          />
        </Field>
      </div>
      {isHelm && (
        <>
          <Field label={t('releaseName')}>
            <Input
              value={source.releaseName}
              spellCheck={false}
              onChange={(event) => onChange({ releaseName: event.target.value })}
            />
          </Field>
          <Field label={t('valueFiles')} hint={t('valueFilesHint')}>
            <TextArea
              isMono
              rows={3}
              spellCheck={false}
              value={source.valueFiles}
              onChange={(event) => onChange({ valueFiles: event.target.value })}
            />
          </Field>
          <Field label={t('values')}>
            <TextArea
              isMono
              rows={6}
              spellCheck={false}
              value={source.values}
              onChange={(event) => onChange({ values: event.target.value })}
            />
          </Field>
        </>
      )}
      {isKustomize && (
        <Field label={t('images')} hint={t('imagesHint')}>
          <TextArea
            isMono
            rows={3}
            spellCheck={false}
            value={source.images}
            onChange={(event) => onChange({ images: event.target.value })}
          />
        </Field>
      )}
      {renderer === 'plain' && (
        <Checkbox
          label={t('recurse')}
          checked={source.recurse}
          onChange={(event) => onChange({ recurse: event.target.checked })}
        />
      )}
    </div>
  );
}
