import { createHash } from 'node:crypto';
import type { KubeObject } from '../model.ts';
import { maskObject, type HashKey } from '../secrets.ts';

/** Deeper values are refused: no real object nests so far, and recursion must not exhaust the stack. */
const depthMax = 500;

/**
 * JSON text that depends on the value alone: keys in code-unit order, no spaces, undefined members left out as
 * JSON.stringify does, bigint as digits. Throws RangeError on a value nested deeper than 500 levels.
 */
export function canonicalJson(value: unknown): string {
  return write(value, 0);
}

function write(value: unknown, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (depth > depthMax) throw new RangeError(`The value is nested deeper than ${depthMax} levels.`);
  if (Array.isArray(value)) return `[${value.map((item) => write(item, depth + 1)).join(',')}]`;
  const record = value as Record<string, unknown>;
  const members: string[] = [];
  for (const key of Object.keys(record).sort()) {
    if (record[key] !== undefined) members.push(`${JSON.stringify(key)}:${write(record[key], depth + 1)}`);
  }
  return `{${members.join(',')}}`;
}

/** Hex sha256 of the canonical JSON of a value. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/** Digest of a rendered set: independent of the order of objects and of keys, Secrets hashed. */
export function desiredDigest(objects: KubeObject[], key: HashKey): string {
  const texts = objects.map((object) => canonicalJson(maskObject(object, key))).sort();
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text).update('\n');
  return hash.digest('hex');
}
