import { badRequest, expired, notFound } from './errors.ts';
import type { ApiRequest, Reply, Target } from './request.ts';
import { Representation } from './representation.ts';
import { resourceKey, type ResourceType } from './resource-type.ts';
import { parseSelectors } from './selector.ts';
import { objectKey, type Store, type Stored } from './store.ts';

interface Continue {
  /** Revision of the snapshot the first page read. */
  rv: number;
  /** Last key handed out. */
  start: string;
}

/** GET of one object. */
export function readObject(store: Store, type: ResourceType, target: Target, request: ApiRequest): Reply {
  const name = target.name ?? '';
  const stored = store.get(
    resourceKey(type),
    objectKey(type.namespaced ? target.namespace : undefined, name),
  );
  if (!stored) throw notFound(type, name);
  return new Representation(type, target.version, request.accept).reply(200, stored);
}

/** GET of a collection: selectors, and pages that all read the snapshot of the first. */
export function listObjects(store: Store, type: ResourceType, target: Target, request: ApiRequest): Reply {
  const { query } = request;
  const matches = parseSelectors(query, type);
  const limit = limitOf(query);
  const token = query.get('continue') ? decodeContinue(query.get('continue') ?? '') : undefined;
  assertRevisionKnown(store, query);
  const exact =
    query.get('resourceVersionMatch') === 'Exact' ? Number(query.get('resourceVersion')) : undefined;
  const revision = token?.rv ?? exact ?? store.revision;
  const entries = snapshot(store, type, target.namespace, token, revision);
  const items: Stored[] = [];
  let last = '';
  let remaining = 0;
  for (const [key, stored] of entries) {
    if (token && key <= token.start) continue;
    if (matches && !matches(stored.object)) continue;
    if (limit > 0 && items.length === limit) {
      remaining++;
      continue;
    }
    items.push(stored);
    last = key;
  }
  const metadata: Record<string, unknown> = { resourceVersion: String(revision) };
  if (remaining > 0) {
    metadata.continue = encodeContinue({ rv: revision, start: last });
    // A real API server cannot count what a selector would still match.
    if (!matches) metadata.remainingItemCount = remaining;
  }
  return new Representation(type, target.version, request.accept).listReply(items, metadata);
}

function snapshot(
  store: Store,
  type: ResourceType,
  namespace: string | undefined,
  token: Continue | undefined,
  revision: number,
): [string, Stored][] {
  const entries = store.listAt(resourceKey(type), revision, namespace);
  if (entries) return entries;
  if (!token) throw expired(`The resourceVersion for the provided list is too old.`);
  throw expired(
    'The provided continue parameter is too old to display a consistent list result. You must start a new list without the continue parameter.',
  );
}

/** A resourceVersion that this server has not reached yet cannot be answered. */
export function assertRevisionKnown(store: Store, query: URLSearchParams): void {
  const asked = query.get('resourceVersion') ?? '';
  if (asked === '') return;
  if (!/^\d+$/.test(asked)) throw badRequest(`Invalid value: "${asked}": invalid resource version`);
  if (Number(asked) > store.revision) {
    throw expired(`Too large resource version: ${asked}, current: ${store.revision}`);
  }
}

function limitOf(query: URLSearchParams): number {
  const limit = Number(query.get('limit') ?? 0);
  if (!Number.isInteger(limit) || limit < 0) throw badRequest('limit must be a whole number');
  return limit;
}

function encodeContinue(token: Continue): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

function decodeContinue(text: string): Continue {
  try {
    const token = JSON.parse(Buffer.from(text, 'base64url').toString()) as Continue;
    if (Number.isInteger(token.rv) && typeof token.start === 'string') return token;
  } catch {
    // Falls through to the one answer for every malformed token.
  }
  throw badRequest('continue key is not valid');
}
