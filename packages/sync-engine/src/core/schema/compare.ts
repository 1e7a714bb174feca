import { assertNesting, clone, deepEqual, get, isObject } from './json.ts';
import { equalScalars } from './normalize.ts';
import { formatPath, type Segment } from './path.ts';
import { childSchema, itemKey, keepsNull } from './shape.ts';
import type { ListSchema, Scalar, Schema } from './types.ts';
import { untyped } from './types.ts';

/** One field in which two objects differ; `undefined` on a side means absent there. */
export interface FieldDifference {
  /** Text form, `spec.template.spec.containers[name=web].image`. */
  readonly path: string;
  readonly segments: readonly Segment[];
  readonly a: unknown;
  readonly b: unknown;
}

/**
 * The fields in which two objects differ, in document order. Keyed lists are paired by key, sets by value, and
 * equal quantities count as equal. Without a schema, lists pair by `name` where every item has a unique one,
 * else by index. A subtree that only one side has is one difference.
 */
export function diffFields(schema: Schema | undefined, a: unknown, b: unknown): FieldDifference[] {
  assertNesting(a, b);
  const out: FieldDifference[] = [];
  walk(schema, a, b, [], out);
  return out;
}

type Maybe = Schema | undefined;

function walk(
  schema: Maybe,
  left: unknown,
  right: unknown,
  path: readonly Segment[],
  out: FieldDifference[],
): void {
  const a = presence(schema, left);
  const b = presence(schema, right);
  if (a === undefined && b === undefined) return;
  if (isObject(a) && isObject(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const child = schema === undefined ? undefined : childSchema(schema, key);
      walk(child, get(a, key), get(b, key), [...path, { field: key }], out);
    }
    return;
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    const pairing = pairingOf(schema, a, b);
    if (pairing !== undefined) {
      walkItems(pairing, a, b, path, out);
      return;
    }
    if (a.length === b.length) {
      const item = schema?.kind === 'list' ? schema.item() : undefined;
      a.forEach((value, index) => walk(item, value, b[index], [...path, { index }], out));
      return;
    }
    if (deepEqual(a, b)) return;
  } else if (equalScalars(schema ?? untyped, a, b)) {
    return;
  }
  out.push({ path: formatPath(path), segments: path, a: clone(a), b: clone(b) });
}

/** A null where the type has none means absent: the API server writes it for lists that are always written. */
function presence(schema: Maybe, value: unknown): unknown {
  const isAbsent = value === null && schema !== undefined && !keepsNull(schema);
  return isAbsent ? undefined : value;
}

interface Pairing {
  readonly item: Maybe;
  /** Undefined when the item has no identity, so the list cannot be paired. */
  segment(item: unknown): Segment | undefined;
}

function walkItems(
  pairing: Pairing,
  a: readonly unknown[],
  b: readonly unknown[],
  path: readonly Segment[],
  out: FieldDifference[],
): void {
  const index = (list: readonly unknown[]): Map<string, [Segment, unknown]> =>
    new Map(
      list.flatMap((item): [string, [Segment, unknown]][] => {
        const segment = pairing.segment(item);
        return segment === undefined ? [] : [[formatPath([segment]), [segment, item]]];
      }),
    );
  const left = index(a);
  const right = index(b);
  for (const id of new Set([...left.keys(), ...right.keys()])) {
    const segment = (left.get(id) ?? right.get(id))?.[0];
    if (segment === undefined) continue;
    walk(pairing.item, left.get(id)?.[1], right.get(id)?.[1], [...path, segment], out);
  }
}

/** How the items of two lists find each other; undefined when only their position can say. */
function pairingOf(schema: Maybe, a: readonly unknown[], b: readonly unknown[]): Pairing | undefined {
  let pairing: Pairing | undefined;
  if (schema?.kind === 'list') {
    if (schema.listType === 'atomic') return undefined;
    pairing = { item: schema.item(), segment: (item) => segmentIn(schema, item) };
  } else if (schema === undefined) {
    pairing = { item: undefined, segment: segmentByName };
  }
  return pairing !== undefined && isUnique(pairing, a) && isUnique(pairing, b) ? pairing : undefined;
}

function isUnique(pairing: Pairing, list: readonly unknown[]): boolean {
  const seen = new Set<string>();
  for (const item of list) {
    const segment = pairing.segment(item);
    if (segment === undefined) return false;
    const id = formatPath([segment]);
    if (seen.has(id)) return false;
    seen.add(id);
  }
  return true;
}

function segmentIn(schema: ListSchema, item: unknown): Segment | undefined {
  if (schema.listType === 'set') return isScalar(item) ? { value: item } : undefined;
  if (!isObject(item) || schema.keys.every((key) => !isScalar(get(item, key)))) return undefined;
  return { key: itemKey(schema, item) as Record<string, Scalar> };
}

function segmentByName(item: unknown): Segment | undefined {
  const name = isObject(item) ? get(item, 'name') : undefined;
  return typeof name === 'string' ? { key: { name } } : undefined;
}

function isScalar(value: unknown): value is Scalar {
  return value !== undefined && value !== null && typeof value !== 'object';
}
