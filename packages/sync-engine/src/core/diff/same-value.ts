import { deepEqual, get, isObject, stableJson } from '../schema/json.ts';
import { equalScalars, isBuiltinType } from '../schema/normalize.ts';
import { childSchema, keepsNull } from '../schema/shape.ts';
import { untyped, type Schema } from '../schema/types.ts';

/** `strict` counts spelling; `semantic` knows equal quantities and times. Null is absent where it is no value of the kind. */
export type Sameness = 'strict' | 'semantic';

/** True when a value is none at all. */
export function isUnset(schema: Schema | undefined, value: unknown): boolean {
  return value === undefined || (value === null && (schema === undefined || !keepsNull(schema)));
}

/** True for a list or map in which there is nothing. */
export function isEmptyContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** Whether two values of one field mean the same, the whole of both counting. */
export function sameValue(schema: Schema | undefined, a: unknown, b: unknown, how: Sameness): boolean {
  if (a === b) return true;
  if (how === 'strict') return deepEqual(a, b);
  const isUnsetA = isUnset(schema, a);
  const isUnsetB = isUnset(schema, b);
  if (isUnsetA || isUnsetB) return isUnsetA && isUnsetB;
  if (Array.isArray(a) && Array.isArray(b)) return sameList(schema, a, b, how);
  if (isObject(a) && isObject(b)) {
    for (const key of Object.keys(a)) {
      if (!sameValue(childOf(schema, key), get(a, key), get(b, key), how)) return false;
    }
    return Object.keys(b).every((key) => {
      const value = get(b, key);
      return Object.hasOwn(a, key) || isUnset(childOf(schema, key), value) || isKeptZero(schema, key, value);
    });
  }
  return equalScalars(schema ?? untyped, a, b);
}

/** A field of a built-in type that is always written is stored as its zero value when it is left out. */
export function isKeptZero(schema: Schema | undefined, key: string, live: unknown): boolean {
  if (!isZero(live) || schema?.kind !== 'struct' || !isBuiltinType(schema.name)) return false;
  const field = schema.fields.get(key);
  return field?.omitZero !== true && (schema.required.includes(key) || isZero(field?.default));
}

/** A scalar that says no more than that the field is there. */
function isZero(value: unknown): boolean {
  return value === 0 || value === '' || value === false;
}

function sameList(schema: Schema | undefined, a: unknown[], b: unknown[], how: Sameness): boolean {
  if (a.length !== b.length) return false;
  if (schema?.kind === 'list' && schema.listType === 'set') {
    const right = b.map(stableJson).sort();
    return a
      .map(stableJson)
      .sort()
      .every((text, i) => text === right[i]);
  }
  const item = schema?.kind === 'list' ? schema.item() : undefined;
  return a.every((value, i) => sameValue(item, value, b[i], how));
}

/** As `childSchema`, but undefined where nothing is declared. */
export function childOf(schema: Schema | undefined, key: string): Schema | undefined {
  return schema === undefined ? undefined : childSchema(schema, key);
}
