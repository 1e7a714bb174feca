import type { Health, HealthStatus, KubeObject } from '../model.ts';
import { at, conditionsOf, health, isLagging, listAt, textAt, wordsOf } from './read.ts';

/** A statement on an object's health, or null when the rule has none to make. */
export type Rule = (object: KubeObject) => Health | null;

/** Verdicts as the tables write them. */
export type Letter = 'H' | 'S' | 'P' | 'M' | 'D' | 'U';
const statuses: Readonly<Record<Letter, HealthStatus>> = {
  H: 'Healthy',
  S: 'Suspended',
  P: 'Progressing',
  M: 'Missing',
  D: 'Degraded',
  U: 'Unknown',
};

export function verdict(letter: Letter, message: string): Health {
  return health(statuses[letter], message);
}

/** A line of a table: groups and kinds (`*` = any; a group may start with `*.`), and the rules in order. The first that speaks decides. */
export type Line = { groups: string; kinds: string; rules: Rule[] };

/** `line('a.io b.io', 'A B', …)`: groups and kinds separated by spaces. */
export function line(groups: string, kinds: string, ...rules: Rule[]): Line {
  return { groups, kinds, rules };
}

/** Condition `type` True → Healthy, False → Degraded, anything else → Progressing: the commonest rule. */
export function ready(type = 'Ready'): Rule {
  return (object) => {
    const condition = conditionsOf(object).find((c) => c.type === type);
    if (condition === undefined) return verdict('P', `Waiting for condition ${type}.`);
    const letter = condition.status === 'True' ? 'H' : condition.status === 'False' ? 'D' : 'P';
    return verdict(letter, wordsOf(condition));
  };
}

/** A condition with this status (and, where given, one of these reasons) → the verdict. */
export function when(type: string, status: string, letter: Letter, ...reasons: string[]): Rule {
  return (object) => {
    const condition = conditionsOf(object).find(
      (c) => c.type === type && c.status === status && (reasons.length === 0 || reasons.includes(c.reason)),
    );
    return condition === undefined ? null : verdict(letter, wordsOf(condition));
  };
}

/** Every one of the conditions has the status → the verdict. */
export function whenAll(types: string, status: string, letter: Letter): Rule {
  const wanted = types.split(' ');
  return (object) => {
    const conditions = conditionsOf(object).filter((c) => wanted.includes(c.type) && c.status === status);
    const isAll = wanted.every((type) => conditions.some((c) => c.type === type));
    return isAll ? verdict(letter, conditions.map(wordsOf).join(' ')) : null;
  };
}

/** Any condition at all with this status, whatever its type → the verdict. */
export function anyCondition(status: string, letter: Letter): Rule {
  return (object) => {
    const condition = conditionsOf(object).find((c) => c.status === status);
    return condition === undefined ? null : verdict(letter, wordsOf(condition));
  };
}

/** The text at a path → a verdict by its value. `messagePath` holds the object's own words, where it has any. */
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
  return (object) => {
    const found = at(object, path);
    const value = found === undefined || found === null ? '' : String(found);
    const letter = letters.get(value) ?? (value === '' ? options.absent : options.other);
    if (letter === undefined) return null;
    const own = options.messagePath === undefined ? '' : textAt(object, options.messagePath);
    return verdict(letter, own || (value === '' ? `Waiting for ${field}.` : `The ${field} is ${value}.`));
  };
}

/** The value at a path is exactly this → the verdict. */
export function is(path: string, value: unknown, letter: Letter, message: string): Rule {
  return (object) => (at(object, path) === value ? verdict(letter, message) : null);
}

/** The spec says to do nothing for now → Suspended. */
export function suspendedBy(path: string): Rule {
  return is(path, true, 'S', `Suspended by ${path}.`);
}

/** Any text at a path (an error message) → the verdict. */
export function says(path: string, letter: Letter): Rule {
  return (object) => {
    const text = textAt(object, path);
    return text === '' ? null : verdict(letter, text);
  };
}

/** The controller has not seen the latest spec → Progressing. */
export const lag: Rule = (object) =>
  isLagging(object) ? verdict('P', 'The latest change is not yet observed.') : null;

/** No status at all → the verdict. */
export function noStatus(letter: Letter, message = 'Waiting for a status.'): Rule {
  return (object) => {
    const status = at(object, 'status');
    const isEmpty = typeof status !== 'object' || status === null || Object.keys(status).length === 0;
    return isEmpty ? verdict(letter, message) : null;
  };
}

/** At least one item of a list satisfies a test → the verdict. */
export function someItem(
  path: string,
  test: (item: Record<string, unknown>) => boolean,
  letter: Letter,
  message: (item: Record<string, unknown>) => string,
): Rule {
  return (object) => {
    const item = listAt(object, path).find(test);
    return item === undefined ? null : verdict(letter, message(item));
  };
}

/** The last rule of a line: what holds when nothing else was said. */
export function otherwise(letter: Letter, message: string): Rule {
  return () => verdict(letter, message);
}

/** The last rule of a line for objects that have a status; those that have none yet are Progressing. */
export function rest(letter: Letter, message = 'The status says nothing of its health.'): Rule {
  const waiting = noStatus('P');
  return (object) => waiting(object) ?? verdict(letter, message);
}
