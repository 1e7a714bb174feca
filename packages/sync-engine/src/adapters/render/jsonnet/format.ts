import { JsonnetError } from './failure.ts';
import { characters } from './evaluate.ts';
import { numberText, toText } from './manifest.ts';
import { JArray, JObject, type Value, boundText, typeOf } from './value.ts';

type Spec = {
  key: string | undefined;
  flags: string;
  width: number | '*' | undefined;
  precision: number | '*' | undefined;
  kind: string;
};

const pattern = /%(?:\(([^)]*)\))?([#0\- +]*)(\*|\d+)?(?:\.(\*|\d+))?[hlL]?([a-zA-Z%])/g;

/** `std.format`, Python's `%` with Jsonnet's values. */
export function format(template: string, value: Value): string {
  let used = 0;
  const values = value instanceof JArray ? value.values() : value instanceof JObject ? undefined : [value];
  const next = (): Value => {
    if (values === undefined) throw new JsonnetError('A format with an object needs names: %(name)s');
    if (used >= values.length) throw new JsonnetError('Not enough values to format');
    return values[used++]!;
  };
  let out = '';
  let at = 0;
  for (const match of template.matchAll(pattern)) {
    out += plain(template.slice(at, match.index));
    at = match.index + match[0].length;
    const amount = (written: string | undefined): Spec['width'] =>
      written === undefined ? undefined : written === '*' ? '*' : Math.min(Number(written), 10_000);
    const [, key, flags = '', width, precision, kind = ''] = match;
    const spec: Spec = { key, flags, width: amount(width), precision: amount(precision), kind };
    if (kind === '%') {
      out += pad('%', spec, spec.width === '*' ? 0 : (spec.width ?? 0));
      continue;
    }
    const star = (part: Spec['width']): number | undefined => {
      if (part !== '*') return part;
      const found = next();
      if (typeof found !== 'number') throw new JsonnetError('* needs a number');
      return Math.min(Math.abs(found), 10_000);
    };
    const [wide, precise] = [star(spec.width), star(spec.precision)];
    if (key !== undefined && !(value instanceof JObject)) throw new JsonnetError('%(name)s needs an object');
    const item = key !== undefined && value instanceof JObject ? value.get(key) : next();
    out += pad(one(spec, item, precise, wide ?? 0), spec, wide ?? 0);
    boundText(out.length);
  }
  out += plain(template.slice(at));
  if (values !== undefined && used < values.length) throw new JsonnetError('Too many values to format');
  return out;
}

function plain(part: string): string {
  if (part.includes('%')) throw new JsonnetError('A format holds % without a kind');
  return part;
}

function one(spec: Spec, value: Value, precision: number | undefined, width: number): string {
  const { kind, flags } = spec;
  if (kind === 's') return toText(value);
  if (kind === 'c') {
    if (typeof value === 'number') return String.fromCodePoint(value);
    if (typeof value === 'string' && characters(value).length === 1) return value;
    throw new JsonnetError('%c needs one character');
  }
  if (typeof value !== 'number') throw new JsonnetError(`%${kind} needs a number, not ${typeOf(value)}`);
  // As the reference implementation has it: hexadecimal numbers are rounded down, the other whole ones towards zero.
  const number = 'xX'.includes(kind) ? Math.floor(value) : 'diuo'.includes(kind) ? Math.trunc(value) : value;
  const size = Math.abs(number);
  const isAlternate = flags.includes('#');
  let body: string;
  switch (kind.toLowerCase()) {
    case 'd':
    case 'i':
    case 'u':
      body = whole(size, 10);
      break;
    case 'o':
      body = (isAlternate ? '0' : '') + whole(size, 8);
      break;
    case 'x':
      body = kind === 'X' ? whole(size, 16).toUpperCase() : whole(size, 16);
      break;
    case 'f':
      body = fixed(size, precision ?? 6, isAlternate);
      break;
    case 'e':
      body = exponential(size, precision ?? 6, isAlternate);
      break;
    case 'g':
      body = general(size, precision ?? 6, isAlternate);
      break;
    default:
      throw new JsonnetError(`%${kind} is no kind of format`);
  }
  if (kind === 'E' || kind === 'G') body = body.toUpperCase();
  const sign = number < 0 ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  const digits = 'diuoxX'.includes(kind) && precision !== undefined ? precision : 0;
  const prefix = isAlternate && 'xX'.includes(kind) ? `0${kind}` : '';
  let zeros = digits - body.length;
  if (flags.includes('0') && !flags.includes('-'))
    zeros = Math.max(zeros, width - body.length - sign.length - prefix.length);
  return sign + prefix + '0'.repeat(Math.max(0, zeros)) + body;
}

function whole(size: number, base: number): string {
  return Math.floor(size) < 1e15 ? Math.floor(size).toString(base) : BigInt(Math.floor(size)).toString(base);
}

function fixed(size: number, precision: number, isAlternate: boolean): string {
  const places = Math.min(precision, 100);
  const body =
    size >= 1e21 ? `${numberText(size)}${places > 0 ? `.${'0'.repeat(places)}` : ''}` : rounded(size, places);
  return isAlternate && places === 0 ? `${body}.` : body;
}

/** Halves go up, as the reference implementation has them. */
function rounded(size: number, places: number): string {
  const scaled = Math.floor(size * 10 ** places + 0.5);
  if (!Number.isSafeInteger(scaled)) return size.toFixed(places);
  const digits = String(scaled).padStart(places + 1, '0');
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** Of 1000 it is 2, as in the reference implementation: the quotient lies below 3. */
function exponentOf(size: number): number {
  return size === 0 ? 0 : Math.floor(Math.log(size) / Math.LN10);
}

function exponential(size: number, precision: number, isAlternate: boolean): string {
  const exponent = exponentOf(size);
  const mantissa = fixed(size / 10 ** exponent, precision, isAlternate);
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

function general(size: number, precision: number, isAlternate: boolean): string {
  const places = Math.max(1, Math.min(precision, 100));
  const exponent = exponentOf(size);
  const body =
    exponent < -4 || exponent >= places
      ? exponential(size, places - 1, isAlternate)
      : fixed(size, places - Math.max(1, exponent + 1), isAlternate);
  if (isAlternate || !body.includes('.')) return body;
  return body.replace(/\.?0+(e|$)/, '$1');
}

function pad(body: string, spec: Spec, width: number): string {
  const missing = width - characters(body).length;
  if (missing <= 0) return body;
  return spec.flags.includes('-') ? body + ' '.repeat(missing) : ' '.repeat(missing) + body;
}
