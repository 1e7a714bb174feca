'use client';
import { ErrorPanel } from '@bowline/ui/error-panel';
import { ApiError } from '@bowline/contract/client';
import { useState, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useSentence } from './i18n/sentences/use-sentence.ts';

type ProblemPanelProps = {
  /** What failed, as a noun: "The application list". */
  what: string;
  error: unknown;
  onRetry?: () => void;
  actions?: ReactNode;
};

/** A failed request in place: the API's words, code, time and request id, Retry and Copy details. */
export function ProblemPanel({ what, error, onRetry, actions }: ProblemPanelProps) {
  const t = useTranslations('common');
  const say = useSentence();
  const [at] = useState(() => new Date().toISOString());
  const problem = error instanceof ApiError ? error.problem : null;
  const facts = [
    { label: t('code'), value: problem?.code ?? 'client_error' },
    { label: t('requestId'), value: problem?.requestId ?? '' },
    { label: t('time'), value: at },
  ].filter((fact) => fact.value !== '');
  const detail = problem
    ? [
        problem.code === 'network_error' ? t('error.network') : say(problem.detail, problem.code),
        say(problem.hint),
      ]
        .filter(Boolean)
        .join(' ')
    : error instanceof Error
      ? error.message
      : String(error);
  return (
    <ErrorPanel
      title={t('error.load', { what })}
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
