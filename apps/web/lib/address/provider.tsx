'use client';
import { usePathname, useSearchParams } from 'next/navigation';
import {
  renderQueryString,
  unstable_createAdapterProvider as createAdapterProvider,
  type unstable_AdapterInterface as Adapter,
  type unstable_UpdateUrlFunction as UpdateUrl,
} from 'nuqs/adapters/custom';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { startTransition, useEffect, type ReactNode } from 'react';
import { AddressWrites } from './writes.ts';

/** Tells nuqs's own writes from the router's, which drop what is queued. */
const marker = '__nuqs__';
/** Next makes three calls of `history` for a write, and browsers allow about 100 in 30 s. */
const rateLimitFactor = 3;

const writes = new AddressWrites();

/**
 * Lets state live in the query string of the address. As nuqs's adapter of Next, which is still there to drop what is queued when
 * one navigates, but a write starts from the last one even where the router has put an earlier address back (see AddressWrites).
 */
export function AddressProvider({ children }: { children: ReactNode }) {
  return (
    <NuqsAdapter>
      <RouterWatch />
      <WritesProvider>{children}</WritesProvider>
    </NuqsAdapter>
  );
}

const WritesProvider = createAdapterProvider(useWritesAdapter);

function useWritesAdapter(): Adapter {
  return {
    searchParams: useSearchParams(),
    pathname: usePathname(),
    updateUrl,
    getSearchParamsSnapshot,
    rateLimitFactor,
    autoResetQueueOnUpdate: false,
  };
}

const updateUrl: UpdateUrl = (search, { history: method, scroll }) => {
  const { origin, pathname, hash } = location;
  writes.wrote(pathname, search.toString());
  startTransition(() => {
    const url = origin + pathname + renderQueryString(search) + hash;
    if (method === 'push') history.pushState(null, marker, url);
    else history.replaceState(null, marker, url);
    if (scroll) window.scrollTo(0, 0);
  });
};

function getSearchParamsSnapshot(): URLSearchParams {
  return new URLSearchParams(writes.latest(location.pathname) ?? location.search);
}

function RouterWatch() {
  const path = usePathname();
  const search = useSearchParams().toString();
  useEffect(() => writes.reached(path, search), [path, search]);
  useEffect(() => {
    const forget = () => writes.forget();
    window.addEventListener('popstate', forget);
    return () => window.removeEventListener('popstate', forget);
  }, []);
  return null;
}
