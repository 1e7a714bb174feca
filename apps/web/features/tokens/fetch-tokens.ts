import { api } from '../../lib/api/client.ts';

/** One page of the tokens this user may see. */
export function fetchTokens(cursor: string | undefined, signal: AbortSignal) {
  return api.call('listTokens', { query: { limit: 100, cursor }, signal });
}
