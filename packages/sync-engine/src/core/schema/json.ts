import type { JsonObject } from './types.ts';

/** Nesting that no real object reaches; recursion below it cannot exhaust the stack. */
export const nestingMax = 400;

/** An object nested deeper than `nestingMax`. */
export class NestingError extends Error {
  readonly code = 'OBJECT_TOO_DEEP';
  constructor() {
    super(`The object is nested deeper than ${nestingMax} levels.`);
  }
}

/** True for a JSON object: neither null, list nor scalar. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own property or undefined: a key named `constructor` never finds the prototype's. */
export function get(object: JsonObject, key: string): unknown {
  const value = object[key];
  // A JSON object inherits nothing but functions and, under this name, its prototype.
  if (typeof value !== 'function' && key !== '__proto__') return value;
  return Object.hasOwn(object, key) ? value : undefined;
}

/** Sets an own property; assigning `__proto__` plainly would swap the prototype instead. */
export function put(object: JsonObject, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    object[key] = value;
  }
}

/** Throws NestingError before any recursive walk starts; itself iterative. */
export function assertNesting(...roots: readonly unknown[]): void {
  let level: unknown[] = [...roots];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > nestingMax) throw new NestingError();
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue;
      for (const child of Object.values(value)) {
        if (typeof child === 'object' && child !== null) next.push(child);
      }
    }
    level = next;
  }
}

/** Structural equality of JSON values; the order of keys does not count, 1n and 1 do not differ. */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => deepEqual(item, b[i]));
  }
  if (!isObject(a) || !isObject(b)) {
    const isInteger = typeof a === 'bigint' || typeof b === 'bigint';
    return isInteger && typeof a !== 'object' && typeof b !== 'object' && String(a) === String(b);
  }
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && deepEqual(a[key], b[key]));
}

/** A deep copy of a JSON value. */
export function clone<T>(value: T): T {
  if (Array.isArray(value)) return value.map(clone) as T;
  if (!isObject(value)) return value;
  const out: JsonObject = {};
  for (const key of Object.keys(value)) put(out, key, clone(value[key]));
  return out as T;
}

/** Compact JSON with keys in code-point order: equal values give equal text. */
export function stableJson(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(stableJson).join(',')}]`;
  if (isObject(value)) {
    const keys = Object.keys(value).sort();
    return `{${keys.map((key) => `${JSON.stringify(key)}:${stableJson(value[key])}`).join(',')}}`;
  }
  if (typeof value === 'bigint') return String(value);
  return JSON.stringify(value) ?? 'null';
}
