import { characters, sliceOf } from './evaluate.ts';
import { JsonnetError } from './failure.ts';
import { bag, type Call, list, type Natives, native, lazy, num, text } from './native.ts';
import { compare, equals, operate } from './operators.ts';
import { JArray, JFunction, JObject, Thunk, type Value, boundItems, boundText, typeOf } from './value.ts';

/** Arrays and sets of the standard library. */
export function listNatives(call: Call, format: (text: string, value: Value) => Value): Natives {
  const keyOf = (keyF: Value | undefined, item: Thunk): Value =>
    keyF === undefined ? item.force() : call(keyF, [item]);
  const asItems = (value: Value): Thunk[] =>
    typeof value === 'string' ? characters(value).map(Thunk.of) : list(value).items;
  const sorted = (value: Value, keyF: Value | undefined): Thunk[] =>
    asItems(value)
      .map((item) => ({ item, key: keyOf(keyF, item) }))
      .sort((a, b) => compare(a.key, b.key))
      .map(({ item }) => item);
  const unique = (items: Thunk[], keyF: Value | undefined): Thunk[] =>
    items.filter((item, at) => at === 0 || !equals(keyOf(keyF, items[at - 1]!), keyOf(keyF, item)));
  const holds = (items: Thunk[], key: Value, keyF: Value | undefined): boolean => {
    let [low, high] = [0, items.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const order = compare(keyOf(keyF, items[middle]!), key);
      if (order === 0) return true;
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    return false;
  };
  const filterBy = (test: Value, items: Thunk[]): Thunk[] =>
    items.filter((item) => {
      const isKept = call(test, [item]);
      if (typeof isKept !== 'boolean') throw new JsonnetError('The function of filter returns true or false');
      return isKept;
    });
  const total = (items: Value[]): Value =>
    items.reduce((sum: Value, item) => operate('+', sum, item, format), 0);
  const flatten = (value: Value): Thunk[] =>
    list(value).items.flatMap((item) => (item.force() instanceof JArray ? flatten(item.force()) : [item]));
  const extreme = (sign: number) =>
    lazy('arr keyF? onEmpty?', (arr: Thunk, keyF: Thunk | undefined, onEmpty: Thunk | undefined) => {
      const items = list(arr.force()).items;
      const [first, ...rest] = items;
      if (first === undefined) {
        if (onEmpty === undefined) throw new JsonnetError('An empty array has no extreme');
        return onEmpty.force();
      }
      const key = keyF?.force();
      let best = first;
      for (const item of rest) if (sign * compare(keyOf(key, item), keyOf(key, best)) > 0) best = item;
      return best.force();
    });

  return {
    makeArray: native('sz func', (size: Value, func: Value) => {
      const count = boundItems(num(size));
      if (count < 0) throw new JsonnetError('makeArray needs a size that is not negative');
      return new JArray(Array.from({ length: count }, (_, at) => new Thunk(() => call(func, [at]))));
    }),
    range: native('from to', (from: Value, to: Value) => {
      const count = boundItems(Math.max(0, num(to) - num(from) + 1));
      return JArray.of(Array.from({ length: count }, (_, at) => num(from) + at));
    }),
    repeat: native('what count', (what: Value, count: Value) => {
      if (typeof what === 'string') {
        boundText(what.length * num(count));
        return what.repeat(num(count));
      }
      boundItems(list(what).items.length * num(count));
      return new JArray(Array.from({ length: num(count) }, () => list(what).items).flat());
    }),
    slice: native('indexable index end step', (target: Value, from: Value, to: Value, step: Value) =>
      sliceOf(target, from, to, step),
    ),
    map: native(
      'func arr',
      (func: Value, arr: Value) =>
        new JArray(asItems(arr).map((item) => new Thunk(() => call(func, [item])))),
    ),
    mapWithIndex: native(
      'func arr',
      (func: Value, arr: Value) =>
        new JArray(asItems(arr).map((item, at) => new Thunk(() => call(func, [at, item])))),
    ),
    filter: native('func arr', (func: Value, arr: Value) => new JArray(filterBy(func, list(arr).items))),
    filterMap: native(
      'filter_func map_func arr',
      (test: Value, func: Value, arr: Value) =>
        new JArray(filterBy(test, list(arr).items).map((item) => new Thunk(() => call(func, [item])))),
    ),
    flatMap: native('func arr', (func: Value, arr: Value) => {
      const found = asItems(arr).map((item) => call(func, [item]));
      if (typeof arr === 'string') return found.map((one) => text(one)).join('');
      return new JArray(found.filter((one) => one !== null).flatMap((one) => list(one).items));
    }),
    foldl: native('func arr init', (func: Value, arr: Value, init: Value) =>
      asItems(arr).reduce((sum: Value, item) => call(func, [sum, item]), init),
    ),
    foldr: native('func arr init', (func: Value, arr: Value, init: Value) =>
      asItems(arr).reduceRight((sum: Value, item) => call(func, [item, sum]), init),
    ),
    join: native('sep arr', (separator: Value, arr: Value) => {
      const present = list(arr)
        .values()
        .filter((one) => one !== null);
      if (typeof separator === 'string') {
        const parts = present.map((one) => text(one));
        boundText(parts.reduce((sum, part) => sum + part.length + separator.length, 0));
        return parts.join(separator);
      }
      return new JArray(
        present.flatMap((one, at) => [...(at === 0 ? [] : list(separator).items), ...list(one).items]),
      );
    }),
    deepJoin: native('arr', (arr: Value) =>
      typeof arr === 'string'
        ? arr
        : flatten(arr)
            .map((item) => text(item.force()))
            .join(''),
    ),
    lines: native('arr', (arr: Value) =>
      list(arr)
        .values()
        .filter((one) => one !== null)
        .map((one) => `${text(one)}\n`)
        .join(''),
    ),
    flattenArrays: native(
      'arrs',
      (arrs: Value) =>
        new JArray(
          list(arrs)
            .values()
            .flatMap((one) => list(one).items),
        ),
    ),
    flattenDeepArray: native('value', (value: Value) =>
      value instanceof JArray ? new JArray(flatten(value)) : JArray.of([value]),
    ),
    reverse: native('arr', (arr: Value) => new JArray(asItems(arr).toReversed())),
    member: native('arr x', (arr: Value, x: Value) =>
      typeof arr === 'string'
        ? arr.includes(text(x))
        : list(arr).items.some((item) => equals(item.force(), x)),
    ),
    contains: native('arr elem', (arr: Value, x: Value) =>
      list(arr).items.some((item) => equals(item.force(), x)),
    ),
    count: native(
      'arr x',
      (arr: Value, x: Value) => list(arr).items.filter((item) => equals(item.force(), x)).length,
    ),
    find: native('value arr', (value: Value, arr: Value) =>
      JArray.of(list(arr).items.flatMap((item, at) => (equals(item.force(), value) ? [at] : []))),
    ),
    remove: native('arr elem', (arr: Value, x: Value) => {
      const at = list(arr).items.findIndex((item) => equals(item.force(), x));
      return at < 0 ? arr : new JArray(list(arr).items.toSpliced(at, 1));
    }),
    removeAt: native(
      'arr idx',
      (arr: Value, at: Value) => new JArray(list(arr).items.filter((_, index) => index !== num(at))),
    ),
    all: native('arr', (arr: Value) =>
      list(arr)
        .values()
        .every((one) => truth(one)),
    ),
    any: native('arr', (arr: Value) =>
      list(arr)
        .values()
        .some((one) => truth(one)),
    ),
    sum: native('arr', (arr: Value) => total(list(arr).values())),
    avg: native('arr', (arr: Value) => {
      const values = list(arr).values();
      if (values.length === 0) throw new JsonnetError('An empty array has no average');
      return num(total(values)) / values.length;
    }),
    minArray: extreme(-1),
    maxArray: extreme(1),
    sort: native('arr keyF?', (arr: Value, keyF: Value | undefined) => new JArray(sorted(arr, keyF))),
    uniq: native(
      'arr keyF?',
      (arr: Value, keyF: Value | undefined) => new JArray(unique(asItems(arr), keyF)),
    ),
    set: native(
      'arr keyF?',
      (arr: Value, keyF: Value | undefined) => new JArray(unique(sorted(arr, keyF), keyF)),
    ),
    setMember: native('x arr keyF?', (x: Value, arr: Value, keyF: Value | undefined) =>
      holds(list(arr).items, keyOf(keyF, Thunk.of(x)), keyF),
    ),
    setUnion: native('a b keyF?', (a: Value, b: Value, keyF: Value | undefined) => {
      const own = list(a).items;
      const extra = list(b).items.filter((item) => !holds(own, keyOf(keyF, item), keyF));
      return new JArray(sorted(new JArray([...own, ...extra]), keyF));
    }),
    setInter: native(
      'a b keyF?',
      (a: Value, b: Value, keyF: Value | undefined) =>
        new JArray(list(a).items.filter((item) => holds(list(b).items, keyOf(keyF, item), keyF))),
    ),
    setDiff: native(
      'a b keyF?',
      (a: Value, b: Value, keyF: Value | undefined) =>
        new JArray(list(a).items.filter((item) => !holds(list(b).items, keyOf(keyF, item), keyF))),
    ),
    length: native('x', (x: Value) => {
      if (typeof x === 'string') return characters(x).length;
      if (x instanceof JArray) return x.items.length;
      if (x instanceof JFunction) return x.params.length;
      if (x instanceof JObject) return bag(x).names('visible').length;
      throw new JsonnetError(`${typeOf(x)} has no length`);
    }),
  };
}

function truth(value: Value): boolean {
  if (typeof value !== 'boolean') throw new JsonnetError(`Expected true or false, got ${typeOf(value)}`);
  return value;
}
