import { createHash } from 'node:crypto';
import type { Fingerprint, KubeObject } from '../model.ts';
import { gvkOf } from '../resource-key.ts';
import { builtinSchema } from '../schema/builtin.ts';
import { get, isObject } from '../schema/json.ts';
import { elementOf } from '../schema/path.ts';
import type { ListSchema, Schema } from '../schema/types.ts';
import { type HashKey, maskObject } from '../secrets.ts';
import { comparableOf } from './comparable.ts';
import { canonicalJson, depthMax, quoted, sortedKeys, writeCanonical } from './digest.ts';
import { segmentOf } from './owned-diff.ts';
import { childOf } from './same-value.ts';

/**
 * The live state a change is computed against: uid and hash of the live values of the fields that the manifest or the last
 * Release sets (`fields`), or of the whole object without status (`whole`, under Replace and Force, and where neither
 * sets anything). Not resourceVersion, which every status write moves. Secrets are hashed masked.
 */
export function fingerprintOf(input: {
  live: KubeObject | undefined;
  desired: KubeObject | null;
  base: KubeObject | null;
  mode: 'fields' | 'whole';
  hashKey: HashKey;
}): Fingerprint {
  if (input.live === undefined) return { kind: 'absent' };
  const live = comparableOf(maskObject(input.live, input.hashKey));
  const setters = [input.desired, input.base]
    .filter((object) => object !== null)
    .map((object) => comparableOf(maskObject(object, input.hashKey)));
  const uid = input.live.metadata.uid ?? '';
  const [first, second] = setters;
  if (input.mode === 'whole' || first === undefined)
    return { kind: 'present', uid, hash: sha256(canonicalJson(live)) };
  const schema = builtinSchema(gvkOf(input.live));
  const text = project(schema, first, live, 1) ?? 'null';
  if (second === undefined) return { kind: 'present', uid, hash: sha256(`[${text}]`) };
  // The manifest and the last Release mostly set the same fields, to other values.
  const other = setSame(schema, first, second, 1) ? text : (project(schema, second, live, 1) ?? 'null');
  return { kind: 'present', uid, hash: sha256(`[${text},${other}]`) };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function isAtomic(schema: Schema | undefined): boolean {
  return schema?.kind === 'struct' && schema.atomic === true;
}

/** Canonical text of the part of live at the fields that a manifest sets; undefined where live has nothing there. */
function project(
  schema: Schema | undefined,
  setter: unknown,
  live: unknown,
  depth: number,
): string | undefined {
  if (live === undefined) return undefined;
  if (isObject(setter) && isObject(live) && !isAtomic(schema)) {
    if (depth > depthMax) throw new RangeError(`The value is nested deeper than ${depthMax} levels.`);
    let text = '';
    for (const key of sortedKeys(setter)) {
      const value = project(childOf(schema, key), get(setter, key), get(live, key), depth + 1);
      if (value !== undefined) text += `${text === '' ? '' : ','}${quoted(key)}:${value}`;
    }
    return `{${text}}`;
  }
  if (
    Array.isArray(setter) &&
    Array.isArray(live) &&
    schema?.kind === 'list' &&
    schema.listType !== 'atomic'
  ) {
    return projectItems(schema, setter, live, depth);
  }
  return writeCanonical(live, depth);
}

/** True when both set exactly the same fields, whatever the values; false where that is not obvious. */
function setSame(schema: Schema | undefined, a: unknown, b: unknown, depth: number): boolean {
  if (a === b) return true;
  if (depth > depthMax) return false;
  if (isObject(a) && isObject(b)) {
    if (isAtomic(schema)) return true;
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      keys.every(
        (key) => Object.hasOwn(b, key) && setSame(childOf(schema, key), get(a, key), get(b, key), depth + 1),
      )
    );
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    if (schema?.kind !== 'list' || schema.listType === 'atomic') return true;
    const item = schema.item();
    return (
      a.length === b.length &&
      a.every((value, i) => {
        return hasSameKey(schema, value, b[i]) && setSame(item, value, b[i], depth + 1);
      })
    );
  }
  return !isObject(a) && !isObject(b) && !Array.isArray(a) && !Array.isArray(b);
}

/** True when both items have the same key, as written; a default that stands for one of them is left to others. */
function hasSameKey(schema: ListSchema, a: unknown, b: unknown): boolean {
  if (schema.listType === 'set') return a === b && typeof a !== 'object';
  if (!isObject(a) || !isObject(b)) return false;
  let isKeyed = false;
  for (const key of schema.keys) {
    const [left, right] = [get(a, key), get(b, key)];
    if (left !== right || typeof left === 'object') return false;
    isKeyed ||= left !== undefined;
  }
  return isKeyed;
}

function idOf(schema: ListSchema, item: unknown): string | undefined {
  const segment = segmentOf(schema, item);
  return segment === undefined ? undefined : elementOf(segment);
}

function projectItems(schema: ListSchema, setter: unknown[], live: unknown[], depth: number): string {
  const wanted = setter.map((item) => idOf(schema, item));
  // Mostly the items stand at the same place, and no id has to be made for the second one.
  const found = live.map((item, i) =>
    i < setter.length && hasSameKey(schema, setter[i], item) ? wanted[i] : idOf(schema, item),
  );
  // Items that cannot be told apart count together.
  if (wanted.includes(undefined) || found.includes(undefined)) return writeCanonical(live, depth);
  const item = schema.item();
  const texts = new Map<string, string>();
  wanted.forEach((id, index) => {
    const at = found.indexOf(id);
    const text = id === undefined || at < 0 ? undefined : project(item, setter[index], live[at], depth + 1);
    if (id !== undefined && text !== undefined) texts.set(id, text);
  });
  return `{${[...texts]
    .sort(byId)
    .map(([id, text]) => `${quoted(id)}:${text}`)
    .join(',')}}`;
}

function byId([a]: [string, string], [b]: [string, string]): number {
  return a < b ? -1 : 1;
}
