'use client';
import { ApiError } from '@bowline/contract/client';
import { ErrorPanel } from '@bowline/ui/error-panel';
import { Notice } from '@bowline/ui/notice';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useSentence } from './i18n/sentences/use-sentence.ts';

/** The API's stable code of a failure; '' for anything else. */
export function problemCode(error: unknown): string {
  return error instanceof ApiError ? error.problem.code : '';
}

type ActionProblemProps = {
  /** What was tried, as a sentence: "The plan could not be built." */
  title: string;
  error: unknown;
  onRetry?: () => void;
  actions?: ReactNode;
};

/** A refused or failed request next to the control that made it. "Nothing to do" is an answer, not a failure. */
export function ActionProblem({ title, error, onRetry, actions }: ActionProblemProps) {
  const t = useTranslations('common');
  const say = useSentence();
  const tTerms = useTranslations('terms');
  if (error === null || error === undefined) return null;
  const problem = error instanceof ApiError ? error.problem : null;
  if (problem?.code === 'nothing_to_do') {
    return (
      <Notice tone="ok" role="status" title={tTerms('nothingToDo')} actions={actions}>
        {say(problem.detail, problem.code)}
      </Notice>
    );
  }
  const detail = problem
    ? [
        problem.code === 'network_error' ? t('error.network') : say(problem.detail, problem.code),
        say(problem.hint),
        ...(problem.errors ?? []).map((one) => `${one.path}: ${one.message}`),
      ]
        .filter(Boolean)
        .join(' ')
    : error instanceof Error
      ? error.message
      : String(error);
  const facts = [
    { label: t('code'), value: problem?.code ?? 'client_error' },
    { label: t('requestId'), value: problem?.requestId ?? '' },
  ].filter((fact) => fact.value !== '');
  return (
    <ErrorPanel
      title={title}
      hint={detail}
      facts={facts}
      retryLabel={t('retry')}
      onRetry={onRetry}
      copyLabel={t('copyDetails')}
      copiedLabel={t('copied')}
      actions={actions}
    />
  );
}
