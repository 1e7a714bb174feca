import { get, isObject } from '../../schema/json.ts';

/** jq's order of values: null, false, true, numbers, texts, lists, objects; what is absent counts as null. */
export function compareValues(a: unknown, b: unknown): number {
  const [left, right] = [rank(a), rank(b)];
  if (left !== right) return left - right;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  if (Array.isArray(a) && Array.isArray(b)) {
    for (let i = 0; i < Math.min(a.length, b.length); i++) {
      const order = compareValues(a[i], b[i]);
      if (order !== 0) return order;
    }
    return a.length - b.length;
  }
  if (isObject(a) && isObject(b)) {
    const [keysA, keysB] = [Object.keys(a).sort(), Object.keys(b).sort()];
    const order = compareValues(keysA, keysB);
    if (order !== 0) return order;
    for (const key of keysA) {
      const inner = compareValues(get(a, key), get(b, key));
      if (inner !== 0) return inner;
    }
    return 0;
  }
  if (left === 3) return Number(a) - Number(b);
  return 0;
}

function rank(value: unknown): number {
  if (value === undefined || value === null) return 0;
  if (value === false) return 1;
  if (value === true) return 2;
  if (typeof value === 'number' || typeof value === 'bigint') return 3;
  if (typeof value === 'string') return 4;
  return Array.isArray(value) ? 5 : 6;
}

export function typeOf(value: unknown): string {
  return ['null', 'boolean', 'boolean', 'number', 'string', 'array', 'object'][rank(value)] ?? 'null';
}

export function isTruthy(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false;
}
