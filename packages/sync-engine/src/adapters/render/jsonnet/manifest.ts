import { JsonnetError } from './failure.ts';
import { JArray, JFunction, JObject, type Value, boundText } from './value.ts';

const depthMax = 500;

/** A number as Jsonnet writes it: whole ones in full, others with 17 digits. */
export function numberText(value: number): string {
  if (Object.is(value, -0)) return '-0';
  if (Number.isInteger(value)) return Math.abs(value) < 1e15 ? String(value) : BigInt(value).toString();
  const exponent = Math.floor(Math.log10(Math.abs(value)));
  const precise = value.toPrecision(17);
  const isPlain = exponent >= -4 && exponent < 17;
  const [, digits = '', power] =
    /^([-0-9.]+)(?:e([-+]\d+))?$/.exec(isPlain ? precise : value.toExponential(16)) ?? [];
  const short = digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
  if (power === undefined) return short;
  return `${short}e${power[0]}${power.slice(1).padStart(2, '0')}`;
}

/** A number as the library writes it into JSON and YAML: the fewest digits that mean it, never an exponent. */
export function plainNumber(value: number): string {
  if (Object.is(value, -0)) return '-0';
  const text = String(value);
  const [, sign = '', first = '', rest = '', exponent] = /^(-?)(\d)(?:\.(\d+))?e([-+]\d+)$/.exec(text) ?? [];
  if (exponent === undefined) return text;
  const point = Number(exponent) + 1;
  const digits = first + rest;
  return point > 0 ? sign + digits.padEnd(point, '0') : `${sign}0.${'0'.repeat(-point)}${digits}`;
}

/** How JSON is laid out; `newline` '' = on one line, `gap` fills empty brackets there. */
export type Layout = {
  indent: string;
  newline: string;
  colon: string;
  comma: string;
  gap: string;
  /** How numbers are written; absent = {@link numberText}. */
  number?: (value: number) => string;
};
export const oneLine: Layout = { indent: '', newline: '', colon: ': ', comma: ', ', gap: ' ' };
export const minified: Layout = { indent: '', newline: '', colon: ':', comma: ',', gap: '' };

/** `toString` of a value. */
export function toText(value: Value): string {
  return typeof value === 'string' ? value : toJson(value, oneLine);
}

/** JSON text of a value, hidden fields left out, names in order. */
export function toJson(value: Value, layout: Layout, indent = '', depth = 0): string {
  if (depth > depthMax) throw new JsonnetError('A value is nested too deep');
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return (layout.number ?? numberText)(value);
  if (typeof value === 'string') return quote(value);
  if (value instanceof JFunction) throw new JsonnetError('A function cannot be written as JSON');
  const inner = indent + layout.indent;
  const wrap = (parts: string[], open: string, close: string): string => {
    boundText(parts.reduce((sum, part) => sum + part.length, 0));
    const comma = layout.newline === '' ? layout.comma : `${layout.comma.trimEnd()}${layout.newline}`;
    const start = layout.newline === '' ? '' : layout.newline + inner;
    const end = layout.newline === '' ? '' : layout.newline + indent;
    const separator = layout.newline === '' ? comma : comma + inner;
    return open + start + parts.join(separator) + end + close;
  };
  if (value instanceof JArray) {
    if (value.items.length === 0) return nothing(layout, indent, '[', ']');
    return wrap(
      value.items.map((item) => toJson(item.force(), layout, inner, depth + 1)),
      '[',
      ']',
    );
  }
  value.check();
  const names = value.names('visible');
  if (names.length === 0) return nothing(layout, indent, '{', '}');
  return wrap(
    names.map((name) => quote(name) + layout.colon + toJson(value.get(name), layout, inner, depth + 1)),
    '{',
    '}',
  );
}

function nothing(layout: Layout, indent: string, open: string, close: string): string {
  return layout.newline === ''
    ? open + layout.gap + close
    : open + layout.newline + layout.newline + indent + close;
}

/** As plain values, for the caller; hidden fields left out. */
export function toPlain(value: Value, depth = 0): unknown {
  if (depth > depthMax) throw new JsonnetError('The value is nested too deep');
  if (value instanceof JFunction) throw new JsonnetError('The value holds a function');
  if (value instanceof JArray) return value.items.map((item) => toPlain(item.force(), depth + 1));
  if (!(value instanceof JObject)) return value;
  value.check();
  const out: Record<string, unknown> = {};
  for (const name of value.names('visible')) {
    const item = toPlain(value.get(name), depth + 1);
    // A field may be called __proto__: it is data here.
    Object.defineProperty(out, name, { value: item, enumerable: true, writable: true, configurable: true });
  }
  return out;
}

export function quote(text: string): string {
  return JSON.stringify(text)
    .replace(/[\u007f-\u009f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(/\\ud[89a-f][0-9a-f]{2}/gi, '\ufffd');
}
