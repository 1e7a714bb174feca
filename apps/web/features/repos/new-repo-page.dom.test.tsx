import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { fakeApi, renderPage } from '../../lib/testing/render-page.tsx';
import { NewRepoPage } from './new-repo-page.tsx';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it('stays as it was sent, and busy, until the page of the new repository is there', async () => {
  const api = fakeApi({
    'POST /repositories': {
      metadata: { uid: 'u1', name: 'shop', project: '', labels: {}, annotations: {}, resourceVersion: '1' },
      spec: { url: 'https://git/shop' },
    },
  });
  vi.stubGlobal('fetch', api.fetch);
  let arrive = () => {};
  const opens = new Promise<void>((resolve) => (arrive = resolve));
  const { pushed, client } = renderPage(<NewRepoPage />, { opens });
  const address = screen.getByLabelText<HTMLInputElement>(/^Address/);
  fireEvent.change(address, { target: { value: 'https://git/shop' } });
  const save = screen.getByText('Save', { selector: 'button' });
  fireEvent.click(save);
  await waitFor(() => expect(pushed).toHaveLength(1));
  await waitFor(() => expect(client.isMutating()).toBe(0));
  // The cache tells the page of it with the timers that are due.
  await act(() => new Promise<void>((resolve) => setTimeout(resolve)));
  expect(address.value).toBe('https://git/shop');
  expect(save.getAttribute('aria-busy')).toBe('true');
  arrive();
  await waitFor(() => expect(save.getAttribute('aria-busy')).toBeNull());
});
