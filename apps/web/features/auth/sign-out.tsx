'use client';
import { useEffect } from 'react';
import { api } from '../../lib/api/client.ts';
import { signOutEverywhere } from '../../lib/session/sign-in.ts';
import { urls } from '../../lib/urls.ts';

/** Ends the session, then shows the sign-in page. */
export function SignOut() {
  useEffect(() => {
    void signOutEverywhere(() => api.call('logout', {})).then(() => location.assign(urls.login()));
  }, []);
  return null;
}
