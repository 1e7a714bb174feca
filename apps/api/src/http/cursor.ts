import { badRequest } from './problem.ts';
import { unstorablePaths } from './unstorable-text.ts';

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
    if (unstorablePaths(value, '').length === 0 && check(value)) return value;
  } catch {
    // Answered below.
  }
  throw badRequest('query.cursor: this is not a cursor of this list.', 'Start again without it.');
}

/** A time and an id: the position in a list that is ordered by them. */
export function isTimeAndId(value: unknown): value is [string, string] {
  return Array.isArray(value) && value.length === 2 && isTime(value[0]) && isString(value[1]);
}

export function isString(value: unknown): value is string {
  return typeof value === 'string';
}

/** A time as the API writes it, in years that PostgreSQL knows too. */
export function isTime(value: unknown): value is string {
  return isString(value) && /^[1-9]\d{3}-.*Z$/.test(value) && !Number.isNaN(Date.parse(value));
}

/** A whole number that fits a column of the database. */
export function isInteger(value: unknown): value is number {
  return Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31;
}
