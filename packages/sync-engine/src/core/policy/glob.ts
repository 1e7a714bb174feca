type Token =
  | { kind: 'text'; char: string }
  | { kind: 'one' }
  | { kind: 'set'; isNegated: boolean; ranges: [string, string][] }
  | { kind: 'many'; crossesSeparator: boolean };

const alternativesMax = 256;

/**
 * Argo CD's globs: `*` any run of characters, `**` the same across separators, `?`, `[a-z]`, `[!a]`, `{a,b}`, `\` escapes.
 * Without a separator `*` crosses everything. Time is pattern × text: no pattern can stall the gate. An unreadable pattern
 * matches only itself.
 */
export function globMatch(pattern: string, text: string, options: { separator?: string } = {}): boolean {
  const separator = options.separator ?? '';
  const alternatives = expandBraces(pattern);
  if (alternatives === undefined) return pattern === text;
  return alternatives.some((alternative) => {
    const tokens = tokenize(alternative);
    return tokens === undefined ? alternative === text : matchTokens(tokens, text, separator);
  });
}

/** True when the text matches one of the patterns. */
export function globMatchAny(patterns: readonly string[] | undefined, text: string): boolean {
  return (patterns ?? []).some((pattern) => globMatch(pattern, text));
}

/** One pattern per combination of its `{a,b}` groups; undefined when unbalanced or too many. */
function expandBraces(pattern: string): string[] | undefined {
  let depth = 0;
  let start = -1;
  let commas: number[] = [];
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i];
    if (char === '\\') i++;
    else if (char === '{') {
      if (depth === 0) {
        start = i;
        commas = [];
      }
      depth++;
    } else if (char === ',' && depth === 1) commas.push(i);
    else if (char === '}' && depth > 0) {
      depth--;
      if (depth > 0) continue;
      const cuts = [start, ...commas, i];
      const out: string[] = [];
      for (let c = 0; c < cuts.length - 1; c++) {
        const middle = pattern.slice((cuts[c] ?? 0) + 1, cuts[c + 1]);
        const rest = expandBraces(pattern.slice(0, start) + middle + pattern.slice(i + 1));
        if (rest === undefined || out.length + rest.length > alternativesMax) return undefined;
        out.push(...rest);
      }
      return out;
    }
  }
  return depth === 0 ? [pattern] : undefined;
}

function tokenize(pattern: string): Token[] | undefined {
  const tokens: Token[] = [];
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i] ?? '';
    if (char === '\\') {
      i++;
      if (i >= pattern.length) return undefined;
      tokens.push({ kind: 'text', char: pattern[i] ?? '' });
    } else if (char === '?') tokens.push({ kind: 'one' });
    else if (char === '*') {
      let stars = 1;
      while (pattern[i + 1] === '*') {
        stars++;
        i++;
      }
      tokens.push({ kind: 'many', crossesSeparator: stars > 1 });
    } else if (char === '[') {
      const end = pattern.indexOf(']', i + 2);
      if (end < 0) return undefined;
      tokens.push(readSet(pattern.slice(i + 1, end)));
      i = end;
    } else tokens.push({ kind: 'text', char });
  }
  return tokens;
}

function readSet(body: string): Token {
  const isNegated = body.startsWith('!') || body.startsWith('^');
  const chars = isNegated ? body.slice(1) : body;
  const ranges: [string, string][] = [];
  for (let i = 0; i < chars.length; i++) {
    const from = chars[i] ?? '';
    if (chars[i + 1] === '-' && i + 2 < chars.length) {
      ranges.push([from, chars[i + 2] ?? '']);
      i += 2;
    } else ranges.push([from, from]);
  }
  return { kind: 'set', isNegated, ranges };
}

/** Walks the text once with the set of pattern positions that may still match. */
function matchTokens(tokens: Token[], text: string, separator: string): boolean {
  let states = closure(new Set([0]), tokens);
  for (const char of text) {
    const next = new Set<number>();
    for (const state of states) {
      const token = tokens[state];
      if (token === undefined) continue;
      if (token.kind === 'many') {
        if (token.crossesSeparator || separator === '' || char !== separator) next.add(state);
      } else if (matchesOne(token, char, separator)) next.add(state + 1);
    }
    if (next.size === 0) return false;
    states = closure(next, tokens);
  }
  return states.has(tokens.length);
}

function matchesOne(token: Exclude<Token, { kind: 'many' }>, char: string, separator: string): boolean {
  if (token.kind === 'text') return token.char === char;
  if (separator !== '' && char === separator) return false;
  if (token.kind === 'one') return true;
  return token.ranges.some(([from, to]) => char >= from && char <= to) !== token.isNegated;
}

/** A star may also stand for nothing. */
function closure(states: Set<number>, tokens: Token[]): Set<number> {
  for (const state of states) if (tokens[state]?.kind === 'many') states.add(state + 1);
  return states;
}
