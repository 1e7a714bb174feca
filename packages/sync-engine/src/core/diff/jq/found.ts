import { get, isObject } from '../../schema/json.ts';
import type { Node } from './ast.ts';

/** The way to one value: names of members and indexes of items. */
export type ValuePath = (string | number)[];

/** One result: a value, and where it stands in the input; no path = it was made, and stands nowhere. */
export type Found = { path: ValuePath | undefined; value: unknown };

/** Steps one evaluation may take: no expression over any object can hang a comparison. */
const stepsMax = 200_000;
/** Calls inside calls: `recurse(.)` would go down for ever. */
export const callsMax = 300;

export class JqLimitError extends Error {
  readonly code = 'JQ_EXPRESSION_TOO_COSTLY';
}

export type Context = {
  steps: number;
  calls: number;
  variables: ReadonlyMap<string, unknown>;
  /** Evaluates an expression that is an argument. */
  run: (node: Node, at: Found, context: Context) => Iterable<Found>;
};

export function countStep(context: Context): void {
  if (++context.steps > stepsMax) throw new JqLimitError(`The expression takes more than ${stepsMax} steps.`);
}

export function made(value: unknown): Found {
  return { path: undefined, value };
}

/** A member of an object or an item of a list, existing or not; of null, null. */
export function member({ path, value }: Found, key: unknown): Found[] {
  const under = (step: string | number, inner: unknown): Found[] => [
    { path: path === undefined ? undefined : [...path, step], value: inner },
  ];
  if (typeof key === 'string') {
    if (value === undefined || value === null) return under(key, undefined);
    return isObject(value) ? under(key, get(value, key)) : [];
  }
  if (typeof key !== 'number' || !Number.isInteger(key)) return [];
  if (value === undefined || value === null) return under(Math.max(key, 0), undefined);
  if (!Array.isArray(value)) return [];
  const index = key < 0 ? value.length + key : key;
  return index >= 0 ? under(index, value[index]) : [];
}

export function children({ path, value }: Found): Found[] {
  const at = (step: string | number): ValuePath | undefined =>
    path === undefined ? undefined : [...path, step];
  if (Array.isArray(value)) return value.map((item, i) => ({ path: at(i), value: item as unknown }));
  return isObject(value) ? Object.keys(value).map((key) => ({ path: at(key), value: get(value, key) })) : [];
}

export function* descend(at: Found, context: Context): Iterable<Found> {
  countStep(context);
  yield at;
  for (const child of children(at)) yield* descend(child, context);
}
