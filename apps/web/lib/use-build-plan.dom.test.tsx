import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { fakeApi, renderPage } from './testing/render-page.tsx';
import { useBuildPlan } from './use-build-plan.ts';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function Probe() {
  const plan = useBuildPlan();
  const build = () => plan.mutate({ kind: 'sync', project: 'shop', application: 'cart' });
  return (
    <button type="button" aria-busy={plan.isPending} onClick={build}>
      Plan
    </button>
  );
}

it('builds one Plan however often it is asked before the page is there, and another one afterwards', async () => {
  const api = fakeApi({ 'POST /plans': { id: 'pl_1' } });
  vi.stubGlobal('fetch', api.fetch);
  let arrive = () => {};
  const opens = new Promise<void>((resolve) => (arrive = resolve));
  const { pushed, client } = renderPage(<Probe />, { opens });
  const button = screen.getByRole('button');
  fireEvent.click(button);
  await waitFor(() => expect(pushed).toEqual(['/plans/pl_1']));
  await waitFor(() => expect(client.isMutating()).toBe(0));
  // The cache tells the page of it with the timers that are due.
  await act(() => new Promise<void>((resolve) => setTimeout(resolve)));
  expect(button.getAttribute('aria-busy')).toBe('true');
  fireEvent.click(button);
  expect(client.isMutating()).toBe(0);
  arrive();
  await waitFor(() => expect(button.getAttribute('aria-busy')).toBe('false'));
  fireEvent.click(button);
  await waitFor(() => expect(api.calls).toHaveLength(2));
});
