import { healthOrder } from '../model.ts';
import type { CustomizationProblem } from './customizations.ts';
import { isBag } from './read.ts';
import {
  byValue,
  clause,
  inOrder,
  type Letter,
  lag,
  noStatus,
  otherwise,
  type Rule,
  suspendedBy,
  when,
} from './rules.ts';

/** A rule that cannot be read: the sentence says why. */
class RuleProblem extends Error {}

/**
 * The rules of one customisation, in order; the first that speaks decides. Each is a map with one of: `conditions` (clauses, the
 * order of the object's conditions counts), `when` (clauses, their own order counts), `value` with `is`, `suspended`, `lag`,
 * `noStatus`, `otherwise`. A clause is `Type=Status/Reason Health`.
 */
export function readRules(list: unknown, where: string): Rule[] | CustomizationProblem {
  if (!Array.isArray(list) || list.length === 0) return { where, message: 'a list of rules is expected' };
  const rules: Rule[] = [];
  for (const [index, entry] of list.entries()) {
    try {
      rules.push(readRule(entry));
    } catch (error) {
      if (!(error instanceof RuleProblem)) throw error;
      return { where: `${where}[${index}]`, message: error.message };
    }
  }
  return rules;
}

const readers: Record<string, (value: unknown, entry: Record<string, unknown>) => Rule> = {
  conditions: (value) => inOrder(...clauses(value)),
  when: (value) => when(...clauses(value)),
  value: (path, entry) => valueRule(path, entry),
  suspended: (path) => suspendedBy(text(path, 'suspended')),
  lag(value) {
    if (value !== true) throw new RuleProblem('lag takes true');
    return lag;
  },
  noStatus: (word) => noStatus(letterOf(word)),
  otherwise: (word, entry) =>
    otherwise(letterOf(word), entry.message === undefined ? '' : text(entry.message, 'message')),
};
const companions: Record<string, string[]> = {
  value: ['is', 'other', 'absent', 'message'],
  otherwise: ['message'],
};

function readRule(entry: unknown): Rule {
  const names = Object.keys(readers).join(', ');
  if (!isBag(entry)) throw new RuleProblem(`a map with one of ${names} is expected`);
  const name = Object.keys(readers).find((key) => Object.hasOwn(entry, key));
  const read = name === undefined ? undefined : readers[name];
  if (name === undefined || read === undefined) throw new RuleProblem(`one of ${names} is expected`);
  const extra = Object.keys(entry).find((key) => key !== name && !companions[name]?.includes(key));
  if (extra !== undefined) throw new RuleProblem(`${extra} does not belong to ${name}`);
  return read(entry[name], entry);
}

function valueRule(path: unknown, entry: Record<string, unknown>): Rule {
  if (!isBag(entry.is)) throw new RuleProblem('value takes is: a map of health to values');
  const values: Partial<Record<Letter, string>> = {};
  for (const [word, list] of Object.entries(entry.is))
    values[letterOf(word)] = (Array.isArray(list) ? list : [list]).map(String).join('|');
  return byValue(text(path, 'value'), values, {
    ...(entry.other === undefined ? {} : { other: letterOf(entry.other) }),
    ...(entry.absent === undefined ? {} : { absent: letterOf(entry.absent) }),
    ...(entry.message === undefined ? {} : { messagePath: text(entry.message, 'message') }),
  });
}

/** Clauses with the word of the verdict, as people write them, turned into those of the tables. */
function clauses(list: unknown): string[] {
  const texts = typeof list === 'string' ? [list] : list;
  if (!Array.isArray(texts) || texts.length === 0) throw new RuleProblem('a list of clauses is expected');
  return texts.map((item: unknown) => {
    const written = text(item, 'clause');
    const space = written.lastIndexOf(' ');
    const short = `${written.slice(0, space)} ${letterOf(written.slice(space + 1))}`;
    try {
      clause(short);
    } catch {
      throw new RuleProblem(`"${written}" is not of the form Type=Status/Reason Health`);
    }
    return short;
  });
}

function letterOf(word: unknown): Letter {
  const found = healthOrder.find((status) => status === word);
  if (found === undefined) throw new RuleProblem(`"${String(word)}" is none of ${healthOrder.join(', ')}`);
  return found.charAt(0) as Letter; // the first letters are the letters of the tables
}

function text(value: unknown, name: string): string {
  if (typeof value !== 'string' || value === '') throw new RuleProblem(`${name} is not text`);
  return value;
}
