import { JsonnetError } from './failure.ts';
import { toText } from './manifest.ts';
import { bag, bool, type Call, lazy, list, type Natives, native, text } from './native.ts';
import { equals } from './operators.ts';
import { JArray, JObject, Thunk, type Value } from './value.ts';

const which = (isHidden: Value | undefined): 'visible' | 'all' => (bool(isHidden) ? 'all' : 'visible');
const field = (object: JObject, name: string): Thunk => new Thunk(() => object.get(name));
const has = (object: JObject, name: string, of: 'visible' | 'all'): boolean =>
  object.has(name) && (of === 'all' || object.isVisible(name));

const values = (object: Value, of: 'visible' | 'all'): Value => {
  const found = bag(object);
  return new JArray(found.names(of).map((name) => field(found, name)));
};
const pairs = (object: Value, of: 'visible' | 'all'): Value => {
  const found = bag(object);
  return JArray.of(
    found.names(of).map((name) =>
      JObject.of([
        ['key', name],
        ['value', field(found, name)],
      ]),
    ),
  );
};

/** Objects of the standard library, and what checks values. */
export function objectNatives(call: Call): Natives {
  return {
    objectFields: native('o', (o: Value) => JArray.of(bag(o).names('visible'))),
    objectFieldsAll: native('o', (o: Value) => JArray.of(bag(o).names('all'))),
    objectFieldsEx: native('obj hidden', (o: Value, hidden: Value) => JArray.of(bag(o).names(which(hidden)))),
    objectHas: native('o f', (o: Value, f: Value) => has(bag(o), text(f), 'visible')),
    objectHasAll: native('o f', (o: Value, f: Value) => has(bag(o), text(f), 'all')),
    objectHasEx: native('obj fname hidden', (o: Value, f: Value, hidden: Value) =>
      has(bag(o), text(f), which(hidden)),
    ),
    objectValues: native('o', (o: Value) => values(o, 'visible')),
    objectValuesAll: native('o', (o: Value) => values(o, 'all')),
    objectKeysValues: native('o', (o: Value) => pairs(o, 'visible')),
    objectKeysValuesAll: native('o', (o: Value) => pairs(o, 'all')),
    objectRemoveKey: native('obj key', (o: Value, key: Value) => {
      const object = bag(o);
      const kept = object.names('visible').filter((name) => name !== text(key));
      return JObject.of(kept.map((name) => [name, field(object, name)]));
    }),
    get: lazy(
      'o f default? inc_hidden?',
      (o: Thunk, f: Thunk, fallback: Thunk | undefined, hidden: Thunk | undefined) => {
        const [object, name] = [bag(o.force()), text(f.force())];
        const of = hidden === undefined || bool(hidden.force()) ? 'all' : 'visible';
        return has(object, name, of) ? object.get(name) : (fallback?.force() ?? null);
      },
    ),
    mapWithKey: native('func obj', (func: Value, o: Value) => {
      const object = bag(o);
      return JObject.of(
        object
          .names('visible')
          .map((name) => [name, new Thunk(() => call(func, [name, field(object, name)]))]),
      );
    }),
    mergePatch: native('target patch', (target: Value, patch: Value) => mergePatch(target, patch)),
    prune: native('a', (a: Value) => prune(a)),
    equals: native('a b', (a: Value, b: Value) => equals(a, b)),
    primitiveEquals: native('a b', (a: Value, b: Value) => equals(a, b)),
    assertEqual: native('a b', (a: Value, b: Value) => {
      if (equals(a, b)) return true;
      throw new JsonnetError(`Assertion failed. ${toText(a).slice(0, 500)} != ${toText(b).slice(0, 500)}`);
    }),
    resolvePath: native('f r', (f: Value, r: Value) => {
      const parts = text(f).split('/');
      return [...parts.slice(0, -1), text(r)].join('/');
    }),
    trace: lazy('str rest', (_: Thunk, rest: Thunk) => rest.force()),
    native: native('x', (x: Value) => {
      throw new JsonnetError(`There is no native function ${text(x)}`);
    }),
  };
}

function mergePatch(target: Value, patch: Value): Value {
  if (!(patch instanceof JObject)) return patch;
  const base = target instanceof JObject ? target : new JObject([]);
  const merged: [string, Thunk | Value][] = [];
  const removed = new Set(patch.names('visible').filter((name) => patch.get(name) === null));
  for (const name of new Set([...base.names('visible'), ...patch.names('visible')])) {
    if (removed.has(name)) continue;
    if (!patch.has(name)) merged.push([name, field(base, name)]);
    else
      merged.push([
        name,
        new Thunk(() => mergePatch(base.has(name) ? base.get(name) : null, patch.get(name))),
      ]);
  }
  return JObject.of(merged);
}

function prune(value: Value): Value {
  const isEmpty = (one: Value): boolean =>
    one === null ||
    (one instanceof JArray && one.items.length === 0) ||
    (one instanceof JObject && one.names('visible').length === 0);
  if (value instanceof JArray) {
    return JArray.of(
      list(value)
        .values()
        .map(prune)
        .filter((one) => !isEmpty(one)),
    );
  }
  if (!(value instanceof JObject)) return value;
  const kept = value.names('visible').map((name): [string, Value] => [name, prune(value.get(name))]);
  return JObject.of(kept.filter(([, one]) => !isEmpty(one)));
}
