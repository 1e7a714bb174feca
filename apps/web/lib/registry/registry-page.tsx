'use client';
import { Page } from '@bowline/ui/page-header';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Unloaded, type UnloadedProps } from '../unloaded.tsx';

type RegistryPageProps<T> = Omit<UnloadedProps, 'query'> & {
  query: UseQueryResult<T>;
  children: (object: T) => ReactNode;
};

/** The page of one registered object once it is read. */
export function RegistryPage<T>({ query, children, ...rest }: RegistryPageProps<T>) {
  return (
    <Page>{query.data !== undefined ? children(query.data) : <Unloaded query={query} {...rest} />}</Page>
  );
}
