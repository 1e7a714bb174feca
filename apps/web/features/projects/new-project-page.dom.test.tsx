import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { fakeApi, renderPage } from '../../lib/testing/render-page.tsx';
import { NewProjectPage } from './new-project-page.tsx';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it('creates one project when it is pressed again before the next page is there, and is free once one is back', async () => {
  const api = fakeApi({ 'POST /projects': { metadata: { name: 'shop' } } });
  vi.stubGlobal('fetch', api.fetch);
  let arrive = () => {};
  const opens = new Promise<void>((resolve) => (arrive = resolve));
  const { pushed, client } = renderPage(<NewProjectPage />, { opens });
  fireEvent.change(screen.getByLabelText(/^Name/), { target: { value: 'shop' } });
  const create = screen.getByText('Create project', { selector: 'button' });
  fireEvent.click(create);
  await waitFor(() => expect(pushed).toEqual(['/projects/shop/overview']));
  await waitFor(() => expect(client.isMutating()).toBe(0));
  // The cache tells the page of it with the timers that are due.
  await act(() => new Promise<void>((resolve) => setTimeout(resolve)));
  fireEvent.click(create);
  expect(create.getAttribute('aria-busy')).toBe('true');
  expect(api.calls.filter(({ method }) => method === 'POST')).toHaveLength(1);
  arrive();
  await waitFor(() => expect(create.getAttribute('aria-busy')).toBeNull());
});
