import type { Json } from '../model.ts';
import { isObject } from '../schema/json.ts';

/** Integers beyond 2^53 (X17) leave as text: JSON in a browser would round them. */
export function jsonOf(value: unknown): Json {
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return value.map(jsonOf);
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, jsonOf(v)]));
  return value as Json; // the rest of what JSON has
}
