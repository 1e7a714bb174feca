import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { hold, mutationsTold } from '../../lib/testing/hold.ts';
import { fakeApi, renderPage } from '../../lib/testing/render-page.tsx';
import { NewProjectPage } from './new-project-page.tsx';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it('creates one project when it is pressed again before the next page is there, and is free once one is back', async () => {
  const api = fakeApi({ 'POST /projects': { metadata: { name: 'shop' } } });
  vi.stubGlobal('fetch', api.fetch);
  const next = hold();
  const { pushed, client } = renderPage(<NewProjectPage />, { opens: next.held });
  fireEvent.change(screen.getByLabelText(/^Name/), { target: { value: 'shop' } });
  const create = screen.getByText('Create project', { selector: 'button' });
  fireEvent.click(create);
  await waitFor(() => expect(pushed).toEqual(['/projects/shop/overview']));
  await mutationsTold(client);
  expect(create.getAttribute('aria-busy')).toBe('true');
  fireEvent.click(create);
  expect(create.getAttribute('aria-busy')).toBe('true');
  expect(api.calls.filter(({ method }) => method === 'POST')).toHaveLength(1);
  next.release();
  await waitFor(() => expect(create.getAttribute('aria-busy')).toBeNull());
});
