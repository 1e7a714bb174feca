'use client';

export type SignInOutcome = { ok: true } | { ok: false; code: string; requestId: string; detail: string };

/** Posts to next-auth as its own client would, without that client's weight: token first, then the form. */
async function post(
  action: 'callback/local' | 'signout',
  fields: Record<string, string>,
): Promise<{ url?: string }> {
  const token = (await (await fetch('/api/auth/csrf')).json()) as { csrfToken: string };
  const body = new URLSearchParams({
    ...fields,
    csrfToken: token.csrfToken,
    callbackUrl: location.origin,
    json: 'true',
  });
  const response = await fetch(`/api/auth/${action}`, { method: 'POST', body });
  return (await response.json()) as { url?: string };
}

/** Signs in with a local user; the API's refusal comes back as code and request id, packed into next-auth's one error text. */
export async function signInLocal(username: string, password: string): Promise<SignInOutcome> {
  try {
    const { url } = await post('callback/local', { username, password });
    const error = url ? new URL(url, location.origin).searchParams.get('error') : 'other';
    if (!error) return { ok: true };
    const [code = 'other', requestId = '', detail = ''] = error.split('|');
    return { ok: false, code, requestId, detail };
  } catch {
    return { ok: false, code: 'network_error', requestId: '', detail: '' };
  }
}

/** Ends the session at the API (every tab, every stream), then drops the cookie. */
export async function signOutEverywhere(endSession: () => Promise<unknown>): Promise<void> {
  await endSession().catch(() => undefined); // already over, or the API is away: the cookie goes in any case
  await post('signout', {}).catch(() => undefined);
}
