'use client';
import { ApiError } from '@bowline/contract/client';
import { EmptyState } from '@bowline/ui/empty-state';
import { useTranslations } from 'use-intl';
import { ProblemPanel } from './problem.tsx';

type LoadProblemProps = {
  /** What failed, as a noun: "The activity". */
  what: string;
  error: unknown;
  /** Permission the page needs, named when the API refuses it: `activity:get`. */
  permission: string;
  onRetry: () => void;
};

/** A page that could not be read: what is missing and whom to ask when it is refused, the failure in place otherwise. */
export function LoadProblem({ what, error, permission, onRetry }: LoadProblemProps) {
  const t = useTranslations('common.forbidden');
  if (error instanceof ApiError && error.problem.code === 'forbidden') {
    return (
      <EmptyState icon="lock" title={t('title')}>
        {t('text', { permission })}
      </EmptyState>
    );
  }
  return <ProblemPanel what={what} error={error} onRetry={onRetry} />;
}
