import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { fakeApi, renderPage } from '../../lib/testing/render-page.tsx';
import { NewClusterPage } from './new-cluster-page.tsx';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it('stays as it was sent, and busy, until the page of the new cluster is there', async () => {
  const metadata = {
    uid: 'u1',
    name: 'prod',
    project: '',
    labels: {},
    annotations: {},
    resourceVersion: '1',
  };
  const api = fakeApi({ 'POST /clusters': { metadata, spec: { server: 'https://prod', namespaces: [] } } });
  vi.stubGlobal('fetch', api.fetch);
  const { pushed, client } = renderPage(<NewClusterPage />, { opens: new Promise<void>(() => {}) });
  const kubeconfig = screen.getByLabelText<HTMLTextAreaElement>(/^Kubeconfig/);
  fireEvent.change(screen.getByLabelText(/^Name/), { target: { value: 'prod' } });
  fireEvent.change(kubeconfig, { target: { value: 'kind: Config' } });
  const save = screen.getByText('Save', { selector: 'button' });
  fireEvent.click(save);
  await waitFor(() => expect(pushed).toEqual(['/clusters/prod']));
  await waitFor(() => expect(client.isMutating()).toBe(0));
  // The cache tells the page of it with the timers that are due.
  await act(() => new Promise<void>((resolve) => setTimeout(resolve)));
  expect(kubeconfig.value).toBe('kind: Config');
  expect(save.getAttribute('aria-busy')).toBe('true');
});
