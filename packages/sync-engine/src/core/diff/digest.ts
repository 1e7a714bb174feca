import { createHash } from 'node:crypto';
import type { KubeObject } from '../model.ts';
import { maskObject, type HashKey } from '../secrets.ts';

/** Deeper values are refused: no real object nests so far, and recursion must not exhaust the stack. */
export const depthMax = 500;

/**
 * JSON text that depends on the value alone: keys in code-unit order, no spaces, undefined members left out as
 * JSON.stringify does, bigint as digits. Throws RangeError on a value nested deeper than 500 levels.
 */
export function canonicalJson(value: unknown): string {
  return write(value, 0);
}

/** The canonical text of a value that stands `depth` levels deep in another one. */
export function writeCanonical(value: unknown, depth: number): string {
  return write(value, depth);
}

function write(value: unknown, depth: number): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (value instanceof CanonicalText) return value.text;
  if (depth > depthMax) throw new RangeError(`The value is nested deeper than ${depthMax} levels.`);
  let text = '';
  if (Array.isArray(value)) {
    for (const item of value) text += text === '' ? write(item, depth + 1) : `,${write(item, depth + 1)}`;
    return `[${text}]`;
  }
  const record = value as Record<string, unknown>;
  for (const key of sortedKeys(record)) {
    const member = record[key];
    if (member === undefined) continue;
    text += `${text === '' ? '' : ','}${quoted(key)}:${write(member, depth + 1)}`;
  }
  return `{${text}}`;
}

/** A value that has been written already, to stand inside another one. */
export class CanonicalText {
  readonly text: string;
  constructor(value: unknown) {
    this.text = canonicalJson(value);
  }
}

const plainText = /^[ !#-[\]-~]*$/;

/** As JSON.stringify, which is slow for the many short plain texts of a manifest. */
export function quoted(text: string): string {
  return text.length < 64 && plainText.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** Keys in code-unit order; objects are small and often in order, which a general sort does not make use of. */
export function sortedKeys(record: object): string[] {
  const keys = Object.keys(record);
  if (keys.length > 32) return keys.sort();
  for (let i = 1; i < keys.length; i++) {
    const key = keys[i] as string;
    let at = i;
    for (; at > 0 && (keys[at - 1] as string) > key; at--) keys[at] = keys[at - 1] as string;
    keys[at] = key;
  }
  return keys;
}

/** Hex sha256 of the canonical JSON of a value. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/** Digest of a rendered set: independent of the order of objects and of keys, Secrets hashed. */
export function desiredDigest(objects: KubeObject[], key: HashKey): string {
  return digestOfTexts(objects.map((object) => canonicalJson(maskObject(object, key))));
}

/** The same from canonical texts of masked objects, in any order. */
export function digestOfTexts(objects: readonly string[]): string {
  const texts = [...objects].sort();
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text).update('\n');
  return hash.digest('hex');
}
