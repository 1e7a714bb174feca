import { RE2JS } from 're2js';
import { get, isObject, put } from '../../schema/json.ts';
import type { JsonObject } from '../../schema/types.ts';
import { compareValues, isTruthy, typeOf } from './order.ts';

/** What makes one result of the input and of the arguments' values; undefined = jq would fail, which names nothing. */
type PlainFunction = (input: unknown, ...args: unknown[]) => unknown;

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Functions of values, by name and number of arguments. Regular expressions are RE2's, as in Argo CD: no text can make them slow. */
export const plainFunctions: Readonly<Record<string, PlainFunction>> = {
  'not/0': (input) => !isTruthy(input),
  'length/0': (input) => {
    if (input === null || input === undefined) return 0;
    if (typeof input === 'string') return [...input].length;
    if (typeof input === 'number') return Math.abs(input);
    return typeof input === 'object' ? Object.keys(input).length : undefined;
  },
  'keys/0': (input) => keysOf(input)?.sort(compareValues),
  'keys_unsorted/0': keysOf,
  'type/0': typeOf,
  'has/1': (input, key) =>
    Array.isArray(input)
      ? typeof key === 'number' && key >= 0 && key < input.length
      : isObject(input)
        ? Object.hasOwn(input, String(key))
        : undefined,
  'in/1': (input, object) => isObject(object) && Object.hasOwn(object, String(input)),
  'contains/1': contains,
  'inside/1': (input, outer) => contains(outer, input),
  'startswith/1': (input, start) => withTexts(input, start, (a, b) => a.startsWith(b)),
  'endswith/1': (input, end) => withTexts(input, end, (a, b) => a.endsWith(b)),
  'ltrimstr/1': (input, start) =>
    typeof input === 'string' && typeof start === 'string' && input.startsWith(start)
      ? input.slice(start.length)
      : input,
  'rtrimstr/1': (input, end) =>
    typeof input === 'string' && typeof end === 'string' && end !== '' && input.endsWith(end)
      ? input.slice(0, -end.length)
      : input,
  'test/1': (input, pattern) => matches(input, pattern, ''),
  'test/2': matches,
  'split/1': (input, by) => withTexts(input, by, (a, b) => a.split(b)),
  'join/1': (input, by) =>
    Array.isArray(input) ? input.map((item) => item ?? '').join(String(by)) : undefined,
  'ascii_downcase/0': (input) => text(input)?.replace(/[A-Z]/g, (c) => c.toLowerCase()),
  'ascii_upcase/0': (input) => text(input)?.replace(/[a-z]/g, (c) => c.toUpperCase()),
  'tostring/0': (input) => (typeof input === 'string' ? input : JSON.stringify(input ?? null)),
  'tonumber/0': (input) => {
    const number = typeof input === 'string' && input.trim() !== '' ? Number(input) : input;
    return typeof number === 'number' && !Number.isNaN(number) ? number : undefined;
  },
  'add/0': (input) =>
    Array.isArray(input) ? input.reduce<unknown>((sum, item) => add(sum, item), null) : undefined,
  'any/0': (input) => (Array.isArray(input) ? input.some(isTruthy) : undefined),
  'all/0': (input) => (Array.isArray(input) ? input.every(isTruthy) : undefined),
  'unique/0': (input) => (Array.isArray(input) ? unique(input) : undefined),
  'sort/0': (input) => (Array.isArray(input) ? [...input].sort(compareValues) : undefined),
  'reverse/0': (input) => (Array.isArray(input) ? [...input].reverse() : undefined),
  'min/0': (input) => (Array.isArray(input) ? ([...input].sort(compareValues)[0] ?? null) : undefined),
  'max/0': (input) => (Array.isArray(input) ? ([...input].sort(compareValues).at(-1) ?? null) : undefined),
  'flatten/0': (input) => (Array.isArray(input) ? input.flat(100) : undefined),
  'to_entries/0': (input) =>
    isObject(input) ? Object.keys(input).map((key) => ({ key, value: get(input, key) })) : undefined,
  'from_entries/0': fromEntries,
  'index/1': (input, part) => withTexts(input, part, (a, b) => (a.includes(b) ? a.indexOf(b) : null)),
};

/** Functions that take expressions rather than values; they are run by `run.ts`. */
export const expressionFunctions = [
  'select/1',
  'empty/0',
  'error/0',
  'recurse/0',
  'recurse/1',
  'first/0',
  'last/0',
  'first/1',
  'last/1',
  'limit/2',
  'getpath/1',
  'map/1',
  'map_values/1',
  'with_entries/1',
  'any/1',
  'all/1',
  'any/2',
  'all/2',
  'IN/1',
  'IN/2',
  'path/1',
  'del/1',
  'values/0',
  'nulls/0',
  'booleans/0',
  'numbers/0',
  'strings/0',
  'arrays/0',
  'objects/0',
  'iterables/0',
  'scalars/0',
] as const;

const known: ReadonlySet<string> = new Set([...Object.keys(plainFunctions), ...expressionFunctions]);

export function isFunction(name: string, args: number): boolean {
  return known.has(`${name}/${args}`);
}

/** jq's `+`; undefined where it would fail. */
export function add(a: unknown, b: unknown): unknown {
  if (a === null || a === undefined) return b ?? null;
  if (b === null || b === undefined) return a;
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  if (Array.isArray(a) && Array.isArray(b)) return [...a, ...b];
  return isObject(a) && isObject(b) ? { ...a, ...b } : undefined;
}

function keysOf(input: unknown): (string | number)[] | undefined {
  if (Array.isArray(input)) return input.map((_, i) => i);
  return isObject(input) ? Object.keys(input) : undefined;
}

function withTexts(a: unknown, b: unknown, task: (a: string, b: string) => unknown): unknown {
  return typeof a === 'string' && typeof b === 'string' ? task(a, b) : undefined;
}

function contains(outer: unknown, inner: unknown): boolean {
  if (typeof outer === 'string' && typeof inner === 'string') return outer.includes(inner);
  if (Array.isArray(outer) && Array.isArray(inner))
    return inner.every((item) => outer.some((own) => contains(own, item)));
  if (isObject(outer) && isObject(inner))
    return Object.keys(inner).every(
      (key) => Object.hasOwn(outer, key) && contains(get(outer, key), get(inner, key)),
    );
  return compareValues(outer, inner) === 0;
}

function matches(input: unknown, pattern: unknown, flags: unknown): unknown {
  if (typeof input !== 'string' || typeof pattern !== 'string') return undefined;
  const words = typeof flags === 'string' ? flags : '';
  let options = 0;
  if (words.includes('i')) options |= RE2JS.CASE_INSENSITIVE;
  if (words.includes('s')) options |= RE2JS.DOTALL;
  try {
    return RE2JS.compile(pattern, options).matcher(input).find();
  } catch {
    return undefined;
  }
}

function unique(list: readonly unknown[]): unknown[] {
  return [...list]
    .sort(compareValues)
    .filter((item, i, all) => i === 0 || compareValues(item, all[i - 1]) !== 0);
}

function fromEntries(input: unknown): unknown {
  if (!Array.isArray(input)) return undefined;
  const out: JsonObject = {};
  for (const entry of input) {
    if (!isObject(entry)) return undefined;
    const key = entry.key ?? entry.name ?? entry.k;
    put(out, String(key), entry.value ?? entry.v ?? null);
  }
  return out;
}
