import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { renderPage } from '../../lib/testing/render-page.tsx';
import { SignInForm } from './sign-in-form.tsx';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it.each([
  ['accepted', '/', 'true'],
  ['refused', '/?error=login_failed', null],
])('is %s: busy until it is left, not after a refusal', async (_what, url, busy) => {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path);
    return Response.json(path.endsWith('csrf') ? { csrfToken: 't' } : { url });
  });
  const onSignedIn = vi.fn();
  renderPage(<SignInForm onSignedIn={onSignedIn} />);
  const submit = screen.getByText('Sign in', { selector: 'button' });
  fireEvent.change(screen.getByLabelText(/^User name/), { target: { value: 'kim' } });
  fireEvent.change(screen.getByLabelText(/^Password/), { target: { value: 'a long passphrase' } });
  fireEvent.click(submit);
  if (busy) await waitFor(() => expect(onSignedIn).toHaveBeenCalledOnce());
  else expect(await screen.findByRole('alert')).toBeTruthy();
  expect(submit.getAttribute('aria-busy')).toBe(busy);
  fireEvent.click(submit);
  await waitFor(() => expect(asked).toHaveLength(busy ? 2 : 4));
  fireEvent(window, new PageTransitionEvent('pageshow', { persisted: true }));
  if (busy) expect(submit.getAttribute('aria-busy')).toBeNull();
});
