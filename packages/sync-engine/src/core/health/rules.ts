import type { Health, HealthStatus, KubeObject } from '../model.ts';
import {
  at,
  conditionsOf,
  hasConditions,
  health,
  isAbsent,
  isLagging,
  isStale,
  numberAt,
  type Bag,
  rawConditionsOf,
  readCondition,
  textAt,
  wordsOf,
} from './read.ts';

/**
 * A statement on an object's health, or null when the rule has none to make. `text` says it in words for the reference page,
 * which is written from these very rules.
 */
export type Rule = { text: string; judge: (object: KubeObject) => Health | null };

/** Verdicts as the tables write them. */
export type Letter = 'H' | 'S' | 'P' | 'M' | 'D' | 'U';
export const letterStatus: Readonly<Record<Letter, HealthStatus>> = {
  H: 'Healthy',
  S: 'Suspended',
  P: 'Progressing',
  M: 'Missing',
  D: 'Degraded',
  U: 'Unknown',
};

export function verdict(letter: Letter, message: string): Health {
  return health(letterStatus[letter], message);
}

/** A line of a table: groups and kinds (`*` = any; a group may start with `*.`), and the rules in order. The first that speaks decides. */
export type Line = { groups: string; kinds: string; rules: Rule[] };

/** `line('a.io b.io', 'A B', …)`: groups and kinds separated by spaces. */
export function line(groups: string, kinds: string, ...rules: Rule[]): Line {
  return { groups, kinds, rules };
}

/** A rule that no word of this file says: what it does, and how. */
export function rule(text: string, judge: Rule['judge']): Rule {
  return { text, judge };
}

/** What a clause reads of a condition, as the cluster wrote it. */
type Facts = { type?: unknown; status?: unknown; reason?: unknown };

type Clause = { letter: Letter; words: string; matches: (condition: Facts) => boolean };

/**
 * `Type=Status/Reason Letter`. Type `*` is any type, several are written `A|B`; status may be `*` or `!True`; the reason may be
 * left out, be `A|B`, or start with `!`.
 */
export function clause(text: string): Clause {
  const found = /^(\S+?)=([^\s/]+)(?:\/(\S+))? ([HSPMDU])$/.exec(text);
  if (found === null) throw new Error(`"${text}" is no clause.`);
  const [, types = '', status = '', reasons, letter] = found;
  const tests = [oneOf(types), oneOf(status), oneOf(reasons ?? '*')] as const;
  const because = reasons === undefined ? '' : ` with reason ${inWords(reasons)}`;
  return {
    letter: letter as Letter,
    words: `${inWords(types)} ${inWords(status)}${because} → ${letterStatus[letter as Letter]}`,
    matches: (c) => tests[0](c.type) && tests[1](c.status) && tests[2](c.reason),
  };
}

function inWords(pattern: string): string {
  return pattern === '*' ? 'any' : pattern.replace('!', 'not ').replaceAll('|', ' or ');
}

function oneOf(pattern: string): (value: unknown) => boolean {
  if (pattern === '*') return () => true;
  if (pattern.startsWith('!')) {
    const not = pattern.slice(1);
    return (value) => value !== not;
  }
  const list: unknown[] = pattern.split('|');
  return list.length === 1 ? (value) => value === list[0] : (value) => list.includes(value);
}

/** The first condition of the object that one of the clauses speaks of decides: the order of the conditions counts. */
export function inOrder(...texts: string[]): Rule {
  const clauses = texts.map(clause);
  return rule(`first condition of: ${clauses.map((c) => c.words).join(', ')}`, (object) =>
    firstMatch(rawConditionsOf(object), clauses),
  );
}

/** As {@link inOrder}, without the conditions that speak of another generation. */
export function inOrderAtGeneration(...texts: string[]): Rule {
  const clauses = texts.map(clause);
  return rule(`first condition of this generation: ${clauses.map((c) => c.words).join(', ')}`, (object) =>
    firstMatch(
      conditionsOf(object).filter((c) => !isStale(object, c)),
      clauses,
    ),
  );
}

function firstMatch(conditions: readonly Bag[], clauses: readonly Clause[]): Health | null {
  for (const condition of conditions) {
    const found = clauses.find((entry) => entry.matches(condition));
    if (found !== undefined) return verdict(found.letter, wordsOf(readCondition(condition)));
  }
  return null;
}

/** The first clause that any condition fulfils decides: the order of the clauses counts. */
export function when(...texts: string[]): Rule {
  const clauses = texts.map(clause);
  return rule(clauses.map((c) => c.words).join('; '), (object) => {
    const conditions = rawConditionsOf(object);
    for (const entry of clauses) {
      const condition = conditions.find(entry.matches);
      if (condition !== undefined) return verdict(entry.letter, wordsOf(readCondition(condition)));
    }
    return null;
  });
}

/** Condition `type` True → Healthy, False → Degraded, anything else → Progressing: the commonest rule. */
export function ready(type = 'Ready'): Rule {
  const order = inOrder(`${type}=True H`, `${type}=False D`);
  return rule(order.text, (object) => {
    const found = order.judge(object);
    if (found !== null) return found;
    const other = conditionsOf(object).find((c) => c.type === type);
    return verdict('P', other === undefined ? `Waiting for condition ${type}.` : wordsOf(other));
  });
}

/** Every one of the conditions has the status → the verdict. */
export function whenAll(types: string, status: string, letter: Letter): Rule {
  const wanted = types.split(' ');
  return rule(`${wanted.join(' and ')} ${status} → ${letterStatus[letter]}`, (object) => {
    const conditions = conditionsOf(object).filter((c) => wanted.includes(c.type) && c.status === status);
    const isAll = wanted.every((type) => conditions.some((c) => c.type === type));
    return isAll ? verdict(letter, conditions.map(wordsOf).join(' ')) : null;
  });
}

/**
 * The value at a path → a verdict by its value. `messagePath` holds the object's own words, where it has any; `other` is the
 * verdict on a value not listed, `absent` on none.
 */
export function byValue(
  path: string,
  values: Partial<Record<Letter, string>>,
  options: { messagePath?: string; other?: Letter; absent?: Letter } = {},
): Rule {
  const letters = new Map<string, Letter>();
  for (const [letter, words] of Object.entries(values)) {
    for (const word of words.split('|')) letters.set(word, letter as Letter);
  }
  const field = path.slice(path.lastIndexOf('.') + 1);
  return rule(valueText(path, values, options), (object) => {
    const found = at(object, path);
    const isText = typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean';
    const value = isText ? String(found) : '';
    const letter = letters.get(value) ?? (value === '' ? options.absent : options.other);
    if (letter === undefined) return null;
    const own = options.messagePath === undefined ? '' : textAt(object, options.messagePath);
    return verdict(letter, own || (value === '' ? `Waiting for ${field}.` : `The ${field} is ${value}.`));
  });
}

function valueText(
  path: string,
  values: Partial<Record<Letter, string>>,
  options: { other?: Letter; absent?: Letter },
): string {
  const parts = Object.entries(values).map(
    ([letter, words]) => `${words.split('|').join(', ')} → ${letterStatus[letter as Letter]}`,
  );
  if (options.other !== undefined) parts.push(`any other → ${letterStatus[options.other]}`);
  if (options.absent !== undefined) parts.push(`none → ${letterStatus[options.absent]}`);
  return `${path}: ${parts.join('; ')}`;
}

/** The value at a path is exactly this → the verdict. */
export function is(path: string, value: string | number | boolean, letter: Letter, message: string): Rule {
  return rule(`${path} ${value} → ${letterStatus[letter]}`, (object) =>
    at(object, path) === value ? verdict(letter, message) : null,
  );
}

/** The spec says to do nothing for now → Suspended. */
export function suspendedBy(path: string): Rule {
  return is(path, true, 'S', `Suspended by ${path}.`);
}

/** Any text at a path (an error message) → the verdict. */
export function says(path: string, letter: Letter): Rule {
  return rule(`any text at ${path} → ${letterStatus[letter]}`, (object) => {
    const text = textAt(object, path);
    return text === '' ? null : verdict(letter, text);
  });
}

const unseen = 'The latest change is not yet observed.';

/** The controller has not seen the latest spec → Progressing. */
export const lag: Rule = rule('observedGeneration behind generation → Progressing', (object) =>
  isLagging(object) ? verdict('P', unseen) : null,
);

/** A status of another generation, where both are known → Progressing. */
export const otherGeneration: Rule = rule('observedGeneration is not generation → Progressing', (object) => {
  const observed = numberAt(object, 'status.observedGeneration');
  const generation = numberAt(object, 'metadata.generation');
  return observed !== undefined && generation !== undefined && observed !== generation
    ? verdict('P', unseen)
    : null;
});

/** Only a status of exactly this generation counts; one that names none counts for objects without one. */
export const sameGeneration: Rule = rule(
  'observedGeneration is not generation, or absent → Progressing',
  (object) =>
    numberAt(object, 'status.observedGeneration') === numberAt(object, 'metadata.generation')
      ? null
      : verdict('P', unseen),
);

/** No status at all → the verdict. */
export function noStatus(letter: Letter, message = 'Waiting for a status.'): Rule {
  return rule(`no status → ${letterStatus[letter]}`, (object) =>
    isAbsent(object, 'status') ? verdict(letter, message) : null,
  );
}

/** No list of conditions → the verdict. */
export function noConditions(letter: Letter): Rule {
  return rule(`no conditions → ${letterStatus[letter]}`, (object) =>
    hasConditions(object) ? null : verdict(letter, 'Waiting for conditions.'),
  );
}

/** The last rule of a line: what holds when nothing else was said. */
export function otherwise(letter: Letter, message: string): Rule {
  return rule(`else → ${letterStatus[letter]}`, (object) => {
    if (letter === 'H' || message !== '') return verdict(letter, message);
    const words = conditionsOf(object).map(wordsOf).join(' ');
    return verdict(letter, words || 'The status says nothing of its health.');
  });
}
