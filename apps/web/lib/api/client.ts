'use client';
import { createClient } from '@bowline/contract/client';
import { csrfHeader } from '@bowline/contract/session-cookie';
import { sessionGate } from '../session/gate.ts';

/** The API as this browser's user. Every call is typed by the contract; a 401 waits for signing in again and is repeated once. */
export const api = createClient({
  baseUrl: '',
  fetch: (input, init) => sessionGate.fetch(input, init),
  headers: () => ({ [csrfHeader]: '1' }),
});
