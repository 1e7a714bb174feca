import { oncePerObject } from '../memo.ts';
import { get, isObject, put, stableJson } from './json.ts';
import type { JsonObject, ListSchema, Schema } from './types.ts';
import { untyped, untypedAtomic } from './types.ts';

/** An item that has no identity in its list: a map list item without keys, a set item that is no scalar. */
export class ListKeyError extends Error {
  readonly code = 'LIST_ITEM_WITHOUT_KEY';
}

/** How a value merges under its schema: as one leaf, key by key, or item by item. */
export type Shape =
  | { readonly kind: 'leaf' }
  | { readonly kind: 'map'; child(key: string): Schema; isNamed(key: string): boolean }
  | { readonly kind: 'list'; readonly item: Schema; element(item: unknown): string };

const leaf: Shape = { kind: 'leaf' };
const openMap: Shape = { kind: 'map', child: () => untyped, isNamed: () => false };

/** The merge shape of a value; for undeclared types it follows from the value itself. */
export function shapeOf(schema: Schema, value: unknown): Shape {
  // Null takes the first form that is declared for an untyped value: a map.
  if (schema.kind === 'any') return !schema.atomic && (isObject(value) || value === null) ? openMap : leaf;
  return declaredShape(schema);
}

const declaredShape = oncePerObject((schema: Exclude<Schema, { kind: 'any' }>): Shape => {
  switch (schema.kind) {
    case 'scalar':
      return leaf;
    case 'map': {
      const child = schema.value();
      return schema.atomic ? leaf : { kind: 'map', child: () => child, isNamed: () => false };
    }
    case 'struct':
      if (schema.atomic) return leaf;
      return {
        kind: 'map',
        child: (key) => schema.fields.get(key)?.schema() ?? untyped,
        isNamed: (key) => schema.fields.has(key),
      };
    case 'list':
      if (schema.listType === 'atomic') return leaf;
      return { kind: 'list', item: schema.item(), element: (item) => listElement(schema, item) };
  }
});

/** The schema of a child by field name; untyped where nothing is declared. */
export function childSchema(schema: Schema, key: string): Schema {
  if (schema.kind === 'struct') return schema.fields.get(key)?.schema() ?? untyped;
  if (schema.kind === 'map') return schema.value();
  return schema.kind === 'any' && schema.atomic ? untypedAtomic : untyped;
}

/** Whether a null is a value of its own: where the type says so, and where none is declared. */
export function keepsNull(schema: Schema): boolean {
  return schema.nullable === true || schema === untyped || schema === untypedAtomic;
}

/** The FieldsV1 element of a list item: its keys (with their defaults) or, in a set, its value. */
export function listElement(schema: ListSchema, item: unknown): string {
  if (schema.listType === 'set') {
    if (typeof item === 'object') throw new ListKeyError('An item of a set must be a scalar.');
    return `v:${stableJson(item)}`;
  }
  return keyElement(schema, item) ?? `k:${stableJson(itemKey(schema, item))}`;
}

/** The element of an item that is identified by scalars, as nearly all are; undefined for any other. */
function keyElement(schema: ListSchema, item: unknown): string | undefined {
  if (!isObject(item)) return undefined;
  let text = '';
  for (const { name, label, fallback } of keysOf(schema)) {
    const value = get(item, name) ?? fallback;
    if (value === undefined || value === null) continue;
    if (typeof value === 'object') return undefined;
    text += (text === '' ? '' : ',') + label + stableJson(value);
  }
  return text === '' ? undefined : `k:{${text}}`;
}

type Key = { name: string; label: string; fallback: unknown };

/** The key fields in the order in which they are written, with the default of each. */
const keysOf = oncePerObject((schema: ListSchema): readonly Key[] => {
  const type = schema.item();
  const fallbackOf = (name: string) => (type.kind === 'struct' ? type.fields.get(name)?.default : undefined);
  return [...new Set(schema.keys)]
    .sort()
    .map((name) => ({ name, label: `${JSON.stringify(name)}:`, fallback: fallbackOf(name) }));
});

/** The key of a map list item; throws ListKeyError when it has none of its key fields. */
export function itemKey(schema: ListSchema, item: unknown): JsonObject {
  if (!isObject(item)) throw new ListKeyError('An item of a keyed list must be an object.');
  const type = schema.item();
  const key: JsonObject = {};
  for (const name of schema.keys) {
    const value = get(item, name) ?? (type.kind === 'struct' ? type.fields.get(name)?.default : undefined);
    if (value !== undefined && value !== null) put(key, name, value);
  }
  if (Object.keys(key).length === 0) {
    throw new ListKeyError(`An item lacks all of the fields that identify it: ${schema.keys.join(', ')}.`);
  }
  return key;
}
