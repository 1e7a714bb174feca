import { createClient } from '@bowline/contract/client';
import { headers } from 'next/headers';
import { cache } from 'react';
import { stateOfFailure, type SessionState } from './session-state.ts';

/** Base URL of the API for calls from the web server itself. */
export const apiUrl = () => process.env.BOWLINE_API_URL ?? 'http://127.0.0.1:8080';

/** Asks the API who the browser's cookie belongs to; the web process itself can tell nobody apart. */
export const getSessionState = cache(async (): Promise<SessionState> => {
  const cookie = (await headers()).get('cookie') ?? '';
  const client = createClient({ baseUrl: apiUrl(), headers: () => ({ cookie }) });
  try {
    return {
      kind: 'signed-in',
      session: await client.call('getSession', { signal: AbortSignal.timeout(5000) }),
    };
  } catch (error) {
    return stateOfFailure(error);
  }
});
