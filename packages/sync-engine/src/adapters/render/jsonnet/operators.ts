import { JsonnetError } from './failure.ts';
import { toText } from './manifest.ts';
import { JArray, JObject, type Value, boundItems, boundText, compareText, setAdd, typeOf } from './value.ts';

setAdd(addValues);

function addValues(a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number') return finite(a + b);
  if (typeof a === 'string' || typeof b === 'string') {
    const [left, right] = [typeof a === 'string' ? a : toText(a), typeof b === 'string' ? b : toText(b)];
    boundText(left.length + right.length);
    return left + right;
  }
  if (a instanceof JArray && b instanceof JArray) {
    boundItems(a.items.length + b.items.length);
    return new JArray([...a.items, ...b.items]);
  }
  if (a instanceof JObject && b instanceof JObject) return new JObject([...a.layers, ...b.layers]);
  throw new JsonnetError(`${typeOf(a)} and ${typeOf(b)} cannot be added`);
}

/** The value of a strict operator; `&&`, `||` and `in super` are the evaluator's. */
export function operate(
  op: string,
  a: Value,
  b: Value,
  format: (text: string, value: Value) => Value,
): Value {
  switch (op) {
    case '+':
      return addValues(a, b);
    case '==':
      return equals(a, b);
    case '!=':
      return !equals(a, b);
    case '<':
      return compare(a, b) < 0;
    case '<=':
      return compare(a, b) <= 0;
    case '>':
      return compare(a, b) > 0;
    case '>=':
      return compare(a, b) >= 0;
    case 'in':
      if (typeof a !== 'string' || !(b instanceof JObject))
        throw new JsonnetError('`in` asks for a name in an object');
      return b.has(a);
    case '%':
      if (typeof a === 'string') return format(a, b);
  }
  const [x, y] = [numberOf(a, op), numberOf(b, op)];
  switch (op) {
    case '-':
      return finite(x - y);
    case '*':
      return finite(x * y);
    case '/':
      if (y === 0) throw new JsonnetError('Division by zero');
      return finite(x / y);
    case '%':
      if (y === 0) throw new JsonnetError('Division by zero');
      return x % y;
    case '&':
      return Number(integer(x) & integer(y));
    case '|':
      return Number(integer(x) | integer(y));
    case '^':
      return Number(integer(x) ^ integer(y));
    case '<<':
      return finite(Number(BigInt.asIntN(64, integer(x) << shift(y))));
    case '>>':
      return Number(integer(x) >> shift(y));
  }
  throw new JsonnetError(`The operator ${op} is not known`);
}

function numberOf(value: Value, op: string): number {
  if (typeof value !== 'number') throw new JsonnetError(`${op} needs numbers, not ${typeOf(value)}`);
  return value;
}

export function integer(value: number): bigint {
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    throw new JsonnetError('A bitwise operation on a number beyond 2^53');
  }
  return BigInt(Math.trunc(value));
}

function shift(value: number): bigint {
  if (value < 0) throw new JsonnetError('A shift by a negative number');
  return integer(Math.trunc(value) % 64);
}

export function finite(value: number): number {
  if (!Number.isFinite(value)) throw new JsonnetError('A calculation went beyond what numbers hold');
  return value;
}

export function equals(a: Value, b: Value): boolean {
  const type = typeOf(a);
  if (type !== typeOf(b)) return false;
  if (type === 'function') throw new JsonnetError('Functions cannot be compared');
  if (a instanceof JArray && b instanceof JArray) {
    return (
      a.items.length === b.items.length &&
      a.items.every((item, at) => equals(item.force(), b.items[at]!.force()))
    );
  }
  if (a instanceof JObject && b instanceof JObject) {
    const [left, right] = [a.names('visible'), b.names('visible')];
    return (
      left.length === right.length &&
      left.every((name, at) => name === right[at]) &&
      left.every((name) => equals(a.get(name), b.get(name)))
    );
  }
  return a === b;
}

/** Negative, zero or positive; numbers, texts and arrays of such have an order. */
export function compare(a: Value, b: Value): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (a instanceof JArray && b instanceof JArray) {
    const length = Math.min(a.items.length, b.items.length);
    for (let at = 0; at < length; at++) {
      const order = compare(a.items[at]!.force(), b.items[at]!.force());
      if (order !== 0) return order;
    }
    return a.items.length - b.items.length;
  }
  throw new JsonnetError(`${typeOf(a)} and ${typeOf(b)} have no order`);
}
