import type { Visibility } from './ast.ts';
import { JsonnetError } from './failure.ts';

/** A value of Jsonnet. Elements of arrays and fields of objects are evaluated when they are asked for. */
export type Value = null | boolean | number | string | JArray | JObject | JFunction;

/** A value not yet computed; the work is done once. */
export class Thunk {
  private work: (() => Value) | undefined;
  private state: 'new' | 'running' | 'done' = 'new';
  private value: Value = null;

  constructor(work: () => Value) {
    this.work = work;
  }

  static of(value: Value): Thunk {
    const thunk = new Thunk(() => value);
    thunk.value = value;
    thunk.state = 'done';
    thunk.work = undefined;
    return thunk;
  }

  force(): Value {
    if (this.state === 'done') return this.value;
    if (this.state === 'running') throw new JsonnetError('A value depends on itself');
    this.state = 'running';
    try {
      this.value = this.work!();
      this.state = 'done';
      this.work = undefined;
      return this.value;
    } finally {
      if (this.state === 'running') this.state = 'new';
    }
  }
}

export class JArray {
  readonly items: Thunk[];
  constructor(items: Thunk[]) {
    this.items = items;
  }
  static of(values: Value[]): JArray {
    return new JArray(values.map(Thunk.of));
  }
  values(): Value[] {
    return this.items.map((item) => item.force());
  }
}

export class JFunction {
  readonly params: { name: string; isOptional: boolean }[];
  /** Arguments by position; undefined = not given. */
  readonly call: (args: (Thunk | undefined)[]) => Value;
  constructor(params: { name: string; isOptional: boolean }[], call: (args: (Thunk | undefined)[]) => Value) {
    this.params = params;
    this.call = call;
  }
}

/** What `self` and `super` mean to a field: the whole object, and the index of the layer that the field stands in. */
export type Standing = { self: JObject; layer: number };
export type FieldBody = {
  visibility: Visibility;
  isPlus: boolean;
  compute: (standing: Standing) => Value;
};
/** One `{ … }` of an object; `a + b` has the layers of a, then those of b. */
export type Layer = {
  fields: Map<string, FieldBody>;
  asserts: ((standing: Standing) => void)[];
};

export class JObject {
  readonly layers: Layer[];
  private readonly computed = new Map<string, Thunk>();
  private assertsState: 'new' | 'running' | 'done' = 'new';

  constructor(layers: Layer[]) {
    this.layers = layers;
  }

  static of(entries: Iterable<[string, Value | Thunk]>): JObject {
    const fields = new Map<string, FieldBody>();
    for (const [name, value] of entries) {
      const compute = value instanceof Thunk ? () => value.force() : () => value;
      fields.set(name, { visibility: ':', isPlus: false, compute });
    }
    return new JObject([{ fields, asserts: [] }]);
  }

  has(name: string, below = this.layers.length): boolean {
    for (let at = below - 1; at >= 0; at--) if (this.layers[at]!.fields.has(name)) return true;
    return false;
  }

  isVisible(name: string): boolean {
    for (let at = this.layers.length - 1; at >= 0; at--) {
      const field = this.layers[at]!.fields.get(name);
      if (field !== undefined && field.visibility !== ':') return field.visibility === ':::';
    }
    return true;
  }

  /** Names in order. */
  names(which: 'visible' | 'all'): string[] {
    const found = new Set<string>();
    for (const layer of this.layers) for (const name of layer.fields.keys()) found.add(name);
    return [...found].filter((name) => which === 'all' || this.isVisible(name)).sort(compareText);
  }

  /** The field, seen from the whole object or, for `super`, from below a layer. */
  get(name: string, below = this.layers.length): Value {
    this.check();
    const key = `${below}:${name}`;
    let thunk = this.computed.get(key);
    if (thunk === undefined) {
      thunk = new Thunk(() => this.compute(name, below));
      this.computed.set(key, thunk);
    }
    return thunk.force();
  }

  /** Runs the object's own assertions, once. */
  check(): void {
    if (this.assertsState !== 'new') return;
    this.assertsState = 'running';
    try {
      for (const [at, layer] of this.layers.entries()) {
        for (const assertion of layer.asserts) assertion({ self: this, layer: at });
      }
      this.assertsState = 'done';
    } finally {
      if (this.assertsState === 'running') this.assertsState = 'new';
    }
  }

  private compute(name: string, below: number): Value {
    for (let at = below - 1; at >= 0; at--) {
      const field = this.layers[at]!.fields.get(name);
      if (field === undefined) continue;
      const value = field.compute({ self: this, layer: at });
      return field.isPlus && this.has(name, at) ? add(this.get(name, at), value) : value;
    }
    throw new JsonnetError(`The field ${JSON.stringify(name.slice(0, 100))} does not exist`);
  }
}

/** Bound of one text or array, so that a short program cannot ask for all memory. */
const itemsMax = 10_000_000;
const charactersMax = 100_000_000;

export function boundItems(count: number): number {
  if (count > itemsMax) throw new JsonnetError(`An array of more than ${itemsMax} items`);
  return count;
}
export function boundText(characters: number): number {
  if (characters > charactersMax) throw new JsonnetError(`A text of more than ${charactersMax} characters`);
  return characters;
}

export function typeOf(value: Value): string {
  if (value === null) return 'null';
  if (value instanceof JArray) return 'array';
  if (value instanceof JObject) return 'object';
  if (value instanceof JFunction) return 'function';
  return typeof value;
}

/** Order of texts: by code point, not by UTF-16 unit. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const [x, y] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (x === y) continue;
    const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;
    if (isSurrogate(x) !== isSurrogate(y)) return isSurrogate(x) ? 1 : -1;
    return x - y;
  }
  return a.length - b.length;
}

/** `a + b`; concatenating texts is injected by the evaluator, which knows how values are written. */
let addValues: (a: Value, b: Value) => Value = () => null;
export function setAdd(add: (a: Value, b: Value) => Value): void {
  addValues = add;
}
function add(a: Value, b: Value): Value {
  return addValues(a, b);
}
