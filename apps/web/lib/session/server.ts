import { ApiError, createClient, type CallOutput } from '@bowline/contract/client';
import { headers } from 'next/headers';
import { cache } from 'react';

export type SessionInfo = CallOutput<'getSession'>;
export type SessionState =
  | { kind: 'signed-in'; session: SessionInfo }
  | { kind: 'signed-out' }
  | { kind: 'unavailable'; detail: string; requestId: string };

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
    if (!(error instanceof ApiError))
      return { kind: 'unavailable', detail: 'The Bowline API did not answer in time.', requestId: '' };
    const { status, detail, requestId } = error.problem;
    return status === 401 ? { kind: 'signed-out' } : { kind: 'unavailable', detail, requestId };
  }
});
