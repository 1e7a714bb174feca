import { get, isObject } from './json.ts';
import type { JsonObject } from './types.ts';

/** Sets a field that is absent; an empty string and 0 count as absent, as they do for the server's plain fields. */
export function orElse(object: JsonObject, field: string, value: unknown): void {
  const held = get(object, field);
  if (held === undefined || held === null || held === '') object[field] = value;
}

/** The object under a field, made when absent. */
export function child(object: JsonObject, field: string): JsonObject {
  const held = get(object, field);
  if (isObject(held)) return held;
  const made: JsonObject = {};
  object[field] = made;
  return made;
}

/** The objects of a list field; none when it is absent. */
export function items(object: JsonObject, field: string): JsonObject[] {
  const held = get(object, field);
  return Array.isArray(held) ? held.filter(isObject) : [];
}
