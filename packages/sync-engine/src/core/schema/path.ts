import { get, isObject, put, stableJson } from './json.ts';
import type { JsonObject, Scalar } from './types.ts';

/** One step of a path: a field, an item of a map list by its keys, an item of a set, or an index. */
export type Segment =
  | { readonly field: string }
  | { readonly key: Readonly<Record<string, Scalar>> }
  | { readonly value: Scalar }
  | { readonly index: number };

/** Text of a path: `spec.containers[name=web].args[0]`, `data["a.b/c"]`, `finalizers[=x]`. */
export function formatPath(segments: readonly Segment[]): string {
  let text = '';
  for (const segment of segments) {
    if ('field' in segment) {
      if (plainField.test(segment.field)) text += text === '' ? segment.field : `.${segment.field}`;
      else text += `[${JSON.stringify(segment.field)}]`;
    } else if ('key' in segment) {
      const names = Object.keys(segment.key).sort();
      const pairs = names.map((n) => `${name(n)}=${scalar(get(segment.key as JsonObject, n) as Scalar)}`);
      text += `[${pairs.join(',')}]`;
    } else if ('value' in segment) {
      text += `[=${scalar(segment.value)}]`;
    } else {
      text += `[${segment.index}]`;
    }
  }
  return text;
}

/** Segments of a path written by `formatPath`; throws SyntaxError on anything else. */
export function parsePath(text: string): Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] === '[') {
      const [segment, next] = parseBracket(text, at + 1);
      segments.push(segment);
      at = next;
      continue;
    }
    if (text[at] === '.' && at > 0) at++;
    const match = fieldAt.exec(text.slice(at));
    if (match === null) throw new SyntaxError(`Path ${JSON.stringify(text)} has no field at ${at}.`);
    segments.push({ field: match[0] });
    at += match[0].length;
  }
  return segments;
}

/** The path element as FieldsV1 writes it: `f:name`, `k:{...}`, `v:...`, `i:0`. */
export function elementOf(segment: Segment): string {
  if ('field' in segment) return `f:${segment.field}`;
  if ('key' in segment) return `k:${stableJson(segment.key)}`;
  if ('value' in segment) return `v:${stableJson(segment.value)}`;
  return `i:${segment.index}`;
}

/** The segment of a FieldsV1 path element; throws SyntaxError when it is none. */
export function segmentOf(element: string): Segment {
  const rest = element.slice(2);
  switch (element.slice(0, 2)) {
    case 'f:':
      return { field: rest };
    case 'v:':
      return { value: JSON.parse(rest) as Scalar };
    case 'i:':
      return { index: Number(rest) };
    case 'k:': {
      const key: unknown = JSON.parse(rest);
      if (isObject(key)) return { key: key as Record<string, Scalar> };
    }
  }
  throw new SyntaxError(`${JSON.stringify(element)} is not a path element.`);
}

const plainField = /^[^.[\]"=\s,]+$/;
const fieldAt = /^[^.[\]"=\s,]+/;
const plainScalar = /^[^.[\]"=\s,\d+-][^[\]"=\s,]*$/;

function name(text: string): string {
  return plainField.test(text) ? text : JSON.stringify(text);
}

/**
 * Strings that could be read as another type are quoted, so that the text parses back to the same value. A manifest may hold
 * an integer beyond what a number holds, also as the key of an item.
 */
function scalar(value: Scalar | bigint): string {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'string') return JSON.stringify(value);
  return plainScalar.test(value) && !['true', 'false', 'null'].includes(value)
    ? value
    : JSON.stringify(value);
}

const token = /^(?:"(?:[^"\\]|\\.)*"|[^[\]"=,]+)/;

function parseBracket(text: string, start: number): [Segment, number] {
  let at = start;
  const take = (): string => {
    const match = token.exec(text.slice(at));
    if (match === null) throw new SyntaxError(`Path ${JSON.stringify(text)} cannot be read at ${at}.`);
    at += match[0].length;
    return match[0];
  };
  const close = (segment: Segment): [Segment, number] => {
    if (text[at] !== ']') throw new SyntaxError(`Path ${JSON.stringify(text)} lacks "]" at ${at}.`);
    return [segment, at + 1];
  };
  if (text[at] === '=') {
    at++;
    return close({ value: literal(take()) });
  }
  const key: JsonObject = {};
  let first = take();
  if (text[at] === ']') {
    if (first.startsWith('"')) return close({ field: JSON.parse(first) as string });
    if (/^\d+$/.test(first)) return close({ index: Number(first) });
  }
  for (;;) {
    if (text[at] !== '=') throw new SyntaxError(`Path ${JSON.stringify(text)} lacks "=" at ${at}.`);
    at++;
    put(key, first.startsWith('"') ? (JSON.parse(first) as string) : first, literal(take()));
    if (text[at] !== ',') return close({ key: key as Record<string, Scalar> });
    at++;
    first = take();
  }
}

function literal(text: string): Scalar {
  if (text.startsWith('"') || /^[-+\d]/.test(text) || ['true', 'false', 'null'].includes(text)) {
    return JSON.parse(text) as Scalar;
  }
  return text;
}
