import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { queryKeys } from '../../lib/query/keys.ts';
import { holdWrites } from '../../lib/testing/hold.ts';
import { type Call, fakeApi, problem, renderPage } from '../../lib/testing/render-page.tsx';
import type { Cluster } from './cluster-draft.ts';
import { ClusterPage } from './cluster-page.tsx';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const cluster = (resourceVersion: string, namespaces: string[]) =>
  ({
    metadata: { uid: 'u1', name: 'prod', project: '', labels: {}, annotations: {}, resourceVersion },
    spec: { server: 'https://prod', namespaces },
    can: {},
    status: { state: 'connected', message: '', applications: 0, cache: null },
  }) as unknown as Cluster; // what the page reads

it('keeps what was typed when somebody else saves the cluster, and says what moved', async () => {
  let attempts = 0;
  let saved = cluster('1', ['a']);
  const api = fakeApi({
    'GET /clusters/prod': () => saved,
    'PUT /clusters/prod': ({ body }: Call) =>
      ++attempts === 1
        ? problem(412, 'version_mismatch', 'Somebody saved it meanwhile.')
        : typeThen(cluster('4', (body as Cluster).spec.namespaces)),
  });
  /** Between a save and its answer. */
  const typeThen = (answer: Cluster) => {
    fireEvent.change(screen.getByLabelText(/^Context/), { target: { value: 'typed meanwhile' } });
    return answer;
  };
  vi.stubGlobal('fetch', api.fetch);
  const { client } = renderPage(<ClusterPage name="prod" />);
  fireEvent.change(await screen.findByLabelText(/^Kubeconfig/), { target: { value: 'typed: true' } });
  client.setQueryData(queryKeys.cluster('prod'), cluster('2', ['a', 'b']));
  await screen.findByText(/saved by somebody else/);
  const kubeconfig = screen.getByLabelText<HTMLTextAreaElement>(/^Kubeconfig/);
  expect(kubeconfig.value).toBe('typed: true');
  expect(screen.getByLabelText<HTMLTextAreaElement>(/^Only these namespaces/).value).toBe('a\nb');

  // Faster than the stream: the refusal fetches what was saved.
  saved = cluster('3', ['c']);
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() =>
    expect(screen.getByLabelText<HTMLTextAreaElement>(/^Only these namespaces/).value).toBe('c'),
  );
  expect(kubeconfig.value).toBe('typed: true');

  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(kubeconfig.value).toBe(''));
  expect(screen.queryByText(/saved by somebody else/)).toBeNull();
  expect(screen.getByLabelText<HTMLInputElement>(/^Context/).value).toBe('typed meanwhile');
});

it('shows no answer to a test of what the form no longer says', async () => {
  const result = { ok: true, latencyMs: 5, refs: 0, message: '' };
  const api = fakeApi({ 'GET /clusters/prod': cluster('1', ['a']), 'POST /clusters/test': result });
  const answers = holdWrites(api);
  renderPage(<ClusterPage name="prod" />);
  const test = await screen.findByText('Test connection', { selector: 'button' });
  fireEvent.click(test);
  await waitFor(() => expect(test.getAttribute('aria-busy')).toBe('true'));
  fireEvent.change(screen.getByLabelText(/^Context/), { target: { value: 'another' } });
  answers.release();
  await waitFor(() => expect(test.getAttribute('aria-busy')).toBeNull());
  expect(screen.queryByText(/^Connected in/)).toBeNull();
  fireEvent.click(test);
  expect(await screen.findByText(/^Connected in/)).toBeTruthy();
});
