import { act, waitFor } from '@testing-library/react';
import { notifyManager, type QueryClient } from '@tanstack/react-query';
import { expect, vi } from 'vitest';
import type { fakeApi } from './render-page.tsx';

/** Something that is there when the test says so. */
export function hold(): { held: Promise<void>; release: () => void } {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  return { held, release: () => release() };
}

/** From now on what changes something is asked of `api` after `release`. */
export function holdWrites(api: ReturnType<typeof fakeApi>): { release: () => void } {
  const { held, release } = hold();
  vi.stubGlobal('fetch', async (...asked: Parameters<typeof api.fetch>) => {
    if ((asked[1]?.method ?? 'GET') !== 'GET') await held;
    return api.fetch(...asked);
  });
  return { release };
}

/** Waits until no mutation runs and the page has been told of it: the cache tells in the order in which it is asked to. */
export async function mutationsTold(client: QueryClient): Promise<void> {
  await waitFor(() => expect(client.isMutating()).toBe(0));
  await act(() => new Promise<void>((resolve) => notifyManager.schedule(() => resolve())));
}
