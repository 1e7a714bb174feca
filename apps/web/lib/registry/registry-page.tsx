'use client';
import { Page } from '@bowline/ui/page-header';
import { SkeletonRows } from '@bowline/ui/skeleton';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { LoadProblem } from '../load-problem.tsx';

type RegistryPageProps<T> = {
  name: string;
  /** What failed, as a noun: "The cluster". */
  what: string;
  /** Permission to read it: `clusters:get`. */
  permission: string;
  query: UseQueryResult<T>;
  children: (object: T) => ReactNode;
};

/** The page of one registered object once it is read; until then that it is being read, or why it is not. */
export function RegistryPage<T>({ name, what, permission, query, children }: RegistryPageProps<T>) {
  const t = useTranslations('common');
  const retry = () => void query.refetch();
  return (
    <Page>
      {query.data !== undefined ? (
        children(query.data)
      ) : (
        <>
          <h1 className="sr-only">{name}</h1>
          {query.isError ? (
            <LoadProblem what={what} permission={permission} error={query.error} onRetry={retry} />
          ) : (
            <SkeletonRows label={t('loading')} />
          )}
        </>
      )}
    </Page>
  );
}
