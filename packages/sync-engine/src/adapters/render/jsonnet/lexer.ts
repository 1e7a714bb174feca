import { JsonnetError } from './failure.ts';

export type Token = {
  kind: 'id' | 'number' | 'string' | 'op' | 'keyword' | 'end';
  text: string;
  /** 1-based. */
  line: number;
  column: number;
};

const keywords = new Set(
  'assert else error false for function if import importstr importbin in local null tailstrict then self super true'.split(
    ' ',
  ),
);
const identifier = /[A-Za-z_][A-Za-z_0-9]*/y;
const number = /(?:0|[1-9](?:_?[0-9])*)(?:\.[0-9](?:_?[0-9])*)?(?:[eE][-+]?[0-9](?:_?[0-9])*)?/y;
/** Longer runs are none: reading no more keeps a long row of signs linear. */
const operator = /[!$:~+\-&|^=<>*/%]{1,8}/y;
const blank = /(?:[ \t\r\n]+|\/\/[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\/)+/y;

/** The tokens of a program, ended by one of kind `end`. Throws JsonnetError. */
export function tokenize(text: string, file: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let line = 1;
  let lineStart = 0;
  const advanceTo = (next: number): void => {
    for (let nl = text.indexOf('\n', at); nl >= 0 && nl < next; nl = text.indexOf('\n', nl + 1)) {
      line += 1;
      lineStart = nl + 1;
    }
    at = next;
  };
  const fail = (message: string): never => {
    throw new JsonnetError(message, `${file}:${line}:${at - lineStart + 1}`);
  };
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  while (true) {
    const space = match(blank);
    if (space !== undefined) advanceTo(at + space.length);
    if (at >= text.length) break;
    const push = (kind: Token['kind'], value: string, end: number): void => {
      tokens.push({ kind, text: value, line, column: at - lineStart + 1 });
      advanceTo(end);
    };
    const char = text[at]!;
    const word = match(identifier);
    if (word !== undefined) {
      push(keywords.has(word) ? 'keyword' : 'id', word, at + word.length);
    } else if (char >= '0' && char <= '9') {
      const found = match(number)!;
      push('number', found.replaceAll('_', ''), at + found.length);
    } else if (text.startsWith('|||', at)) {
      const block = readBlock(text, at, fail);
      push('string', block.value, block.end);
    } else if (char === '"' || char === "'") {
      const quoted = readQuoted(text, at, fail);
      push('string', quoted.value, quoted.end);
    } else if (char === '@' && (text[at + 1] === '"' || text[at + 1] === "'")) {
      const verbatim = readVerbatim(text, at, fail);
      push('string', verbatim.value, verbatim.end);
    } else if ('{}[](),;.'.includes(char)) {
      push('op', char, at + 1);
    } else {
      const found = operatorAt(match(operator));
      if (found === '') fail(`The character ${JSON.stringify(char)} has no meaning here`);
      push('op', found, at + found.length);
    }
  }
  tokens.push({ kind: 'end', text: '', line, column: at - lineStart + 1 });
  return tokens;
}

/** Operators are as long as can be, except that comments, text blocks and a trailing unary operator end them. */
function operatorAt(run: string | undefined): string {
  if (run === undefined) return '';
  let end = run.length;
  for (const stop of ['//', '/*', '|||']) {
    const found = run.indexOf(stop);
    if (found >= 0) end = Math.min(end, found);
  }
  let text = run.slice(0, end);
  if (text.startsWith('$')) return '$';
  const dollar = text.indexOf('$');
  if (dollar > 0) text = text.slice(0, dollar);
  while (text.length > 1 && /[-+~!]$/.test(text)) text = text.slice(0, -1);
  return text;
}

const escapes: Record<string, string> = {
  '"': '"',
  "'": "'",
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

function readQuoted(
  text: string,
  start: number,
  fail: (message: string) => never,
): { value: string; end: number } {
  const quote = text[start]!;
  let value = '';
  for (let at = start + 1; at < text.length; at++) {
    const char = text[at]!;
    if (char === quote) return { value, end: at + 1 };
    if (char !== '\\') {
      value += char;
      continue;
    }
    at += 1;
    const next = text[at] ?? '';
    if (next === 'u') {
      const hex = text.slice(at + 1, at + 5);
      if (!/^[0-9a-fA-F]{4}$/.test(hex)) fail('A string holds \\u without four hexadecimal digits');
      value += String.fromCharCode(Number.parseInt(hex, 16));
      at += 4;
    } else {
      value += escapes[next] ?? fail(`A string holds the unknown escape \\${next}`);
    }
  }
  return fail('A string is not closed');
}

function readVerbatim(
  text: string,
  start: number,
  fail: (message: string) => never,
): { value: string; end: number } {
  const quote = text[start + 1]!;
  let value = '';
  for (let at = start + 2; at < text.length; at++) {
    if (text[at] !== quote) value += text[at];
    else if (text[at + 1] === quote) value += text[at++];
    else return { value, end: at + 1 };
  }
  return fail('A string is not closed');
}

/** `|||` blocks: the first line's indentation is taken off every line; `|||-` drops the last line feed. */
function readBlock(
  text: string,
  start: number,
  fail: (message: string) => never,
): { value: string; end: number } {
  let at = start + 3;
  const isChomped = text[at] === '-';
  if (isChomped) at += 1;
  while (text[at] === ' ' || text[at] === '\t' || text[at] === '\r') at += 1;
  if (text[at] !== '\n') fail('A text block must begin on a new line after |||');
  at += 1;
  let value = '';
  while (text[at] === '\n') {
    value += '\n';
    at += 1;
  }
  const indent = /^[ \t]*/.exec(text.slice(at, at + 1000))![0];
  if (indent === '') fail('The first line of a text block must be indented');
  while (true) {
    if (at >= text.length) fail('A text block is not closed');
    const end = text.indexOf('\n', at);
    if (end < 0) fail('A text block is not closed');
    value += text.slice(at + indent.length, end + 1);
    at = end + 1;
    while (text[at] === '\n') {
      value += '\n';
      at += 1;
    }
    if (text.startsWith(indent, at)) continue;
    const close = /^[ \t]*\|\|\|/.exec(text.slice(at, at + 10_000));
    if (close === null) fail('A text block ends with ||| on a line of its own, less indented');
    return { value: isChomped ? value.replace(/\n$/, '') : value, end: at + close![0].length };
  }
}
