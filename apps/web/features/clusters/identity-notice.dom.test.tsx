import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { fakeApi, renderPage } from '../../lib/testing/render-page.tsx';
import type { Cluster } from './cluster-draft.ts';
import { IdentityNotice } from './identity-notice.tsx';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const cluster = (seenIdentity: string) =>
  ({
    metadata: { name: 'prod', project: 'shop', labels: {}, annotations: {}, resourceVersion: '7' },
    spec: { server: 'https://prod', namespaces: ['a'] },
    status: { identity: 'uid-1', seenIdentity },
  }) as unknown as Cluster;

it('says nothing where the registered cluster answers', () => {
  const { container } = renderPage(<IdentityNotice cluster={cluster('uid-1')} disabledReason={null} />);
  expect(container.textContent).toBe('');
});

it('accepts the cluster that was shown, once its name is typed, and keeps the rest (cluster_changed)', async () => {
  const api = fakeApi({ 'PUT /clusters/prod': cluster('') });
  vi.stubGlobal('fetch', api.fetch);
  renderPage(<IdentityNotice cluster={cluster('uid-2')} disabledReason={null} />);
  fireEvent.click(screen.getByRole('button', { name: 'Accept it…' }));
  const submit = await screen.findByRole('button', { name: 'Accept this cluster' });
  fireEvent.click(submit);
  expect(api.calls).toEqual([]);
  fireEvent.change(screen.getByLabelText(/^Type prod/), { target: { value: 'prod' } });
  fireEvent.click(submit);
  await waitFor(() => expect(api.calls).toHaveLength(1));
  expect(api.calls[0]?.body).toEqual({
    metadata: { name: 'prod', project: 'shop', labels: {}, annotations: {} },
    spec: { server: 'https://prod', namespaces: ['a'] },
    acceptIdentity: 'uid-2',
  });
});
