import { createHash } from 'node:crypto';
import { ManifestSyntaxError, parseYaml } from '../yaml.ts';
import { characters, sliceOf } from './evaluate.ts';
import { JsonnetError } from './failure.ts';
import { quote, toText } from './manifest.ts';
import { list, type Natives, native, num, text } from './native.ts';
import { JArray, JObject, type Value, boundText } from './value.ts';

const digest = (name: string): Natives[string] =>
  native('s', (s: Value) => createHash(name).update(text(s)).digest('hex'));

/** Texts of the standard library. */
export const textNatives: Natives = {
  toString: native('a', (a: Value) => toText(a)),
  codepoint: native('str', (str: Value) => {
    const [char = '', ...more] = text(str);
    if (char === '' || more.length > 0) throw new JsonnetError('codepoint takes a text of one character');
    return char.codePointAt(0) ?? 0;
  }),
  char: native('n', (n: Value) => String.fromCodePoint(num(n))),
  substr: native('str from len', (str: Value, from: Value, length: Value) => {
    if (num(from) < 0 || num(length) < 0)
      throw new JsonnetError('substr needs numbers that are not negative');
    return sliceOf(text(str), from, num(from) + num(length), null);
  }),
  findSubstr: native('pat str', (pattern: Value, str: Value) => {
    const [needle, hay] = [characters(text(pattern)), characters(text(str))];
    const found: Value[] = [];
    if (needle.length === 0) return JArray.of([]);
    for (let at = 0; at + needle.length <= hay.length; at++) {
      if (needle.every((char, offset) => char === hay[at + offset])) found.push(at);
    }
    return JArray.of(found);
  }),
  startsWith: native('a b', (a: Value, b: Value) => text(a).startsWith(text(b))),
  endsWith: native('a b', (a: Value, b: Value) => text(a).endsWith(text(b))),
  stripChars: native('str chars', (s: Value, c: Value) => strip(text(s), text(c), 'both')),
  lstripChars: native('str chars', (s: Value, c: Value) => strip(text(s), text(c), 'left')),
  rstripChars: native('str chars', (s: Value, c: Value) => strip(text(s), text(c), 'right')),
  trim: native('str', (s: Value) => strip(text(s), ' \t\n\f\r\u0085\u00a0', 'both')),
  split: native('str c', (s: Value, c: Value) => JArray.of(splitUp(text(s), text(c), -1))),
  splitLimit: native('str c maxsplits', (s: Value, c: Value, most: Value) =>
    JArray.of(splitUp(text(s), text(c), num(most))),
  ),
  splitLimitR: native('str c maxsplits', (s: Value, c: Value, most: Value) => {
    const all = splitUp(text(s), text(c), -1);
    const limit = num(most);
    if (limit < 0 || all.length <= limit + 1) return JArray.of(all);
    const kept = all.slice(all.length - limit);
    return JArray.of([all.slice(0, all.length - limit).join(text(c)), ...kept]);
  }),
  strReplace: native('str from to', (s: Value, from: Value, to: Value) => {
    if (text(from) === '') throw new JsonnetError('strReplace cannot replace nothing');
    const split = text(s).split(text(from));
    boundText(text(s).length + split.length * text(to).length);
    return split.join(text(to));
  }),
  asciiLower: native('str', (s: Value) => text(s).replace(/[A-Z]/g, (char) => char.toLowerCase())),
  asciiUpper: native('str', (s: Value) => text(s).replace(/[a-z]/g, (char) => char.toUpperCase())),
  equalsIgnoreCase: native('str1 str2', (a: Value, b: Value) => lower(text(a)) === lower(text(b))),
  isEmpty: native('str', (s: Value) => text(s) === ''),
  stringChars: native('str', (s: Value) => JArray.of(characters(text(s)))),
  escapeStringJson: native('str', (s: Value) => quote(toText(s))),
  escapeStringPython: native('str', (s: Value) => quote(toText(s))),
  escapeStringBash: native('str', (s: Value) => `'${toText(s).replaceAll("'", `'"'"'`)}'`),
  escapeStringDollars: native('str', (s: Value) => toText(s).replaceAll('$', '$$$$')),
  escapeStringXML: native('str', (s: Value) => escapeXml(toText(s))),
  parseInt: native('str', (s: Value) => parseInteger(text(s), 10)),
  parseOctal: native('str', (s: Value) => parseInteger(text(s), 8)),
  parseHex: native('str', (s: Value) => parseInteger(text(s), 16)),
  parseJson: native('str', (s: Value) => {
    try {
      return fromPlain(JSON.parse(text(s)));
    } catch {
      throw new JsonnetError('parseJson: the text is not JSON');
    }
  }),
  parseYaml: native('str', (s: Value) => {
    try {
      const documents = parseYaml(text(s), { duplicateKeys: 'last-wins', bigIntegers: 'keep' });
      const isStream = /^---/m.test(text(s));
      return isStream ? fromPlain(documents) : fromPlain(documents[0] ?? null);
    } catch (error) {
      if (!(error instanceof ManifestSyntaxError)) throw error;
      throw new JsonnetError(`parseYaml: ${error.message}`);
    }
  }),
  encodeUTF8: native('str', (s: Value) => JArray.of([...Buffer.from(text(s), 'utf8')])),
  decodeUTF8: native('arr', (bytes: Value) => bytesOf(bytes).toString('utf8')),
  base64: native('input', (input: Value) =>
    (typeof input === 'string' ? Buffer.from(input, 'utf8') : bytesOf(input)).toString('base64'),
  ),
  base64Decode: native('str', (s: Value) => base64(text(s)).toString('utf8')),
  base64DecodeBytes: native('str', (s: Value) => JArray.of([...base64(text(s))])),
  md5: digest('md5'),
  sha1: digest('sha1'),
  sha256: digest('sha256'),
  sha512: digest('sha512'),
  sha3: digest('sha3-512'),
};

function lower(value: string): string {
  return value.replace(/[A-Z]/g, (char) => char.toLowerCase());
}

function strip(value: string, chars: string, side: 'left' | 'right' | 'both'): string {
  const set = new Set(characters(chars));
  const all = characters(value);
  let [start, end] = [0, all.length];
  if (side !== 'right') while (start < end && set.has(all[start]!)) start += 1;
  if (side !== 'left') while (end > start && set.has(all[end - 1]!)) end -= 1;
  return all.slice(start, end).join('');
}

function splitUp(value: string, by: string, most: number): string[] {
  if (by === '') throw new JsonnetError('A text cannot be split by nothing');
  const all = value.split(by);
  if (most < 0 || all.length <= most + 1) return all;
  return [...all.slice(0, most), all.slice(most).join(by)];
}

function escapeXml(value: string): string {
  const names: Record<string, string> = {
    '<': '&lt;',
    '>': '&gt;',
    '&': '&amp;',
    '"': '&quot;',
    "'": '&apos;',
  };
  return value.replace(/[<>&"']/g, (char) => names[char]!);
}

function parseInteger(value: string, base: number): number {
  const digits = base === 8 ? /^[0-7]+$/ : base === 16 ? /^[0-9a-fA-F]+$/ : /^-?[0-9]+$/;
  if (!digits.test(value))
    throw new JsonnetError(`${quote(value.slice(0, 50))} is no number in base ${base}`);
  return Number.parseInt(value, base);
}

function bytesOf(value: Value): Buffer {
  const numbers = list(value).values();
  if (
    !numbers.every((byte) => typeof byte === 'number' && Number.isInteger(byte) && byte >= 0 && byte < 256)
  ) {
    throw new JsonnetError('An array of bytes holds whole numbers from 0 to 255');
  }
  return Buffer.from(numbers as number[]);
}

function base64(value: string): Buffer {
  if (value.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(value))
    throw new JsonnetError('The text is not base64');
  return Buffer.from(value, 'base64');
}

/** Plain JSON as a value of Jsonnet. */
export function fromPlain(value: unknown): Value {
  if (Array.isArray(value)) return JArray.of(value.map(fromPlain));
  if (typeof value === 'object' && value !== null) {
    return JObject.of(Object.entries(value).map(([name, item]) => [name, fromPlain(item)]));
  }
  // Numbers of Jsonnet are floats.
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
