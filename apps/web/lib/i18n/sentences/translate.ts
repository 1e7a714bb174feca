import type { ErrorCode } from '@bowline/contract/errors';
import { koreanErrors } from './korean-errors.ts';
import { koreanHealth, koreanSentences } from './korean.ts';

type Pattern = { shape: RegExp; names: string[]; korean: string };
const parameter = /\{([#@!=]?\w+)\}/g;
const shapes: Record<string, string> = {
  '#': String.raw`(\d+)`,
  '@': String.raw`([A-Z][A-Za-z0-9]* [^\s:]+)`,
  '!': `(${Object.keys(koreanHealth).join('|')})`,
};
const patterns: Pattern[] = koreanSentences.map(([english, korean]) => ({
  shape: new RegExp(
    `^${english
      .split(parameter)
      .map((part, index) => (index % 2 === 0 ? escape(part) : (shapes[part[0] ?? ''] ?? '(.+?)')))
      .join('')}$`,
    's',
  ),
  names: [...english.matchAll(parameter)].map(([, name = '']) => name),
  korean,
}));
const known = new Map<string, string>();
const knownMax = 2000;

/** A sentence or several of the server in Korean; parts nobody has translated stay in English. */
export function toKorean(text: string): string {
  const before = known.get(text);
  if (before !== undefined) return before;
  const korean = wholeOf(text) ?? partsOf(text);
  if (known.size >= knownMax) known.clear();
  known.set(text, korean);
  return korean;
}

/**
 * What the server said under a stable code: translated where the sentence is known, else what the code means, with the
 * server's own words after it.
 */
export function codeToKorean(text: string, code: string): string {
  const korean = toKorean(text);
  const meaning = Object.hasOwn(koreanErrors, code) ? koreanErrors[code as ErrorCode] : undefined; // just looked up
  return korean !== text || meaning === undefined ? korean : `${meaning} ${text}`.trim();
}

function wholeOf(text: string): string | undefined {
  for (const { shape, names, korean } of patterns) {
    const found = shape.exec(text);
    if (found === null) continue;
    const values = new Map(names.map((name, index) => [name, found[index + 1] ?? '']));
    return korean.replace(parameter, (_, name: string) => said(name, values.get(name) ?? ''));
  }
  return undefined;
}

function said(name: string, value: string): string {
  if (name.startsWith('=')) return toKorean(value);
  return name.startsWith('!') ? (koreanHealth[value] ?? value) : value;
}

/** Several sentences in one text, each by itself; also the parts of a list of reasons. */
function partsOf(text: string): string {
  const parts = text.split(/(?<=[.;])\s+/);
  if (parts.length < 2) return text;
  return parts
    .map((part) => {
      const end = part.endsWith(';') ? ';' : '';
      const bare = end === '' ? part : part.slice(0, -1);
      return (wholeOf(bare) ?? bare) + end;
    })
    .join(' ');
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
