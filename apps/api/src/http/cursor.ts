import { badRequest } from './problem.ts';

/** Opaque text of a position. Clients hand it back as it is; nothing secret is in it. */
export function encodeCursor(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** The position, as far as `check` accepts it; throws invalid_request for anything else. */
export function decodeCursor<T>(
  text: string | undefined,
  check: (value: unknown) => value is T,
): T | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (check(value)) return value;
  } catch {
    // Answered below.
  }
  throw badRequest('query.cursor: this is not a cursor of this list.', 'Start again without it.');
}

export function isStringTuple(value: unknown): value is [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string');
}

export function isString(value: unknown): value is string {
  return typeof value === 'string';
}
