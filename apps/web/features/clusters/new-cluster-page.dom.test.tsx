import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { hold, mutationsTold } from '../../lib/testing/hold.ts';
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
  const { pushed, client } = renderPage(<NewClusterPage />, { opens: hold().held });
  const kubeconfig = screen.getByLabelText<HTMLTextAreaElement>(/^Kubeconfig/);
  fireEvent.change(screen.getByLabelText(/^Name/), { target: { value: 'prod' } });
  fireEvent.change(kubeconfig, { target: { value: 'kind: Config' } });
  const save = screen.getByText('Save', { selector: 'button' });
  fireEvent.click(save);
  await waitFor(() => expect(pushed).toEqual(['/clusters/prod']));
  await mutationsTold(client);
  expect(kubeconfig.value).toBe('kind: Config');
  expect(save.getAttribute('aria-busy')).toBe('true');
});
