import { badRequest } from './errors.ts';
import { type KubeObject, valueAt } from './object.ts';
import type { ResourceType } from './resource-type.ts';

export type Matcher = (object: KubeObject) => boolean;

type LabelTest = (labels: Record<string, string>) => boolean;

const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9._/-]*[A-Za-z0-9])?';
const SET = new RegExp(`^(${LABEL})\\s+(in|notin)\\s*\\(([^)]*)\\)$`);
const EQUALITY = new RegExp(`^(${LABEL})\\s*(==|=|!=)\\s*([A-Za-z0-9._-]*)$`);
const EXISTS = new RegExp(`^(!?)\\s*(${LABEL})$`);

/** Parses a label selector of the query string; throws 400 where it does not parse. */
export function parseLabelSelector(text: string): LabelTest | undefined {
  if (text.trim() === '') return undefined;
  const tests = splitOutsideParentheses(text).map((part) => labelTest(part.trim(), text));
  return (labels) => tests.every((test) => test(labels));
}

/** The matcher of a LabelSelector object (`matchLabels`, `matchExpressions`); null selects nothing, {} everything. */
export function matchesLabelSelector(selector: unknown, labels: Record<string, string>): boolean {
  if (selector === null || selector === undefined) return false;
  const { matchLabels = {}, matchExpressions = [] } = selector as {
    matchLabels?: Record<string, string>;
    matchExpressions?: { key: string; operator: string; values?: string[] }[];
  };
  for (const [key, value] of Object.entries(matchLabels)) if (labels[key] !== value) return false;
  return matchExpressions.every(({ key, operator, values = [] }) => {
    const value = labels[key];
    if (operator === 'Exists') return value !== undefined;
    if (operator === 'DoesNotExist') return value === undefined;
    const within = value !== undefined && values.includes(value);
    return operator === 'In' ? within : !within;
  });
}

/** Parses a field selector; fields the type does not support give 400 as a real API server does. */
export function parseFieldSelector(text: string, type: ResourceType): Matcher | undefined {
  if (text.trim() === '') return undefined;
  const tests = text.split(',').map((part): Matcher => {
    const match = /^([^=!]+)(==|=|!=)(.*)$/.exec(part.trim());
    if (!match) throw badRequest(`invalid field selector: '${part}'; can't understand '${part}'`);
    const [, field = '', operator = '', value = ''] = match;
    if (field !== 'metadata.name' && field !== 'metadata.namespace' && !type.fieldLabels.includes(field)) {
      throw badRequest(`field label not supported: ${field}`);
    }
    const path = field.split('.');
    return (object) => {
      const found = valueAt(object, path);
      return (String(found ?? '') === value) === (operator !== '!=');
    };
  });
  return (object) => tests.every((test) => test(object));
}

/** Both selectors of a list or watch as one matcher; undefined when everything matches. */
export function parseSelectors(query: URLSearchParams, type: ResourceType): Matcher | undefined {
  const labels = parseLabelSelector(query.get('labelSelector') ?? '');
  const fields = parseFieldSelector(query.get('fieldSelector') ?? '', type);
  if (!labels) return fields;
  return (object) => labels(object.metadata.labels ?? {}) && (!fields || fields(object));
}

function labelTest(part: string, whole: string): LabelTest {
  const set = SET.exec(part);
  if (set) {
    const [, key = '', operator, list = ''] = set;
    const values = new Set(list.split(',').map((value) => value.trim()));
    return (labels) => {
      const value = labels[key];
      return (value !== undefined && values.has(value)) === (operator === 'in');
    };
  }
  const equality = EQUALITY.exec(part);
  if (equality) {
    const [, key = '', operator, value] = equality;
    return (labels) => (labels[key] === value) === (operator !== '!=');
  }
  const exists = EXISTS.exec(part);
  if (exists) {
    const [, not, key = ''] = exists;
    return (labels) => (labels[key] !== undefined) === (not === '');
  }
  throw badRequest(`unable to parse requirement: couldn't parse the selector string "${whole}"`);
}

function splitOutsideParentheses(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')') depth--;
    else if (text[at] === ',' && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}
