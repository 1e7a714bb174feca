import { assertNesting, clone, deepEqual, get, isObject, put, stableJson } from './json.ts';
import { PatchError } from './json-patch.ts';
import type { Field, JsonObject, Schema } from './types.ts';
import { untyped } from './types.ts';

/**
 * A Kubernetes strategic merge patch: lists with a patch merge key merge item by item, directives (`$patch`,
 * `$retainKeys`, `$deleteFromPrimitiveList`, `$setElementOrder`) are obeyed. Throws PatchError.
 */
export function strategicMergePatch(schema: Schema, live: JsonObject, patch: JsonObject): JsonObject {
  assertNesting(live, patch);
  const merged = mergeObjects(schema, live, patch);
  return isObject(merged) ? merged : {};
}

const directive = '$patch';
const retainKeys = '$retainKeys';
const deletePrimitives = '$deleteFromPrimitiveList/';
const elementOrder = '$setElementOrder/';

function fieldOf(schema: Schema, key: string): Field {
  const declared = schema.kind === 'struct' ? schema.fields.get(key) : undefined;
  if (declared !== undefined) return declared;
  const child = schema.kind === 'map' ? schema.value : () => untyped;
  return { schema: child, patchStrategy: [] };
}

function mergeObjects(schema: Schema, live: JsonObject, patch: JsonObject): JsonObject | undefined {
  const asked = get(patch, directive);
  if (asked === 'delete') return undefined;
  if (asked === 'replace') return withoutDirectives(patch) as JsonObject;
  if (asked !== undefined && asked !== 'merge') throw new PatchError(`$patch: ${String(asked)} is unknown.`);
  const out = clone(live);
  keepOnly(out, get(patch, retainKeys));
  for (const [key, value] of Object.entries(patch)) {
    if (key === directive || key === retainKeys || key.startsWith(elementOrder)) continue;
    if (key.startsWith(deletePrimitives)) {
      deleteFromList(out, key.slice(deletePrimitives.length), value);
      continue;
    }
    if (value === null) {
      delete out[key];
      continue;
    }
    const merged = mergeField(fieldOf(schema, key), get(out, key), value, get(patch, elementOrder + key));
    if (merged === undefined) delete out[key];
    else put(out, key, merged);
  }
  return out;
}

function mergeField(field: Field, live: unknown, patch: unknown, order: unknown): unknown {
  const schema = field.schema();
  if (isObject(patch)) {
    const replaces = field.patchStrategy.includes('replace') && get(patch, directive) === undefined;
    if (replaces) return withoutDirectives(patch);
    return mergeObjects(schema, isObject(live) ? live : {}, patch);
  }
  if (!Array.isArray(patch)) return patch;
  if (!field.patchStrategy.includes('merge')) return withoutDirectives(patch);
  const current = Array.isArray(live) ? live : [];
  const item = schema.kind === 'list' ? schema.item() : untyped;
  const key = field.patchMergeKey;
  if (key === undefined)
    return arrange(mergePrimitives(current, patch), current, asList(order) ?? patch, key);
  if (patch.some((entry) => isObject(entry) && get(entry, directive) === 'replace'))
    return replaceItems(patch);
  return arrange(mergeItems(item, key, current, patch), current, asList(order) ?? patch, key);
}

function mergePrimitives(live: readonly unknown[], patch: readonly unknown[]): unknown[] {
  const added = patch.filter((value) => !live.some((held) => deepEqual(held, value)));
  return [...live, ...added.filter((value, i) => added.findIndex((other) => deepEqual(other, value)) === i)];
}

function mergeItems(
  item: Schema,
  key: string,
  live: readonly unknown[],
  patch: readonly unknown[],
): unknown[] {
  const out: unknown[] = clone([...live]);
  for (const entry of patch) {
    const id = isObject(entry) ? get(entry, key) : undefined;
    if (!isObject(entry) || id === undefined) {
      throw new PatchError(`An item of a list merged by ${JSON.stringify(key)} lacks that field.`);
    }
    const at = out.findIndex((held) => isObject(held) && deepEqual(get(held, key), id));
    const held = out[at];
    const merged = mergeObjects(item, isObject(held) ? held : {}, entry);
    if (at >= 0 && merged === undefined) out.splice(at, 1);
    else if (at >= 0) out[at] = merged;
    else if (merged !== undefined) out.push(merged);
  }
  return out;
}

function replaceItems(patch: readonly unknown[]): unknown[] {
  const isMark = (entry: unknown): boolean =>
    isObject(entry) && get(entry, directive) !== undefined && Object.keys(entry).length === 1;
  return patch.filter((entry) => !isMark(entry)).map(withoutDirectives);
}

/**
 * Puts the items the patch names (or `$setElementOrder` asks for) in that order, and each other item before the
 * first of them that stood behind it.
 */
function arrange(
  merged: readonly unknown[],
  live: readonly unknown[],
  order: readonly unknown[],
  key: string | undefined,
): unknown[] {
  const idOf = (entry: unknown): string =>
    stableJson(key !== undefined && isObject(entry) ? get(entry, key) : entry);
  const rankIn = (list: readonly unknown[]): Map<string, number> =>
    new Map(list.map((entry, i): [string, number] => [idOf(entry), i]).toReversed());
  const wanted = rankIn(order);
  const stood = rankIn(live);
  const by = (rank: Map<string, number>) => (a: unknown, b: unknown) =>
    (rank.get(idOf(a)) ?? 0) - (rank.get(idOf(b)) ?? 0);
  const named = merged.filter((entry) => wanted.has(idOf(entry))).sort(by(wanted));
  const others = merged.filter((entry) => !wanted.has(idOf(entry))).sort(by(stood));
  const out: unknown[] = [];
  for (const entry of named) {
    const place = stood.get(idOf(entry)) ?? -1;
    while (others.length > 0 && (stood.get(idOf(others[0])) ?? 0) < place) {
      out.push(others.shift());
    }
    out.push(entry);
  }
  return [...out, ...others];
}

function asList(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

function keepOnly(out: JsonObject, keys: unknown): void {
  if (!Array.isArray(keys)) return;
  for (const key of Object.keys(out)) if (!keys.includes(key)) delete out[key];
}

function deleteFromList(out: JsonObject, field: string, values: unknown): void {
  const held = get(out, field);
  if (!Array.isArray(held) || !Array.isArray(values)) return;
  put(
    out,
    field,
    held.filter((entry) => !values.some((value) => deepEqual(value, entry))),
  );
}

function withoutDirectives(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDirectives);
  if (!isObject(value)) return value;
  const out: JsonObject = {};
  for (const [key, entry] of Object.entries(value)) {
    if (
      key === directive ||
      key === retainKeys ||
      key.startsWith(deletePrimitives) ||
      key.startsWith(elementOrder)
    )
      continue;
    if (entry !== null) put(out, key, withoutDirectives(entry));
  }
  return out;
}
