import { createHash } from 'node:crypto';
import type { Principal } from '../auth/access.ts';
import type { Db } from '../store/database.ts';
import { idempotencyStore, type StoredAnswer } from '../store/idempotency.ts';
import type { HttpDeps } from './deps.ts';
import { badRequest, problem } from './problem.ts';
import type { Http } from './request-context.ts';

type Input = { deps: HttpDeps; http: Http; principal: Principal; endpoint: string; body: string };

/**
 * A write with an `Idempotency-Key` runs once: its repetition within a day gets the first answer again. Only answers that a
 * repetition could not change are kept; they are sealed, for some hold a new secret.
 */
export async function withIdempotency(input: Input, answer: () => Promise<Response>): Promise<Response> {
  const key = input.http.req.header('idempotency-key');
  if (key === undefined) return answer();
  if (!/^[\x21-\x7e]{1,128}$/.test(key))
    throw badRequest('Idempotency-Key must be 1 to 128 printable characters.');
  const { db } = input.deps.context;
  const store = idempotencyStore(db);
  const { actor: who, token } = input.principal;
  // Tokens of one person may share a name, and each may do other things: an answer is for the one that asked.
  const actor = `${who.kind}:${who.name}${token === null ? '' : `:${token.id}`}`;
  const claim = await store.claim(actor, key, requestHash(input));
  if (claim.kind === 'mismatch') {
    throw problem(
      'idempotency_mismatch',
      'This Idempotency-Key was used for another request.',
      'Use a new key.',
    );
  }
  if (claim.kind === 'running') {
    throw problem(
      'conflict',
      'The first request with this Idempotency-Key is still running.',
      'Repeat it shortly.',
    );
  }
  if (claim.kind === 'answered') return replay(db, actor, key, claim.answer);
  try {
    const response = await answer();
    if (response.status < 400) await store.answer(actor, key, await keep(db, actor, key, response));
    else await store.release(actor, key);
    return response;
  } catch (error) {
    await store.release(actor, key);
    throw error;
  }
}

function requestHash({ http, endpoint, body }: Input): string {
  const url = new URL(http.req.url);
  return createHash('sha256')
    .update(`${endpoint}\n${url.pathname}${url.search}\n${body}`)
    .digest('base64url');
}

const contextOf = (actor: string, key: string): string => `idempotency:${actor}:${key}`;

async function keep(db: Db, actor: string, key: string, response: Response): Promise<StoredAnswer> {
  const text = await response.clone().text();
  const headers: Record<string, string> = {};
  for (const name of ['content-type', 'etag', 'location']) {
    const value = response.headers.get(name);
    if (value !== null) headers[name] = value;
  }
  const body = { sealed: db.keyring.encrypt(Buffer.from(text), contextOf(actor, key)).toString('base64') };
  return { status: response.status, headers, body };
}

function replay(db: Db, actor: string, key: string, answer: StoredAnswer): Response {
  const { sealed } = answer.body as { sealed: string }; // written by keep()
  const text = db.keyring.decrypt(Buffer.from(sealed, 'base64'), contextOf(actor, key)).toString();
  return new Response(text, {
    status: answer.status,
    headers: { ...answer.headers, 'idempotency-replayed': 'true' },
  });
}
