'use client';
import { SkeletonRows } from '@bowline/ui/skeleton';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { LoadProblem } from './load-problem.tsx';

export type UnloadedProps = {
  /** Heading for those who cannot see that something loads. */
  name: string;
  /** What failed, as a noun: "The cluster". */
  what: string;
  /** Permission to read it: `clusters:get`. */
  permission: string;
  query: Pick<UseQueryResult, 'isError' | 'error' | 'refetch'>;
};

/** What stands on the page of one object before it is read: that it is being read, or why it is not. */
export function Unloaded({ name, what, permission, query }: UnloadedProps) {
  const t = useTranslations('common');
  return (
    <>
      <h1 className="sr-only">{name}</h1>
      {query.isError ? (
        <LoadProblem
          what={what}
          permission={permission}
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      ) : (
        <SkeletonRows label={t('loading')} />
      )}
    </>
  );
}
