import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { hold, mutationsTold } from './testing/hold.ts';
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
  const next = hold();
  const { pushed, client } = renderPage(<Probe />, { opens: next.held });
  const button = screen.getByRole('button');
  fireEvent.click(button);
  await waitFor(() => expect(pushed).toEqual(['/plans/pl_1']));
  await mutationsTold(client);
  expect(button.getAttribute('aria-busy')).toBe('true');
  fireEvent.click(button);
  expect(client.isMutating()).toBe(0);
  next.release();
  await waitFor(() => expect(button.getAttribute('aria-busy')).toBe('false'));
  fireEvent.click(button);
  await waitFor(() => expect(api.calls).toHaveLength(2));
});
