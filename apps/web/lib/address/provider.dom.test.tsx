import { act, cleanup, render, screen } from '@testing-library/react';
import {
  PathnameContext,
  SearchParamsContext,
} from 'next/dist/shared/lib/hooks-client-context.shared-runtime';
import { useQueryState } from 'nuqs';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { AddressProvider } from './provider.tsx';

// One clock for all tests: nuqs remembers when it wrote last.
beforeAll(() => void vi.useFakeTimers());
afterAll(() => void vi.useRealTimers());
afterEach(() => {
  cleanup();
  history.replaceState(null, '', '/');
});

function Form() {
  const [chart, setChart] = useQueryState('chart');
  const [version, setVersion] = useQueryState('version');
  return (
    <>
      <button onClick={() => void setChart('web')}>chart</button>
      <button onClick={() => void setVersion('1.x')}>version</button>
      <p>{`${chart} ${version}`}</p>
    </>
  );
}

/** A page whose router is at `search`, whatever the address says. */
const page = (search: string) => (
  <PathnameContext value="/apps/new">
    <SearchParamsContext value={new URLSearchParams(search)}>
      <AddressProvider>
        <Form />
      </AddressProvider>
    </SearchParamsContext>
  </PathnameContext>
);

/** Presses a button and lets the write it queues come to the address. */
async function press(name: string) {
  act(() => screen.getByRole('button', { name }).click());
  await act(() => vi.advanceTimersByTimeAsync(1_000));
}

test('given a router that puts an earlier address back, when the next field is filled in, then both are kept', async () => {
  history.replaceState(null, '', '/apps/new?repo=charts');
  const view = render(page('repo=charts'));
  await press('chart');
  expect(location.search).toBe('?repo=charts&chart=web');
  act(() => history.replaceState({ __NA: true }, '', '/apps/new?repo=charts'));
  view.rerender(page('repo=charts'));
  expect(screen.getByText('web null')).toBeDefined();
  await press('version');
  expect(location.search).toBe('?repo=charts&chart=web&version=1.x');
  view.rerender(page('repo=charts&chart=web'));
  expect(screen.getByText('web 1.x')).toBeDefined();
  view.rerender(page('repo=charts&chart=web&version=1.x'));
  expect(screen.getByText('web 1.x')).toBeDefined();
});

test('given a link to the same page, when the next field is filled in, then it is added to where the link led', async () => {
  history.replaceState(null, '', '/apps/new?repo=charts');
  const view = render(page('repo=charts'));
  await press('chart');
  history.replaceState({ __NA: true }, '', '/apps/new?repo=other');
  view.rerender(page('repo=other'));
  await press('version');
  expect(location.search).toBe('?repo=other&version=1.x');
});
