import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { layOut } from '../../../../packages/ui/src/testing/layout.ts';
import { adaSession, fakeApi, problem, renderPage, type Call } from '../../lib/testing/render-page.tsx';
import { UserDialog } from './user-dialog.tsx';
import type { User } from './user.ts';
import { UsersPage } from './users-page.tsx';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const lee: User = {
  name: 'lee',
  displayName: 'Lee',
  role: 'admin',
  disabled: false,
  mustChangePassword: false,
  lastLoginAt: null,
  createdAt: '2026-11-20T00:00:00Z',
};

function answer(answers: Parameters<typeof fakeApi>[0]) {
  const api = fakeApi(answers);
  vi.stubGlobal('fetch', api.fetch);
  return api;
}

describe('users (C22)', () => {
  it('shows the words of the API when the last administrator would go', async () => {
    answer({ 'PATCH /users/lee': problem(409, 'conflict', 'lee is the last administrator.') });
    const onClose = vi.fn();
    renderPage(<UserDialog user={lee} action="role" onClose={onClose} />);
    const dialog = await screen.findByRole('dialog');
    fireEvent.click(within(dialog).getByRole('radio', { name: /^Viewer/ }));
    fireEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
    expect(await within(dialog).findByText(/last administrator/)).toBeTruthy();
    expect(onClose).not.toHaveBeenCalled();
  });

  it('shows the password of a reset once', async () => {
    answer({ 'PATCH /users/lee': { ...lee, oneTimePassword: 'k2wwm-zy7tr' } });
    renderPage(<UserDialog user={lee} action="reset" onClose={() => undefined} />);
    fireEvent.click(await screen.findByRole('button', { name: 'Reset the password' }));
    expect(await screen.findByText('k2wwm-zy7tr')).toBeTruthy();
  });

  it('fetches the next page of users when the list nears its end', async () => {
    const undo = layOut();
    const some = (from: number) =>
      Array.from({ length: 10 }, (_, index) => ({ ...lee, name: `user-${from + index}` }));
    answer({
      'GET /users': ({ search }: Call) =>
        search.includes('cursor=second')
          ? { items: some(10), total: 20, next: null, asOf: '' }
          : { items: some(0), total: 20, next: 'second', asOf: '' },
    });
    renderPage(<UsersPage />);
    expect(await screen.findByText('user-9')).toBeTruthy();
    expect(await screen.findByText('user-19')).toBeTruthy();
    undo();
  });

  it('names the permission that is missing (C0)', async () => {
    answer({ 'GET /users': problem(403, 'forbidden', 'no') });
    renderPage(<UsersPage />, { session: { ...adaSession, role: 'viewer', permissions: [] } });
    expect(await screen.findByText(/users:get/)).toBeTruthy();
  });
});
