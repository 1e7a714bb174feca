import type { Fingerprint, KubeObject } from '../model.ts';
import { gvkOf } from '../resource-key.ts';
import { builtinSchema } from '../schema/builtin.ts';
import { get, isObject } from '../schema/json.ts';
import { listElement } from '../schema/shape.ts';
import type { ListSchema, Schema } from '../schema/types.ts';
import { type HashKey, isSecret, maskObject } from '../secrets.ts';
import { comparableOf } from './comparable.ts';
import { canonicalJson, depthMax, nameText, quoted, sha256, sortedKeys, writeCanonical } from './digest.ts';
import { segmentOf } from './owned-diff.ts';
import { childOf } from './same-value.ts';

type Input = {
  live: KubeObject | undefined;
  desired: KubeObject | null;
  base: KubeObject | null;
  mode: 'fields' | 'whole';
  hashKey: HashKey;
};

type Known = Pick<Input, 'desired' | 'base' | 'mode'> & { fingerprint: Fingerprint };
const known = new WeakMap<KubeObject, Known>();

/**
 * The live state a change is computed against: uid and hash of the live values of the fields that the manifest or the last
 * Release sets (`fields`), or of the whole object without status (`whole`, under Replace and Force, and where neither
 * sets anything). Not resourceVersion, which every status write moves. Secrets are hashed masked. Asked again for the very
 * same objects, as a Plan asks after a comparison, it is not worked out again: they must not be changed meanwhile.
 */
export function fingerprintOf(input: Input): Fingerprint {
  const { live, desired, base, mode } = input;
  if (live === undefined) return { kind: 'absent' };
  // What is masked is a copy, made anew each time.
  if (isSecret(live)) return present(live, input);
  const last = known.get(live);
  if (last !== undefined && last.desired === desired && last.base === base && last.mode === mode)
    return last.fingerprint;
  const fingerprint = present(live, input);
  known.set(live, { desired, base, mode, fingerprint });
  return fingerprint;
}

function present(object: KubeObject, input: Input): Fingerprint {
  const live = comparableOf(maskObject(object, input.hashKey));
  const setters = [input.desired, input.base]
    .filter((setter) => setter !== null)
    .map((setter) => comparableOf(maskObject(setter, input.hashKey)));
  const uid = object.metadata.uid ?? '';
  const [first, second] = setters;
  if (input.mode === 'whole' || first === undefined)
    return { kind: 'present', uid, hash: sha256(canonicalJson(live)) };
  const schema = builtinSchema(gvkOf(object));
  const text = project(schema, first, live, 1);
  if (second === undefined) return { kind: 'present', uid, hash: sha256(`[${text}]`) };
  // The manifest and the last Release mostly set the same fields, to other values.
  const other = setSame(schema, first, second, 1) ? text : project(schema, second, live, 1);
  return { kind: 'present', uid, hash: sha256(`[${text},${other}]`) };
}

function isAtomic(schema: Schema | undefined): boolean {
  return schema?.kind === 'struct' && schema.atomic === true;
}

/** Canonical text of the part of live, which is something, at the fields that a manifest sets. */
function project(schema: Schema | undefined, setter: unknown, live: unknown, depth: number): string {
  if (typeof setter !== 'object' || typeof live !== 'object') return writeCanonical(live, depth);
  if (isObject(setter) && isObject(live) && !isAtomic(schema)) {
    if (depth > depthMax) throw new RangeError(`The value is nested deeper than ${depthMax} levels.`);
    const keys = sortedKeys(setter);
    let text = '{';
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as string;
      const value = get(live, key);
      if (value === undefined) continue;
      const part = project(childOf(schema, key), setter[key], value, depth + 1);
      text += (text.length === 1 ? '' : ',') + nameText(key) + part;
    }
    return `${text}}`;
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
  return segmentOf(schema, item) === undefined ? undefined : listElement(schema, item);
}

function projectItems(schema: ListSchema, setter: unknown[], live: unknown[], depth: number): string {
  const wanted: string[] = [];
  for (const item of setter) {
    const id = idOf(schema, item);
    // Items that cannot be told apart count together.
    if (id === undefined) return writeCanonical(live, depth);
    wanted.push(id);
  }
  const found: string[] = [];
  for (let i = 0; i < live.length; i++) {
    // Mostly the items stand at the same place, and no id has to be made for the second one.
    const isInPlace = i < setter.length && hasSameKey(schema, setter[i], live[i]);
    const id = isInPlace ? wanted[i] : idOf(schema, live[i]);
    if (id === undefined) return writeCanonical(live, depth);
    found.push(id);
  }
  const item = schema.item();
  const texts = new Map<string, string>();
  for (const [index, id] of wanted.entries()) {
    const at = found.indexOf(id);
    if (at >= 0) texts.set(id, project(item, setter[index], live[at], depth + 1));
  }
  const entries = [...texts].sort(byId);
  return `{${entries.map(([id, text]) => `${quoted(id)}:${text}`).join(',')}}`;
}

function byId([a]: [string, string], [b]: [string, string]): number {
  return a < b ? -1 : 1;
}
