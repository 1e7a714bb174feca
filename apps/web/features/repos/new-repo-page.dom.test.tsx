import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { hold, mutationsTold } from '../../lib/testing/hold.ts';
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
  const next = hold();
  const { pushed, client } = renderPage(<NewRepoPage />, { opens: next.held });
  const address = screen.getByLabelText<HTMLInputElement>(/^Address/);
  fireEvent.change(address, { target: { value: 'https://git/shop' } });
  const save = screen.getByText('Save', { selector: 'button' });
  fireEvent.click(save);
  await waitFor(() => expect(pushed).toHaveLength(1));
  await mutationsTold(client);
  expect(address.value).toBe('https://git/shop');
  expect(save.getAttribute('aria-busy')).toBe('true');
  next.release();
  await waitFor(() => expect(save.getAttribute('aria-busy')).toBeNull());
});
