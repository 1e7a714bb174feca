import { ApiError, type Client, createClient } from '@bowline/contract/client';
import type { Io } from '../io.ts';
import { version } from '../version.ts';
import { authHeaders } from './connection.ts';
import type { StoredCredential } from './contexts.ts';

const attemptsMax = 3;

/** A client of the contract that names itself, signs its requests and repeats reads that met a server restarting. */
export function connect(
  io: Pick<Io, 'sleep'>,
  target: { url: string; credential?: StoredCredential },
): Client {
  return createClient({
    baseUrl: target.url,
    fetch: (input, init) => send(io, input, init),
    headers: () => ({
      'user-agent': `bowline-cli/${version}`,
      ...(target.credential === undefined ? {} : authHeaders(target.credential)),
    }),
  });
}

async function send(
  io: Pick<Io, 'sleep'>,
  input: string | URL | Request,
  init?: RequestInit,
): Promise<Response> {
  const isRead = (init?.method ?? 'GET') === 'GET';
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await fetch(input, init);
      if (!isRead || attempt >= attemptsMax || !isPassing(response.status)) return response;
      await response.body?.cancel();
    } catch (error) {
      if (!isRead || attempt >= attemptsMax || init?.signal?.aborted) throw error;
    }
    await io.sleep(300 * attempt);
  }
}

function isPassing(status: number): boolean {
  return status === 502 || status === 503 || status === 504;
}

/** Whether an error says nothing about the request itself: the server is away or restarting. */
export function isServerAway(error: unknown): boolean {
  return error instanceof ApiError && (error.problem.status === 0 || isPassing(error.problem.status));
}
