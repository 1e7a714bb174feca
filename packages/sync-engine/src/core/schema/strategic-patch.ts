import { assertNesting, clone, deepEqual, get, isObject, put } from './json.ts';
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
    const merged = mergeField(fieldOf(schema, key), get(out, key), value);
    if (merged === undefined) delete out[key];
    else put(out, key, merged);
    if (Array.isArray(merged))
      put(out, key, ordered(fieldOf(schema, key), merged, get(patch, elementOrder + key)));
  }
  return out;
}

function mergeField(field: Field, live: unknown, patch: unknown): unknown {
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
  if (field.patchMergeKey === undefined) return mergePrimitives(current, patch);
  return mergeItems(item, field.patchMergeKey, current, patch);
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
  if (patch.some((entry) => isObject(entry) && get(entry, directive) === 'replace')) {
    return patch
      .filter(
        (entry) =>
          !(isObject(entry) && get(entry, directive) !== undefined && Object.keys(entry).length === 1),
      )
      .map(withoutDirectives);
  }
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

/** `$setElementOrder` lists keys in the order wanted; items it does not name keep their place after those. */
function ordered(field: Field, list: unknown[], order: unknown): unknown[] {
  if (!Array.isArray(order)) return list;
  const key = field.patchMergeKey;
  const idOf = (entry: unknown): unknown => (key !== undefined && isObject(entry) ? get(entry, key) : entry);
  const rank = (entry: unknown): number => {
    const at = order.findIndex((wanted) => deepEqual(idOf(wanted), idOf(entry)));
    return at < 0 ? order.length : at;
  };
  return list
    .map((entry, i) => ({ entry, i }))
    .sort((a, b) => rank(a.entry) - rank(b.entry) || a.i - b.i)
    .map(({ entry }) => entry);
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
