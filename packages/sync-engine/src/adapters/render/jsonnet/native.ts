import { JsonnetError } from './failure.ts';
import { JArray, JFunction, JObject, type Thunk, type Value, typeOf } from './value.ts';

/** Calls a function of the program from native code. */
export type Call = (target: Value, args: (Value | Thunk)[]) => Value;
export type Natives = Record<string, Value>;

/** A native function; a parameter that ends in `?` may be left out and is then undefined. Arguments come evaluated. */
export function native(params: string, work: (...args: never[]) => Value): JFunction {
  const list = params === '' ? [] : params.split(' ');
  const declared = list.map((one) => ({ name: one.replace(/\?$/, ''), isOptional: one.endsWith('?') }));
  return new JFunction(declared, (args) => work(...(args.map((arg) => arg?.force()) as never[])));
}

/** Like {@link native}, with arguments not evaluated yet. */
export function lazy(params: string, work: (...args: never[]) => Value): JFunction {
  const list = params === '' ? [] : params.split(' ');
  const declared = list.map((one) => ({ name: one.replace(/\?$/, ''), isOptional: one.endsWith('?') }));
  return new JFunction(declared, (args) => work(...(args as never[])));
}

function wanted(what: string, value: Value): JsonnetError {
  return new JsonnetError(`Expected ${what}, got ${typeOf(value)}`);
}
export function text(value: Value | undefined): string {
  if (typeof value !== 'string') throw wanted('a string', value ?? null);
  return value;
}
export function num(value: Value | undefined): number {
  if (typeof value !== 'number') throw wanted('a number', value ?? null);
  return value;
}
export function bool(value: Value | undefined): boolean {
  if (typeof value !== 'boolean') throw wanted('true or false', value ?? null);
  return value;
}
export function list(value: Value | undefined): JArray {
  if (!(value instanceof JArray)) throw wanted('an array', value ?? null);
  return value;
}
export function bag(value: Value | undefined): JObject {
  if (!(value instanceof JObject)) throw wanted('an object', value ?? null);
  return value;
}
