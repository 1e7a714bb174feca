import type { Assertion, Bind, Clause, Node, Param, Program } from './ast.ts';
import { JsonnetError } from './failure.ts';
import { toText } from './manifest.ts';
import { operate } from './operators.ts';
import {
  type FieldBody,
  JArray,
  JFunction,
  JObject,
  type Layer,
  type Standing,
  Thunk,
  type Value,
  boundItems,
  typeOf,
} from './value.ts';

/** Variables in reach, innermost first; `$`, `$self` and `$standing` cannot be names of variables. */
type Scope = { [name: string]: Thunk } & { $self?: never };
type Frame = { scope: Scope; standing: Standing | undefined; dollar: JObject | undefined };

/** What a program gets from outside. */
export type World = {
  std(file: string): JObject;
  import(from: string, node: { how: 'code' | 'text' | 'bytes'; path: string }): Value;
  format(text: string, value: Value): Value;
};

/** As deep as the reference implementation lets calls nest. */
const callsMax = 500;

/** Evaluates programs; one per run, because it counts how deep calls nest. */
export class Evaluator {
  private readonly world: World;
  private calls = 0;

  constructor(world: World) {
    this.world = world;
  }

  run(program: Program): Value {
    const scope: Scope = Object.create(null);
    scope['std'] = Thunk.of(this.world.std(program.file));
    return this.eval(program.body, { scope, standing: undefined, dollar: undefined }, program.file);
  }

  /** Calls a function from native code. */
  call(target: Value, args: (Value | Thunk)[]): Value {
    return this.apply(
      target,
      args.map((arg) => (arg instanceof Thunk ? arg : Thunk.of(arg))),
      [],
    );
  }

  /** Calls a function with arguments by name. */
  callNamed(target: JFunction, args: Map<string, Thunk>): Value {
    return this.apply(
      target,
      [],
      [...args].map(([name, value]) => ({ name, value })),
    );
  }

  private eval(node: Node, frame: Frame, file: string): Value {
    try {
      return this.evalNode(node, frame, file);
    } catch (error) {
      if (error instanceof RangeError) {
        throw new JsonnetError(
          'The program nests calls or values too deep',
          `${file}:${node.line}:${node.column}`,
        );
      }
      if (error instanceof JsonnetError && error.where === '') {
        throw new JsonnetError(error.message, `${file}:${node.line}:${node.column}`);
      }
      throw error;
    }
  }

  private later(node: Node, frame: Frame, file: string): Thunk {
    if (node.type === 'literal') return Thunk.of(node.value);
    if (node.type === 'variable') {
      const known = frame.scope[node.name];
      if (known !== undefined) return known;
    }
    return new Thunk(() => this.eval(node, frame, file));
  }

  private evalNode(node: Node, frame: Frame, file: string): Value {
    switch (node.type) {
      case 'literal':
        return node.value;
      case 'variable': {
        const found = frame.scope[node.name];
        if (found === undefined) throw new JsonnetError(`The variable ${node.name} is not known`);
        return found.force();
      }
      case 'self':
        return this.standingOf(frame).self;
      case 'dollar':
        if (frame.dollar === undefined) throw new JsonnetError('$ is used outside of an object');
        return frame.dollar;
      case 'array':
        return new JArray(node.items.map((item) => this.later(item, frame, file)));
      case 'arrayFor': {
        const items: Thunk[] = [];
        this.each(node.clauses, frame, file, (inner) => {
          boundItems(items.length);
          items.push(this.later(node.body, inner, file));
        });
        return new JArray(items);
      }
      case 'object':
        return this.object(node, frame, file);
      case 'objectFor':
        return this.objectFor(node, frame, file);
      case 'index':
        return this.index(this.eval(node.target, frame, file), this.eval(node.index, frame, file));
      case 'superIndex': {
        const { self, layer } = this.standingOf(frame);
        const name = this.eval(node.index, frame, file);
        if (typeof name !== 'string') throw new JsonnetError('super is asked for a field by its name');
        return self.get(name, layer);
      }
      case 'inSuper': {
        const { self, layer } = this.standingOf(frame);
        const name = this.eval(node.index, frame, file);
        if (typeof name !== 'string') throw new JsonnetError('super is asked for a field by its name');
        return self.has(name, layer);
      }
      case 'slice':
        return this.slice(node, frame, file);
      case 'call':
        return this.apply(
          this.eval(node.target, frame, file),
          node.positional.map((one) => this.later(one, frame, file)),
          node.named.map(({ name, value }) => ({ name, value: this.later(value, frame, file) })),
        );
      case 'function':
        return this.func(node.params, node.body, frame, file);
      case 'local':
        return this.eval(node.body, { ...frame, scope: this.bound(node.binds, frame, file) }, file);
      case 'if': {
        if (this.truth(this.eval(node.test, frame, file), 'if')) return this.eval(node.yes, frame, file);
        return node.otherwise === undefined ? null : this.eval(node.otherwise, frame, file);
      }
      case 'binary':
        return this.binary(node, frame, file);
      case 'unary':
        return unary(node.op, this.eval(node.operand, frame, file));
      case 'error':
        throw new JsonnetError(toText(this.eval(node.message, frame, file)));
      case 'assert':
        this.assert(node.assertion, frame, file);
        return this.eval(node.body, frame, file);
      case 'import':
        return this.world.import(file, node);
    }
  }

  private standingOf(frame: Frame): Standing {
    if (frame.standing === undefined) throw new JsonnetError('self and super are used outside of an object');
    return frame.standing;
  }

  private truth(value: Value, where: string): boolean {
    if (typeof value !== 'boolean')
      throw new JsonnetError(`${where} needs true or false, not ${typeOf(value)}`);
    return value;
  }

  private bound(binds: Bind[], frame: Frame, file: string): Scope {
    const scope: Scope = Object.create(frame.scope);
    const inner = { ...frame, scope };
    const seen = new Set<string>();
    for (const { name, value } of binds) {
      if (seen.has(name)) throw new JsonnetError(`The local ${name} is defined twice`);
      seen.add(name);
      scope[name] = new Thunk(() => this.eval(value, inner, file));
    }
    return scope;
  }

  private assert(assertion: Assertion, frame: Frame, file: string): void {
    if (this.truth(this.eval(assertion.test, frame, file), 'assert')) return;
    const message =
      assertion.message === undefined
        ? 'An assertion failed'
        : toText(this.eval(assertion.message, frame, file));
    throw new JsonnetError(message, `${file}:${assertion.line}:${assertion.column}`);
  }

  private binary(node: Node & { type: 'binary' }, frame: Frame, file: string): Value {
    const left = this.eval(node.left, frame, file);
    if (node.op === '&&')
      return this.truth(left, '&&') && this.truth(this.eval(node.right, frame, file), '&&');
    if (node.op === '||')
      return this.truth(left, '||') || this.truth(this.eval(node.right, frame, file), '||');
    return operate(node.op, left, this.eval(node.right, frame, file), this.world.format);
  }

  private index(target: Value, index: Value): Value {
    if (target instanceof JObject) {
      if (typeof index !== 'string')
        throw new JsonnetError(`An object is asked for a name, not ${typeOf(index)}`);
      return target.get(index);
    }
    if (typeof index !== 'number')
      throw new JsonnetError(`${typeOf(target)} has no field ${toText(index).slice(0, 100)}`);
    if (target instanceof JArray) {
      const item = Number.isInteger(index) ? target.items[index] : undefined;
      if (item === undefined)
        throw new JsonnetError(`The index ${index} is not in an array of ${target.items.length}`);
      return item.force();
    }
    if (typeof target !== 'string') throw new JsonnetError(`${typeOf(target)} cannot be indexed`);
    const char = characters(target)[index];
    if (char === undefined) throw new JsonnetError(`The index ${index} is not in a text of ${target.length}`);
    return char;
  }

  private slice(node: Node & { type: 'slice' }, frame: Frame, file: string): Value {
    const target = this.eval(node.target, frame, file);
    const parts = [0, 1, 2].map((at) => {
      const part = node.parts[at];
      return part === undefined ? null : this.eval(part, frame, file);
    });
    return sliceOf(target, parts[0] ?? null, parts[1] ?? null, parts[2] ?? null);
  }

  private func(params: Param[], body: Node, frame: Frame, file: string): JFunction {
    return new JFunction(
      params.map(({ name, fallback }) => ({ name, isOptional: fallback !== undefined })),
      (args) => {
        const scope: Scope = Object.create(frame.scope);
        const inner = { ...frame, scope };
        for (const [at, { name, fallback }] of params.entries()) {
          const given = args[at];
          scope[name] = given ?? new Thunk(() => this.eval(fallback!, inner, file));
        }
        return this.eval(body, inner, file);
      },
    );
  }

  private apply(target: Value, positional: Thunk[], named: { name: string; value: Thunk }[]): Value {
    if (!(target instanceof JFunction)) throw new JsonnetError(`${typeOf(target)} cannot be called`);
    const { params } = target;
    if (positional.length > params.length)
      throw new JsonnetError(`A function of ${params.length} arguments got ${positional.length}`);
    const args: (Thunk | undefined)[] = params.map((_, at) => positional[at]);
    for (const { name, value } of named) {
      const at = params.findIndex((param) => param.name === name);
      if (at < 0) throw new JsonnetError(`The function has no parameter ${name}`);
      if (args[at] !== undefined) throw new JsonnetError(`The argument ${name} is given twice`);
      args[at] = value;
    }
    const missing = params.findIndex((param, at) => args[at] === undefined && !param.isOptional);
    if (missing >= 0) throw new JsonnetError(`The argument ${params[missing]!.name} is missing`);
    this.calls += 1;
    if (this.calls > callsMax) throw new JsonnetError(`Calls nest deeper than ${callsMax}`);
    try {
      return target.call(args);
    } finally {
      this.calls -= 1;
    }
  }

  private each(clauses: Clause[], frame: Frame, file: string, visit: (frame: Frame) => void): void {
    const [clause, ...rest] = clauses;
    if (clause === undefined) {
      visit(frame);
      return;
    }
    if (clause.kind === 'if') {
      if (this.truth(this.eval(clause.test, frame, file), 'if')) this.each(rest, frame, file, visit);
      return;
    }
    const list = this.eval(clause.list, frame, file);
    if (!(list instanceof JArray)) throw new JsonnetError(`for runs over an array, not ${typeOf(list)}`);
    for (const item of list.items) {
      const scope: Scope = Object.create(frame.scope);
      scope[clause.name] = item;
      this.each(rest, { ...frame, scope }, file, visit);
    }
  }

  private object(node: Node & { type: 'object' }, frame: Frame, file: string): JObject {
    const frameOf = this.layerFrame(node.locals, frame, file);
    const fields = new Map<string, FieldBody>();
    const layer: Layer = { fields, asserts: [] };
    for (const field of node.fields) {
      const name = this.eval(field.name, frame, file);
      if (name === null) continue;
      if (typeof name !== 'string')
        throw new JsonnetError(`The name of a field is text, not ${typeOf(name)}`);
      if (fields.has(name)) throw new JsonnetError(`The field ${name} is defined twice`);
      const { visibility, isPlus, value } = field;
      const compute = (standing: Standing): Value => this.eval(value, frameOf(standing), file);
      fields.set(name, { visibility, isPlus, compute });
    }
    for (const assertion of node.asserts) {
      layer.asserts.push((standing) => this.assert(assertion, frameOf(standing), file));
    }
    return new JObject([layer]);
  }

  private objectFor(node: Node & { type: 'objectFor' }, frame: Frame, file: string): JObject {
    const fields = new Map<string, FieldBody>();
    this.each(node.clauses, frame, file, (inner) => {
      const name = this.eval(node.name, inner, file);
      if (name === null) return;
      if (typeof name !== 'string')
        throw new JsonnetError(`The name of a field is text, not ${typeOf(name)}`);
      if (fields.has(name)) throw new JsonnetError(`The field ${name} is defined twice`);
      boundItems(fields.size);
      const frameOf = this.layerFrame(node.locals, inner, file);
      const compute = (standing: Standing): Value => this.eval(node.body, frameOf(standing), file);
      fields.set(name, { visibility: ':', isPlus: node.isPlus, compute });
    });
    return new JObject([{ fields, asserts: [] }]);
  }

  /** The frame of a layer's fields: its locals are shared by all fields of one object. */
  private layerFrame(locals: Bind[], frame: Frame, file: string): (standing: Standing) => Frame {
    const made = new WeakMap<JObject, Map<number, Frame>>();
    return (standing) => {
      let frames = made.get(standing.self);
      if (frames === undefined) {
        frames = new Map();
        made.set(standing.self, frames);
      }
      let inner = frames.get(standing.layer);
      if (inner === undefined) {
        inner = { scope: frame.scope, standing, dollar: frame.dollar ?? standing.self };
        if (locals.length > 0) inner = { ...inner, scope: this.bound(locals, inner, file) };
        frames.set(standing.layer, inner);
      }
      return inner;
    };
  }
}

function unary(op: string, value: Value): Value {
  if (op === '!') {
    if (typeof value !== 'boolean') throw new JsonnetError(`! needs true or false, not ${typeOf(value)}`);
    return !value;
  }
  if (typeof value !== 'number') throw new JsonnetError(`${op} needs a number, not ${typeOf(value)}`);
  if (op === '-') return -value;
  return op === '~' ? Number(~BigInt(Math.trunc(value))) : value;
}

/** Texts are counted in code points. */
export function characters(text: string): string[] {
  return Array.from(text);
}

/** `target[start:end:step]`; negative bounds count from the end. */
export function sliceOf(target: Value, start: Value, end: Value, step: Value): Value {
  const list =
    typeof target === 'string' ? characters(target) : target instanceof JArray ? target.items : undefined;
  if (list === undefined) throw new JsonnetError(`${typeOf(target)} cannot be sliced`);
  const whole = (value: Value, fallback: number): number => {
    if (value === null) return fallback;
    if (typeof value !== 'number' || !Number.isInteger(value))
      throw new JsonnetError('The parts of a slice are whole numbers');
    return value;
  };
  const by = whole(step, 1);
  if (by <= 0) throw new JsonnetError('The step of a slice is at least 1');
  const wrap = (at: number): number => Math.min(list.length, at < 0 ? Math.max(0, list.length + at) : at);
  const out: (string | Thunk)[] = [];
  for (let at = wrap(whole(start, 0)); at < wrap(whole(end, list.length)); at += by) out.push(list[at]!);
  return typeof target === 'string' ? out.join('') : new JArray(out as Thunk[]);
}
