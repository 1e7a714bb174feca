'use client';
import { signIn, signOut } from 'next-auth/react';

export type SignInOutcome = { ok: true } | { ok: false; code: string; requestId: string; detail: string };

/** Signs in with a local user through next-auth; the API's refusal comes back as code and request id. */
export async function signInLocal(username: string, password: string): Promise<SignInOutcome> {
  const result = await signIn('local', { username, password, redirect: false });
  if (result?.ok && !result.error) return { ok: true };
  const [code = 'other', requestId = '', detail = ''] = (result?.error ?? '').split('|');
  return { ok: false, code, requestId, detail };
}

/** Ends the session at the API (every tab, every stream), then drops the cookie. */
export async function signOutEverywhere(endSession: () => Promise<unknown>): Promise<void> {
  await endSession().catch(() => undefined); // already over, or the API is away: the cookie goes in any case
  await signOut({ redirect: false });
}
