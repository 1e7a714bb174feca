import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { queryKeys } from '../../lib/query/keys.ts';
import type { Repository } from '../../lib/registry/repository-form.tsx';
import { holdWrites } from '../../lib/testing/hold.ts';
import { type Call, fakeApi, renderPage } from '../../lib/testing/render-page.tsx';
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

/** The page of `shop` whose answers to POST and PUT wait until `letAnswer`. */
function openSlow() {
  let saved = repository('1', 'https://git/shop');
  const api = fakeApi({
    'GET /repositories/shop': () => saved,
    'GET /repositories/shop/refs': { refs: [] },
    'POST /repositories/test': { ok: true, latencyMs: 5, refs: 0, message: '' },
    'PUT /repositories/shop': ({ body }: Call) =>
      (saved = repository('2', (body as { spec: { url: string } }).spec.url)),
  });
  const answers = holdWrites(api);
  renderPage(<RepoPage name="shop" />);
  return { api, letAnswer: answers.release };
}

const type = (label: string | RegExp, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });
const valueOf = (label: string | RegExp) => screen.getByLabelText<HTMLInputElement>(label).value;

it('keeps what is typed while a save is on its way, also a credential, to be saved next', async () => {
  const { api, letAnswer } = openSlow();
  const save = await screen.findByText('Save', { selector: 'button' });
  type('Address', 'https://git/shops');
  fireEvent.click(screen.getByLabelText(/^User name and password/));
  type('User name', 'ci');
  type(/^Password/, 'first');
  fireEvent.click(save);
  await waitFor(() => expect(save.getAttribute('aria-busy')).toBe('true'));
  type('Seconds between polls', '60');
  type(/^Password/, 'second');
  letAnswer();
  await waitFor(() => expect(save.getAttribute('aria-busy')).toBeNull());
  expect(valueOf('Address')).toBe('https://git/shops');
  expect(valueOf('Seconds between polls')).toBe('60');
  expect(valueOf(/^Password/)).toBe('second');
  fireEvent.click(save);
  await waitFor(() =>
    expect(api.calls.filter(({ method }) => method === 'PUT').map(({ body }) => body)).toMatchObject([
      { spec: { pollSeconds: 180 }, credential: { password: 'first' } },
      { spec: { pollSeconds: 60 }, credential: { kind: 'basic', username: 'ci', password: 'second' } },
    ]),
  );
});

it('shows no answer to a test of what the form no longer says', async () => {
  const { letAnswer } = openSlow();
  const test = await screen.findByText('Test connection', { selector: 'button' });
  fireEvent.click(test);
  await waitFor(() => expect(test.getAttribute('aria-busy')).toBe('true'));
  type('Address', 'https://git/another');
  letAnswer();
  await waitFor(() => expect(test.getAttribute('aria-busy')).toBeNull());
  expect(screen.queryByText(/^Connected in/)).toBeNull();
  fireEvent.click(test);
  expect(await screen.findByText(/^Connected in/)).toBeTruthy();
});
