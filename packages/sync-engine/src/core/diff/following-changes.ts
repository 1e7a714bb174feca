import type { FieldChange } from '../model.ts';
import { diffFields } from '../schema/compare.ts';
import { applyDefaults, isAllocated } from '../schema/defaults.ts';
import { clone, get, isObject } from '../schema/json.ts';
import { mergeTyped } from '../schema/merge.ts';
import { elementOf, formatPath, type Segment } from '../schema/path.ts';
import { ListKeyError } from '../schema/shape.ts';
import type { GroupVersionKind, JsonObject, ListSchema, Schema } from '../schema/types.ts';
import { normaliseKind } from './comparable.ts';
import { jsonOf } from './json-of.ts';
import { type OwnedDifference, segmentOf } from './owned-diff.ts';
import { childOf } from './same-value.ts';

/**
 * Fields that nobody wrote and that change all the same once the named ones are applied: defaults that come with a new value
 * (`externalTrafficPolicy` of a Service that becomes a LoadBalancer), and aliases that the server keeps equal. Without a
 * schema, and where list items have no identity, none are known.
 */
export function followingChanges(
  gvk: GroupVersionKind,
  schema: Schema | undefined,
  input: {
    sides: { desired: JsonObject; live: JsonObject };
    /** What is compared of the object after a server-side apply, as it would be stored; undefined where that is not known. */
    after: JsonObject | undefined;
    named: readonly OwnedDifference[];
  },
): FieldChange[] {
  const { sides, named } = input;
  if (schema === undefined || named.length === 0) return [];
  const laid = input.after === undefined ? merged(schema, sides, named) : undefined;
  const after = input.after ?? (laid && storedAs(gvk, schema, laid));
  if (after === undefined) return [];
  const paths = named.map(({ segments }) => segments.map(elementOf));
  // Files may hold live objects that never were on a server: their defaults are no change.
  return diffFields(schema, storedAs(gvk, schema, sides.live), after)
    .flatMap((difference) => outside(difference, paths))
    .filter(({ segments, a }) => !isStatus(segments) && !isAllocated(gvk, segments, a))
    .map(({ segments, a, b }) => ({
      path: formatPath(segments),
      ...(b === undefined ? {} : { desired: jsonOf(b) }),
      ...(a === undefined ? {} : { live: jsonOf(a) }),
      cause: 'default' as const,
    }));
}

type Change = { segments: readonly Segment[]; a: unknown; b: unknown };

/** A change without the parts of it that are named already. */
function outside({ segments, a, b }: Change, named: readonly string[][]): Change[] {
  const path = segments.map(elementOf);
  const related = named.filter((other) => isRelated(path, other));
  if (related.length === 0) return [{ segments, a, b }];
  const whole = a ?? b;
  if (
    related.some((other) => other.length <= path.length) ||
    !isObject(whole) ||
    (a !== undefined && b !== undefined)
  )
    return [];
  return Object.keys(whole).flatMap((key) => {
    const part = { [a === undefined ? 'b' : 'a']: get(whole, key) };
    return outside({ a: undefined, b: undefined, ...part, segments: [...segments, { field: key }] }, named);
  });
}

/** Live with the manifest laid over it; undefined where list items have no identity. */
function merged(
  schema: Schema,
  sides: { desired: JsonObject; live: JsonObject },
  named: readonly OwnedDifference[],
): JsonObject | undefined {
  try {
    const out = clone(mergeTyped(schema, sides.live, sides.desired)) as JsonObject; // both are objects
    for (const field of named) if (field.isRemoval) remove(out, schema, field.segments);
    return out;
  } catch (error) {
    if (error instanceof ListKeyError) return undefined;
    throw error;
  }
}

/** What is compared of an object, as the API server stores it. */
export function storedAs(gvk: GroupVersionKind, schema: Schema, object: JsonObject): JsonObject {
  const out = applyDefaults(gvk, object, schema);
  normaliseKind(gvk, { desired: out, stored: out, base: undefined, baseStored: undefined, live: out });
  return out;
}

function isStatus([first]: readonly Segment[]): boolean {
  return first !== undefined && 'field' in first && first.field === 'status';
}

function isRelated(a: readonly string[], b: readonly string[]): boolean {
  const count = Math.min(a.length, b.length);
  for (let i = 0; i < count; i++) if (a[i] !== b[i]) return false;
  return true;
}

function remove(root: JsonObject, rootSchema: Schema, path: readonly Segment[]): void {
  let parent: unknown = root;
  let schema: Schema | undefined = rootSchema;
  for (const [at, segment] of path.entries()) {
    const isLast = at === path.length - 1;
    if ('field' in segment) {
      if (!isObject(parent)) return;
      if (isLast) delete parent[segment.field];
      else parent = get(parent, segment.field);
      schema = childOf(schema, segment.field);
      continue;
    }
    if (!Array.isArray(parent)) return;
    const list: ListSchema | undefined = schema?.kind === 'list' ? schema : undefined;
    const found =
      'index' in segment ? segment.index : parent.findIndex((item) => isItem(list, item, segment));
    if (found < 0) return;
    if (isLast) parent.splice(found, 1);
    else parent = parent[found];
    schema = list?.item();
  }
}

function isItem(list: ListSchema | undefined, item: unknown, wanted: Segment): boolean {
  const own = list === undefined ? undefined : segmentOf(list, item);
  return own !== undefined && elementOf(own) === elementOf(wanted);
}
