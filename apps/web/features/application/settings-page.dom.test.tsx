import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { queryKeys } from '../../lib/query/keys.ts';
import { type Call, fakeApi, renderPage } from '../../lib/testing/render-page.tsx';
import type { Application } from '../../lib/use-app.ts';
import { PolicyPage } from './policy-page.tsx';
import { SettingsPage } from './settings-page.tsx';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const ref = { project: 'payments', name: 'checkout' };

/** Only what the forms read of an Application. */
function application(generation: number, spec: object): Application {
  const { name, project } = ref;
  return {
    apiVersion: 'bowline.dev/v1',
    kind: 'Application',
    metadata: { uid: 'u1', name, project, labels: {}, annotations: {}, generation, managedBy: null },
    can: {},
    status: { conditions: [], desired: { sources: [] }, sync: { status: 'Synced' } },
    spec: {
      sources: [{ repoURL: 'http://git/shop', path: 'apps/web', targetRevision: 'main' }],
      destination: { name: 'sandbox', namespace: 'shop' },
      ...spec,
    },
  } as unknown as Application; // the members above
}

/** Two pages of them. */
function clusters(search: string) {
  const isSecond = search.includes('cursor=more');
  const items = [{ metadata: { name: isSecond ? 'beyond' : 'sandbox' } }];
  return { items, total: 2, next: isSecond ? null : 'more', asOf: '' };
}

function open(page: ReactNode, app: Application) {
  const api = fakeApi({
    [`GET /applications/${ref.project}/${ref.name}`]: app,
    'GET /clusters': ({ search }: Call) => clusters(search),
    'POST /plans': { id: 'pl_1' },
  });
  vi.stubGlobal('fetch', api.fetch);
  const { client } = renderPage(page);
  return { api, save: (next: Application) => client.setQueryData(queryKeys.app(ref), next) };
}

describe('forms of an Application that somebody else saves meanwhile', () => {
  it('keep what was typed, take what was not, and plan both', async () => {
    const { api, save } = open(<SettingsPage app={ref} />, application(1, {}));
    const path = await screen.findByLabelText<HTMLInputElement>('Path');
    fireEvent.change(path, { target: { value: 'apps/typed' } });
    save(application(2, { destination: { name: 'sandbox', namespace: 'moved' } }));
    await screen.findByText(/saved by somebody else/);
    expect(screen.getByText('moved', { selector: '.mono' })).toBeTruthy();
    expect(screen.getByLabelText<HTMLInputElement>('Path').value).toBe('apps/typed');
    expect(screen.getByLabelText<HTMLInputElement>(/^Namespace/).value).toBe('moved');
    fireEvent.click(screen.getByRole('button', { name: 'Review the change' }));
    await waitFor(() => expect(api.calls.some((call) => call.path === '/plans')).toBe(true));
    expect(api.calls.find((call) => call.path === '/plans')?.body).toMatchObject({
      spec: { sources: [{ path: 'apps/typed' }], destination: { namespace: 'moved' } },
    });
  });

  it('say which saved value a typed one stands against, and give it back on request', async () => {
    const { save } = open(<SettingsPage app={ref} />, application(1, {}));
    fireEvent.change(await screen.findByLabelText('Path'), { target: { value: 'apps/typed' } });
    save(
      application(2, {
        sources: [{ repoURL: 'http://git/shop', path: 'apps/theirs', targetRevision: 'main' }],
      }),
    );
    await screen.findByText(/your value stays here/);
    fireEvent.click(screen.getByRole('button', { name: 'Undo changes' }));
    expect(screen.getByLabelText<HTMLInputElement>('Path').value).toBe('apps/theirs');
    expect(screen.queryByText(/saved by somebody else/)).toBeNull();
  });

  it('follow silently when nothing was typed', async () => {
    const { save } = open(<SettingsPage app={ref} />, application(1, {}));
    await screen.findByLabelText('Path');
    save(application(2, { destination: { name: 'sandbox', namespace: 'moved' } }));
    await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>(/^Namespace/).value).toBe('moved'));
    expect(screen.queryByText(/saved by somebody else/)).toBeNull();
  });

  it('keep the answers of the policy', async () => {
    const { save } = open(<PolicyPage app={ref} />, application(1, {}));
    fireEvent.click(await screen.findByRole('radio', { name: /apply it automatically/ }));
    save(application(2, { syncPolicy: { retry: { limit: 3, backoff: { duration: '5s' } } } }));
    await screen.findByText(/saved by somebody else/);
    expect(screen.getByRole<HTMLInputElement>('radio', { name: /apply it automatically/ }).checked).toBe(
      true,
    );
    expect(screen.getByLabelText<HTMLInputElement>('Attempts after the first').value).toBe('3');
  });
});

it('offers every cluster as destination, not the first page of them', async () => {
  open(<SettingsPage app={ref} />, application(1, {}));
  await screen.findByLabelText('Path');
  await screen.findByRole('option', { name: 'beyond' });
});
