import { bool, type Natives, native, num } from './native.ts';
import { JsonnetError } from './failure.ts';
import { finite } from './operators.ts';
import { JArray, JFunction, JObject, type Value, typeOf } from './value.ts';

const real = (work: (x: number) => number): JFunction => native('x', (x: Value) => finite(work(num(x))));

/** Numbers and types of the standard library. */
export const mathNatives: Natives = {
  pi: Math.PI,
  abs: real(Math.abs),
  sign: real(Math.sign),
  floor: real(Math.floor),
  ceil: real(Math.ceil),
  round: real((x) => (x < 0 ? -Math.floor(-x + 0.5) : Math.floor(x + 0.5))),
  sqrt: real(Math.sqrt),
  exp: real(Math.exp),
  log: real(Math.log),
  log2: real(Math.log2),
  // As the reference implementation has it: the last digit differs from Math.log10.
  log10: real((x) => Math.log(x) / Math.LN10),
  sin: real(Math.sin),
  cos: real(Math.cos),
  tan: real(Math.tan),
  asin: real(Math.asin),
  acos: real(Math.acos),
  atan: real(Math.atan),
  deg2rad: real((x) => (x * Math.PI) / 180),
  rad2deg: real((x) => (x * 180) / Math.PI),
  exponent: real((x) => parts(x).exponent),
  mantissa: real((x) => parts(x).mantissa),
  atan2: native('y x', (y: Value, x: Value) => Math.atan2(num(y), num(x))),
  hypot: native('a b', (a: Value, b: Value) => finite(Math.hypot(num(a), num(b)))),
  pow: native('x n', (x: Value, n: Value) => finite(num(x) ** num(n))),
  max: native('a b', (a: Value, b: Value) => Math.max(num(a), num(b))),
  min: native('a b', (a: Value, b: Value) => Math.min(num(a), num(b))),
  clamp: native('x minVal maxVal', (x: Value, low: Value, high: Value) =>
    num(x) < num(low) ? low : num(x) > num(high) ? high : x,
  ),
  modulo: native('x y', (x: Value, y: Value) => {
    if (num(y) === 0) throw new JsonnetError('Division by zero');
    return num(x) % num(y);
  }),
  isEven: native('x', (x: Value) => num(x) % 2 === 0),
  isOdd: native('x', (x: Value) => Math.abs(num(x) % 2) === 1),
  isInteger: native('x', (x: Value) => Number.isInteger(num(x))),
  isDecimal: native('x', (x: Value) => !Number.isInteger(num(x))),
  xor: native('x y', (x: Value, y: Value) => bool(x) !== bool(y)),
  xnor: native('x y', (x: Value, y: Value) => bool(x) === bool(y)),
  type: native('x', (x: Value) => typeOf(x)),
  isString: native('v', (v: Value) => typeof v === 'string'),
  isNumber: native('v', (v: Value) => typeof v === 'number'),
  isBoolean: native('v', (v: Value) => typeof v === 'boolean'),
  isNull: native('v', (v: Value) => v === null),
  isArray: native('v', (v: Value) => v instanceof JArray),
  isObject: native('v', (v: Value) => v instanceof JObject),
  isFunction: native('v', (v: Value) => v instanceof JFunction),
};

function parts(x: number): { exponent: number; mantissa: number } {
  if (x === 0) return { exponent: 0, mantissa: 0 };
  let exponent = Math.floor(Math.log2(Math.abs(x))) + 1;
  let mantissa = x / 2 ** exponent;
  if (Math.abs(mantissa) >= 1) {
    mantissa /= 2;
    exponent += 1;
  }
  if (Math.abs(mantissa) < 0.5) {
    mantissa *= 2;
    exponent -= 1;
  }
  return { exponent, mantissa };
}
