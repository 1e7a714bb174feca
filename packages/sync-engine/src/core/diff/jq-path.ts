import { get, isObject } from '../schema/json.ts';
import type { JsonObject } from '../schema/types.ts';

/** The way to one value: names of members and indexes of items. */
export type ValuePath = (string | number)[];

/** The concrete paths an expression names in one value. */
export type PathExpression = (root: unknown) => ValuePath[];

/** An expression that is not of the part of jq that names paths. */
export class JqSyntaxError extends Error {
  readonly code = 'JQ_EXPRESSION_UNSUPPORTED';
}

type Found = { path: ValuePath; value: unknown };
type Step = (found: Found) => Found[];
type Test = (value: unknown) => boolean;

/**
 * Reads the part of jq that names fields: `.a.b`, `."a"`, `.["a"]`, `.[]`, `.[0]`, `?`, `|`, `,`, `select(.a == "b")` with
 * `==`, `!=`, `and`, `or`, `not`, `startswith`, `endswith`, `contains`, `has`. Throws JqSyntaxError on anything else.
 * Always terminates: every step goes down or filters.
 */
export function parseJqPath(text: string): PathExpression {
  const parser = new Parser(text);
  const steps = parser.alternatives();
  parser.expectEnd();
  return (root) =>
    steps({ path: [], value: root })
      .filter(({ value }) => value !== undefined)
      .map(({ path }) => path);
}

const tokens = /\s*("(?:[^"\\]|\\.)*"|==|!=|-?\d+(?:\.\d+)?|[A-Za-z_][A-Za-z0-9_]*|[.[\]()|,?])/y;

class Parser {
  private readonly words: string[] = [];
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
    if (text.length > 2000) throw new JqSyntaxError('The expression is longer than 2,000 characters.');
    tokens.lastIndex = 0;
    let end = 0;
    for (let match = tokens.exec(text); match !== null; match = tokens.exec(text)) {
      this.words.push(match[1] ?? '');
      end = tokens.lastIndex;
    }
    if (text.slice(end).trim() !== '') throw this.error();
  }

  alternatives(): Step {
    const options = [this.pipeline()];
    while (this.take(',')) options.push(this.pipeline());
    return (found) => options.flatMap((step) => step(found));
  }

  expectEnd(): void {
    if (this.at < this.words.length || this.words.length === 0) throw this.error();
  }

  private pipeline(): Step {
    const steps = [this.term()];
    while (this.take('|')) steps.push(this.term());
    return (found) => steps.reduce<Found[]>((list, step) => list.flatMap(step), [found]);
  }

  private term(): Step {
    if (this.take('select')) {
      this.expect('(');
      const test = this.condition();
      this.expect(')');
      return this.suffix([(found) => (test(found.value) ? [found] : [])]);
    }
    if (this.take('(')) {
      const inner = this.alternatives();
      this.expect(')');
      return this.suffix([inner]);
    }
    return this.path();
  }

  private path(): Step {
    this.expect('.');
    return this.suffix(this.isName() ? [memberStep(this.name())] : []);
  }

  private suffix(steps: Step[]): Step {
    for (;;) {
      if (this.take('?')) continue;
      if (this.take('[')) steps.push(this.bracket());
      else if (this.take('.')) steps.push(this.take('[') ? this.bracket() : memberStep(this.name()));
      else break;
    }
    return (found) => steps.reduce<Found[]>((list, step) => list.flatMap(step), [found]);
  }

  private bracket(): Step {
    if (this.take(']')) return eachStep;
    const word = this.words[this.at++] ?? '';
    this.expect(']');
    if (word.startsWith('"')) return memberStep(JSON.parse(word) as string);
    if (/^-?\d+$/.test(word)) return indexStep(Number(word));
    throw this.error();
  }

  private condition(): Test {
    const options = [this.conjunction()];
    while (this.take('or')) options.push(this.conjunction());
    return (value) => options.some((test) => test(value));
  }

  private conjunction(): Test {
    const tests = [this.comparison()];
    while (this.take('and')) tests.push(this.comparison());
    return (value) => tests.every((test) => test(value));
  }

  private comparison(): Test {
    if (this.take('(')) {
      const inner = this.condition();
      this.expect(')');
      return this.negated(inner);
    }
    if (this.words[this.at] !== '.') return this.negated(this.call());
    const path = this.path();
    const values = (value: unknown) => path({ path: [], value }).map((found) => found.value);
    if (this.take('==')) {
      const literal = this.literal();
      return (value) => values(value).some((v) => v === literal || (v === undefined && literal === null));
    }
    if (this.take('!=')) {
      const literal = this.literal();
      return (value) => values(value).some((v) => (v ?? null) !== literal);
    }
    if (this.take('|')) {
      if (this.take('not')) return (value) => !values(value).some(isTruthy);
      const test = this.call();
      return this.negated((value) => values(value).some(test));
    }
    return (value) => values(value).some(isTruthy);
  }

  private negated(test: Test): Test {
    if (this.words[this.at] !== '|' || this.words[this.at + 1] !== 'not') return test;
    this.at += 2;
    return (value) => !test(value);
  }

  private call(): Test {
    const name = this.words[this.at++] ?? '';
    const build = Object.hasOwn(calls, name) ? calls[name] : undefined;
    if (build === undefined) throw this.error();
    this.expect('(');
    const argument = this.literal();
    this.expect(')');
    if (typeof argument !== 'string') throw this.error();
    return build(argument);
  }

  private literal(): unknown {
    const word = this.words[this.at++] ?? '';
    if (word === 'true' || word === 'false' || word === 'null' || /^(?:"|-?\d)/.test(word))
      return JSON.parse(word);
    throw this.error();
  }

  private isName(): boolean {
    return /^["A-Za-z_]/.test(this.words[this.at] ?? '');
  }

  private name(): string {
    if (!this.isName()) throw this.error();
    const word = this.words[this.at++] ?? '';
    return word.startsWith('"') ? (JSON.parse(word) as string) : word;
  }

  private take(word: string): boolean {
    if (this.words[this.at] !== word) return false;
    this.at++;
    return true;
  }

  private expect(word: string): void {
    if (!this.take(word)) throw this.error();
  }

  private error(): JqSyntaxError {
    return new JqSyntaxError(
      `"${this.text.slice(0, 200)}" cannot be read as a path; fields, [], select() with comparisons, | and , are understood.`,
    );
  }
}

const calls: Readonly<Record<string, (argument: string) => Test>> = {
  startswith: (argument) => (value) => typeof value === 'string' && value.startsWith(argument),
  endswith: (argument) => (value) => typeof value === 'string' && value.endsWith(argument),
  contains: (argument) => (value) => typeof value === 'string' && value.includes(argument),
  has: (argument) => (value) => isObject(value) && Object.hasOwn(value, argument),
};

function isTruthy(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false;
}

function memberStep(name: string): Step {
  return ({ path, value }) => (isObject(value) ? [{ path: [...path, name], value: get(value, name) }] : []);
}

function indexStep(index: number): Step {
  return ({ path, value }) => {
    if (!Array.isArray(value)) return [];
    const at = index < 0 ? value.length + index : index;
    return at >= 0 && at < value.length ? [{ path: [...path, at], value: value[at] }] : [];
  };
}

const eachStep: Step = ({ path, value }) => {
  if (Array.isArray(value)) return value.map((item, index) => ({ path: [...path, index], value: item }));
  if (!isObject(value)) return [];
  const object: JsonObject = value;
  return Object.keys(object).map((key) => ({ path: [...path, key], value: object[key] }));
};
