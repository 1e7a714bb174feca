import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { violations } from '../../../../packages/ui/src/testing/axe.ts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { holdWrites } from '../../lib/testing/hold.ts';
import { fakeApi, problem, renderPage, type Call } from '../../lib/testing/render-page.tsx';
import type { Token } from './token-draft.ts';
import { TokensPage } from './tokens-page.tsx';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const secret = 'bwl_0123456789abcdef';
const token = (part: Partial<Token> = {}): Token => ({
  id: 'tk_1',
  name: 'ci',
  prefix: 'bwl_0123',
  owner: 'ada',
  role: 'viewer',
  permissions: [],
  project: null,
  createdAt: '2026-11-20T00:00:00Z',
  expiresAt: '2027-01-20T00:00:00Z',
  lastUsedAt: null,
  lastUsedIp: '',
  lastUsedAgent: '',
  isExpired: false,
  ...part,
});
const pageOf = (items: Token[]) => ({ items, total: items.length, next: null, asOf: '2026-11-24T14:20:00Z' });
const projects = { items: [], total: 0, next: null, asOf: '' };

function open(answers: Parameters<typeof fakeApi>[0]) {
  const api = fakeApi({ 'GET /projects': projects, ...answers });
  vi.stubGlobal('fetch', api.fetch);
  return { ...renderPage(<TokensPage />), api };
}

describe('API tokens (C22)', () => {
  it('shows the secret once, and never again', async () => {
    const tokens: Token[] = [];
    const { api, baseElement } = open({
      'GET /tokens': () => pageOf(tokens),
      'POST /tokens': () => {
        tokens.push(token());
        return { ...token(), token: secret };
      },
    });
    fireEvent.click(await screen.findByRole('button', { name: 'New token' }));
    const form = await screen.findByRole('dialog');
    const submit = within(form).getByRole('button', { name: 'Create token' });
    fireEvent.click(submit);
    expect(within(form).getByRole('alert').textContent).toContain('lower-case');
    expect(api.calls.some((call) => call.method === 'POST')).toBe(false);
    fireEvent.change(within(form).getByLabelText(/^Name/), { target: { value: 'ci' } });
    fireEvent.click(submit);
    const shown = await screen.findByText(secret);
    expect(api.calls.find((call) => call.method === 'POST')?.body).toEqual({
      name: 'ci',
      role: 'viewer',
      expiresInDays: 90,
    });
    expect(shown.closest('[role=dialog]')?.textContent).toContain('curl');
    fireEvent.click(screen.getByRole('button', { name: 'I have copied it' }));
    await waitFor(() => expect(screen.queryByText(secret)).toBeNull());
    expect(baseElement.innerHTML).not.toContain(secret);
    expect(await screen.findByText('ci')).toBeTruthy();
  });

  it('keeps the form and shows the words of a refusal', async () => {
    open({
      'GET /tokens': pageOf([token()]),
      'POST /tokens': problem(403, 'forbidden', 'A token cannot make a token with more rights.'),
    });
    fireEvent.click(await screen.findByRole('button', { name: 'New token' }));
    const form = await screen.findByRole('dialog');
    fireEvent.change(within(form).getByLabelText(/^Name/), { target: { value: 'ci' } });
    fireEvent.click(within(form).getByRole('button', { name: 'Create token' }));
    expect(await within(form).findByText(/more rights/)).toBeTruthy();
    expect((within(form).getByLabelText(/^Name/) as HTMLInputElement).value).toBe('ci');
  });

  it('asks with names and number before it removes what has expired, of all pages', async () => {
    const old = [
      token({ id: 'a', name: 'old-a', isExpired: true }),
      token({ id: 'b', name: 'old-b', isExpired: true }),
    ];
    const first = { items: [token(), ...old.slice(0, 1)], total: 3, next: 'more', asOf: '' };
    const second = { items: old.slice(1), total: 3, next: null, asOf: '' };
    const gone: string[] = [];
    const { api } = open({
      'GET /tokens': (call: Call) => (call.search.includes('cursor=more') ? second : first),
      'DELETE /tokens/a': () => gone.push('a') && {},
      'DELETE /tokens/b': () => gone.push('b') && {},
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Remove expired tokens…' }));
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByText(/These 2 tokens have expired/)).toBeTruthy();
    expect(within(dialog).getByText('old-b')).toBeTruthy();
    expect(api.calls.some((call) => call.method === 'DELETE')).toBe(false);
    fireEvent.click(within(dialog).getByRole('button', { name: 'Remove 2 tokens' }));
    expect(await screen.findByText('2 expired tokens removed')).toBeTruthy();
    expect(gone.sort()).toEqual(['a', 'b']);
  });

  it('says how many could not be removed, and why', async () => {
    open({
      'GET /tokens': pageOf([token({ id: 'a', isExpired: true })]),
      'DELETE /tokens/a': problem(503, 'unavailable', 'The database does not answer.'),
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Remove expired tokens…' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Remove 1 token' }));
    expect(await screen.findByText('1 of 1 could not be removed.')).toBeTruthy();
    expect(screen.getByText(/database does not answer/)).toBeTruthy();
  });

  it('never puts the secret into the command, which outlives the page', async () => {
    const { api } = open({ 'GET /tokens': pageOf([]), 'POST /tokens': { ...token(), token: secret } });
    fireEvent.click(await screen.findByRole('button', { name: 'New token' }));
    const form = await screen.findByRole('dialog');
    fireEvent.change(within(form).getByLabelText(/^Name/), { target: { value: 'ci' } });
    const answers = holdWrites(api);
    const submit = within(form).getByRole('button', { name: 'Create token' });
    fireEvent.click(submit);
    await waitFor(() => expect(submit.getAttribute('aria-busy')).toBe('true'));
    // The secret is shown once: nothing closes the dialog before.
    fireEvent.click(within(form).getByRole('button', { name: 'Cancel' }));
    answers.release();
    const command = await screen.findByText(/^curl/);
    expect(command.textContent).toContain('$BOWLINE_TOKEN');
    expect(command.textContent).not.toContain(secret);
  });

  it('gives only what is ticked', async () => {
    const { api } = open({ 'GET /tokens': pageOf([]), 'POST /tokens': { ...token(), token: secret } });
    fireEvent.click(await screen.findByRole('button', { name: 'New token' }));
    const form = await screen.findByRole('dialog');
    fireEvent.change(within(form).getByLabelText(/^Name/), { target: { value: 'ci' } });
    fireEvent.click(within(form).getByLabelText('Only what is ticked below'));
    fireEvent.click(within(form).getByRole('button', { name: 'Create token' }));
    expect(within(form).getByText('Tick at least one.')).toBeTruthy();
    const applications = within(form).getByRole('group', { name: 'Applications' });
    fireEvent.click(within(applications).getByLabelText('build plans'));
    fireEvent.click(within(form).getByRole('button', { name: 'Create token' }));
    await screen.findByText(secret);
    expect(api.calls.find((call) => call.method === 'POST')?.body).toEqual({
      name: 'ci',
      permissions: ['applications:plan'],
      expiresInDays: 90,
    });
  });

  it('has no accessibility violations', async () => {
    const { baseElement } = open({ 'GET /tokens': pageOf([token()]) });
    fireEvent.click(await screen.findByRole('button', { name: 'New token' }));
    await screen.findByRole('dialog');
    expect(await violations(baseElement)).toEqual([]);
  });
});
