import { get, isObject, put } from '../../schema/json.ts';
import type { JsonObject } from '../../schema/types.ts';
import type { Node } from './ast.ts';
import { plainFunctions } from './functions.ts';
import { compareValues, isTruthy, typeOf } from './order.ts';
import {
  callsMax,
  children,
  type Context,
  descend,
  type Found,
  JqLimitError,
  made,
  member,
} from './found.ts';

type Call = (input: { at: Found; context: Context; args: readonly Node[] }) => Iterable<Found>;

const identity: Node = { kind: 'identity' };

/** Passes the input on, path and all, when a test holds. */
const only =
  (test: (value: unknown) => boolean): Call =>
  ({ at }) =>
    test(at.value) ? [at] : [];

const ofType = (...types: string[]): Call => only((value) => types.includes(typeOf(value)));

/** Whether some, or every, result of a generator passes a test; stops as soon as that is known. */
const quantified = (wanted: boolean): Call =>
  function* ({ at, context, args }) {
    const [generator, test] = args.length === 2 ? args : [undefined, args[0]];
    const items = generator === undefined ? children(at) : context.run(generator, at, context);
    for (const item of items)
      for (const { value } of context.run(test ?? identity, item, context))
        if (isTruthy(value) === wanted) {
          yield made(wanted);
          return;
        }
    yield made(!wanted);
  };

const calls: Readonly<Record<string, Call>> = {
  *'select/1'({ at, context, args }) {
    for (const { value } of context.run(args[0] ?? identity, at, context)) if (isTruthy(value)) yield at;
  },
  'empty/0': () => [],
  'error/0': () => [],
  'recurse/0': ({ at, context }) => descend(at, context),
  *'recurse/1'({ at, context, args }) {
    yield at;
    for (const inner of context.run(args[0] ?? identity, at, context))
      yield* context.run({ kind: 'call', name: 'recurse', args: [...args] }, inner, context);
  },
  'first/0': ({ at }) => member(at, 0),
  'last/0': ({ at }) => (Array.isArray(at.value) && at.value.length > 0 ? member(at, -1) : []),
  *'first/1'({ at, context, args }) {
    for (const found of context.run(args[0] ?? identity, at, context)) {
      yield found;
      return;
    }
  },
  'last/1': ({ at, context, args }) => [...context.run(args[0] ?? identity, at, context)].slice(-1),
  *'limit/2'({ at, context, args }) {
    const [count] = context.run(args[0] ?? identity, at, context);
    let left = typeof count?.value === 'number' ? count.value : 0;
    if (left <= 0) return;
    for (const found of context.run(args[1] ?? identity, at, context)) {
      yield found;
      if (--left <= 0) return;
    }
  },
  *'getpath/1'({ at, context, args }) {
    for (const { value } of context.run(args[0] ?? identity, at, context))
      if (Array.isArray(value))
        yield* value.reduce<Found[]>((list, step) => list.flatMap((found) => member(found, step)), [at]);
  },
  'map/1': ({ at, context, args }) => [
    made(
      children(at).flatMap((item) =>
        [...context.run(args[0] ?? identity, item, context)].map(({ value }) => value ?? null),
      ),
    ),
  ],
  'map_values/1': ({ at, context, args }) => {
    if (!isObject(at.value)) return [];
    const out: JsonObject = {};
    for (const key of Object.keys(at.value)) {
      const [first] = context.run(args[0] ?? identity, made(get(at.value, key)), context);
      if (first !== undefined) put(out, key, first.value);
    }
    return [made(out)];
  },
  'with_entries/1': ({ at, context, args }) => {
    const entries = plainFunctions['to_entries/0']?.(at.value);
    if (!Array.isArray(entries)) return [];
    const changed = entries.flatMap((entry) =>
      [...context.run(args[0] ?? identity, made(entry), context)].map(({ value }) => value),
    );
    return [made(plainFunctions['from_entries/0']?.(changed))];
  },
  'any/1': quantified(true),
  'any/2': quantified(true),
  'all/1': quantified(false),
  'all/2': quantified(false),
  *'IN/1'({ at, context, args }) {
    for (const { value } of context.run(args[0] ?? identity, at, context))
      if (compareValues(value, at.value) === 0) {
        yield made(true);
        return;
      }
    yield made(false);
  },
  *'IN/2'({ at, context, args }) {
    const wanted = [...context.run(args[1] ?? identity, at, context)];
    for (const { value } of context.run(args[0] ?? identity, at, context))
      if (wanted.some((other) => compareValues(other.value, value) === 0)) {
        yield made(true);
        return;
      }
    yield made(false);
  },
  *'path/1'({ at, context, args }) {
    for (const { path } of context.run(args[0] ?? identity, { path: [], value: at.value }, context))
      if (path !== undefined) yield made(path);
  },
  // Written around a path it names the same fields.
  'del/1': ({ at, context, args }) => context.run(args[0] ?? identity, at, context),
  'values/0': only((value) => value !== null && value !== undefined),
  'nulls/0': ofType('null'),
  'booleans/0': ofType('boolean'),
  'numbers/0': ofType('number'),
  'strings/0': ofType('string'),
  'arrays/0': ofType('array'),
  'objects/0': ofType('object'),
  'iterables/0': ofType('array', 'object'),
  'scalars/0': ofType('null', 'boolean', 'number', 'string'),
};

/** The results of a function call: one that takes expressions, or one of values for every combination of its arguments. */
export function* callFunction(
  name: string,
  args: readonly Node[],
  at: Found,
  context: Context,
): Iterable<Found> {
  const id = `${name}/${args.length}`;
  const call = Object.hasOwn(calls, id) ? calls[id] : undefined;
  if (call !== undefined) {
    if (++context.calls > callsMax) throw new JqLimitError(`Calls are nested deeper than ${callsMax}.`);
    try {
      yield* call({ at, context, args });
    } finally {
      context.calls--;
    }
    return;
  }
  const plain = Object.hasOwn(plainFunctions, id) ? plainFunctions[id] : undefined;
  if (plain === undefined) return;
  let combinations: unknown[][] = [[]];
  for (const arg of args) {
    const values = [...context.run(arg, at, context)].map(({ value }) => value);
    combinations = combinations.flatMap((chosen) => values.map((value) => [...chosen, value]));
  }
  for (const chosen of combinations) {
    const value = plain(at.value, ...chosen);
    if (value !== undefined) yield made(value);
  }
}
