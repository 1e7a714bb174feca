import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { queryKeys } from '../../lib/query/keys.ts';
import type { Repository } from '../../lib/registry/repository-form.tsx';
import { fakeApi, renderPage } from '../../lib/testing/render-page.tsx';
import { RepoPage } from './repo-page.tsx';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const repository = (resourceVersion: string, url: string) =>
  ({
    metadata: { uid: 'u1', name: 'shop', project: '', labels: {}, annotations: {}, resourceVersion },
    spec: { url },
    can: {},
    status: { state: 'connected', message: '', applications: 0, credential: 'none', hasWebhookSecret: false },
  }) as unknown as Repository; // what the page reads

it('keeps what was typed when somebody else saves the repository, and says what moved', async () => {
  const api = fakeApi({
    'GET /repositories/shop': repository('1', 'https://git/shop'),
    'GET /repositories/shop/refs': { refs: [] },
  });
  vi.stubGlobal('fetch', api.fetch);
  const { client } = renderPage(<RepoPage name="shop" />);
  fireEvent.click(await screen.findByText('More options'));
  fireEvent.change(screen.getByLabelText('Seconds between polls'), { target: { value: '60' } });
  client.setQueryData(queryKeys.repository('shop'), repository('2', 'https://git/moved'));
  await screen.findByText(/saved by somebody else/);
  expect(screen.getByText('https://git/moved', { selector: 'li .mono' })).toBeTruthy();
  expect(screen.getByLabelText<HTMLInputElement>('Seconds between polls').value).toBe('60');
  expect(screen.getByLabelText<HTMLInputElement>('Address').value).toBe('https://git/moved');
});
