import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { layOut } from '../../../../packages/ui/src/testing/layout.ts';
import { holdWrites } from '../../lib/testing/hold.ts';
import { adaSession, fakeApi, problem, renderPage, type Call } from '../../lib/testing/render-page.tsx';
import { NewUserDialog } from './new-user-dialog.tsx';
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

  it.each([
    ['reset', 'PATCH /users/lee'],
    ['new user', 'POST /users'],
  ])('shows the password of a %s once, whatever is pressed before it is there', async (what, path) => {
    const api = fakeApi({ [path]: { ...lee, oneTimePassword: 'k2wwm-zy7tr' } });
    const answers = holdWrites(api);
    const onClose = vi.fn();
    const isNew = what === 'new user';
    const name = () => screen.getByLabelText(/^User name/);
    renderPage(
      isNew ? (
        <NewUserDialog onClose={onClose} />
      ) : (
        <UserDialog user={lee} action="reset" onClose={onClose} />
      ),
    );
    if (isNew) fireEvent.change(name(), { target: { value: 'lee' } });
    const submit = screen.getByText(isNew ? 'Create user' : 'Reset the password', { selector: 'button' });
    fireEvent.click(submit);
    await waitFor(() => expect(submit.getAttribute('aria-busy')).toBe('true'));
    if (isNew) fireEvent.change(name(), { target: { value: 'somebody' } });
    fireEvent.click(screen.getByText('Cancel', { selector: 'button' }));
    fireEvent.keyDown(screen.getByRole('dialog'), { key: 'Escape' });
    answers.release();
    expect(await screen.findByText('k2wwm-zy7tr')).toBeTruthy();
    expect(screen.getByRole('dialog').textContent).not.toContain('somebody');
    expect(onClose).not.toHaveBeenCalled();
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
