import { createHash, hash as oneShotHash } from 'node:crypto';
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
  if (depth > depthMax) throw new RangeError(`The value is nested deeper than ${depthMax} levels.`);
  if (Array.isArray(value)) {
    let list = '[';
    for (let i = 0; i < value.length; i++)
      list += i === 0 ? write(value[i], depth + 1) : `,${write(value[i], depth + 1)}`;
    return `${list}]`;
  }
  const record = value as Record<string, unknown>;
  const keys = sortedKeys(record);
  let text = '{';
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as string;
    const member = record[key];
    if (member === undefined) continue;
    text += (text.length === 1 ? '' : ',') + nameText(key) + write(member, depth + 1);
  }
  return `${text}}`;
}

const namesMax = 4096;
const nameTexts = new Map<string, string>();

/** A key and its colon. Objects share their few keys, so most of the texts are there already; what more there are is not kept. */
export function nameText(key: string): string {
  let text = nameTexts.get(key);
  if (text !== undefined) return text;
  text = `${quoted(key)}:`;
  if (nameTexts.size < namesMax && key.length < 64) nameTexts.set(key, text);
  return text;
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

/** Hex sha256 of a text in UTF-8. */
export function sha256(text: string): string {
  return oneShotHash('sha256', text);
}

/** Hex sha256 of the canonical JSON of a value. */
export function digestOf(value: unknown): string {
  return sha256(canonicalJson(value));
}

const digests = new WeakMap<object, string>();

/** The same of an object that is asked for again and not changed meanwhile: a manifest is written and hashed once. */
export function digestOnce(value: object): string {
  return digests.get(value) ?? keepDigest(value, canonicalJson(value));
}

function keepDigest(value: object, text: string): string {
  const digest = sha256(text);
  digests.set(value, digest);
  return digest;
}

/** Digest of a rendered set: independent of the order of objects and of keys, Secrets hashed. */
export function desiredDigest(objects: KubeObject[], key: HashKey): string {
  const texts = objects.map((object) => {
    const masked = maskObject(object, key);
    const text = canonicalJson(masked);
    // Comparisons and Plans of the set ask for it next.
    keepDigest(masked, text);
    return text;
  });
  return digestOfLines(texts.sort());
}

const chunkSize = 65_536;

/** Hex sha256 of lines, each ended; only a part of them is held as text at a time. */
export function digestOfLines(lines: Iterable<string>): string {
  const hash = createHash('sha256');
  // A call costs as much as hashing a kilobyte.
  let chunk = '';
  for (const line of lines) {
    chunk += `${line}\n`;
    if (chunk.length < chunkSize) continue;
    hash.update(chunk);
    chunk = '';
  }
  return hash.update(chunk).digest('hex');
}
