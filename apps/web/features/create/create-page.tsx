'use client';
import { Button } from '@bowline/ui/button';
import { Page, PageHeader } from '@bowline/ui/page-header';
import { Stepper } from '@bowline/ui/stepper';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { answersOfDraft, problemsOf, steps, type Step } from './draft.ts';
import { DestinationStep } from './destination-step.tsx';
import { PolicyStep } from './policy-step.tsx';
import { PreviewStep } from './preview-step.tsx';
import { ReviewStep } from './review-step.tsx';
import { SourceStep } from './source-step.tsx';
import { useDraft } from './use-draft.ts';
import { usePreview } from './use-preview.ts';

/** Registers an Application in steps; nothing is saved before the last, and saving applies nothing (ui.md, C18). */
export function CreatePage() {
  const t = useTranslations('create');
  const { draft, set, step, go, furthest } = useDraft();
  const [tried, setTried] = useState<ReadonlySet<Step>>(new Set());
  const [retry, setRetry] = useState(() => {
    const { retryLimit, retryDuration } = answersOfDraft(draft);
    return { retryLimit, retryDuration };
  });
  const answers = { ...answersOfDraft(draft), ...retry };
  const preview = usePreview(draft, answers, step === 'preview' || step === 'review');
  const index = steps.indexOf(step);
  const problems = problemsOf(draft, step);
  const next = () => {
    setTried(new Set([...tried, step]));
    const following = steps[index + 1];
    if (problems.length === 0 && following) go(following);
  };
  const shared = { draft, set, isTried: tried.has(step), problems };
  return (
    <Page width="narrow">
      <PageHeader title={t('title')} summary={t('intro')} />
      <Stepper
        label={t('steps.label')}
        steps={steps.map((id, at) => ({
          id,
          label: t(`steps.${id}`),
          state: id === step ? 'current' : at < index ? 'done' : 'todo',
          stateLabel: at < index ? t('steps.done') : undefined,
          onSelect: at <= steps.indexOf(furthest) && id !== step ? () => go(id) : undefined,
        }))}
      />
      {step === 'source' && <SourceStep {...shared} />}
      {step === 'destination' && <DestinationStep {...shared} />}
      {step === 'preview' && <PreviewStep draft={draft} preview={preview} />}
      {step === 'policy' && (
        <PolicyStep
          answers={answers}
          onChange={({ onGit, onDrift, onRemoval, retryLimit, retryDuration }) => {
            set({ auto: onGit === 'auto', heal: onDrift === 'heal', prune: onRemoval === 'prune' });
            setRetry({ retryLimit, retryDuration });
          }}
        />
      )}
      {step === 'review' && <ReviewStep draft={draft} answers={answers} preview={preview} />}
      <div className="flex flex-wrap items-center gap-2 border-t border-line-soft pt-4">
        {index > 0 && (
          <Button variant="ghost" onClick={() => go(steps[index - 1] ?? 'source')}>
            {t('back')}
          </Button>
        )}
        {step !== 'review' && (
          <Button variant="primary" onClick={next}>
            {t('next')}
          </Button>
        )}
      </div>
    </Page>
  );
}
