import type { Assertion, Bind, Clause, Field, Node, Param, Place, Program, Visibility } from './ast.ts';
import { JsonnetError } from './failure.ts';
import type { Token } from './lexer.ts';
import { tokenize } from './lexer.ts';

const depthMax = 400;
const precedence: Record<string, number> = {
  '*': 5,
  '/': 5,
  '%': 5,
  '+': 6,
  '-': 6,
  '<<': 7,
  '>>': 7,
  '<': 8,
  '>': 8,
  '<=': 8,
  '>=': 8,
  in: 8,
  '==': 9,
  '!=': 9,
  '&': 10,
  '^': 11,
  '|': 12,
  '&&': 13,
  '||': 14,
};
const loosest = 15;
const unary = new Set(['+', '-', '!', '~']);

/** Reads one file. Throws JsonnetError with the place; nesting is bounded, so no text overflows the stack. */
export function parseJsonnet(text: string, file: string): Program {
  return new Parser(tokenize(text, file), file).program();
}

class Parser {
  private readonly tokens: Token[];
  private readonly file: string;
  private readonly imports: Program['imports'] = [];
  private at = 0;
  private depth = 0;

  constructor(tokens: Token[], file: string) {
    this.tokens = tokens;
    this.file = file;
  }

  program(): Program {
    const body = this.expression();
    if (this.next.kind !== 'end') this.fail('there is text after the end of the program');
    return { file: this.file, body, imports: this.imports };
  }

  private get next(): Token {
    return this.tokens[this.at]!;
  }

  private fail(message: string, token = this.next): never {
    const what = token.kind === 'end' ? 'the end of the file' : JSON.stringify(token.text.slice(0, 40));
    throw new JsonnetError(`Unexpected ${what}: ${message}`, `${this.file}:${token.line}:${token.column}`);
  }

  private is(text: string, ahead = 0): boolean {
    const token = this.tokens[this.at + ahead];
    return token !== undefined && token.text === text && (token.kind === 'op' || token.kind === 'keyword');
  }

  private take(text: string): boolean {
    if (!this.is(text)) return false;
    this.at += 1;
    return true;
  }

  private expect(text: string): void {
    if (!this.take(text)) this.fail(`expected ${text}`);
  }

  private name(): string {
    if (this.next.kind !== 'id') this.fail('expected a name');
    return this.tokens[this.at++]!.text;
  }

  private get place(): Place {
    return { line: this.next.line, column: this.next.column };
  }

  private expression(limit = loosest): Node {
    this.depth += 1;
    if (this.depth > depthMax) this.fail('the program is nested too deep');
    try {
      return this.prefixed() ?? this.binary(limit);
    } finally {
      this.depth -= 1;
    }
  }

  /** Expressions that reach as far as they can. */
  private prefixed(): Node | undefined {
    const place = this.place;
    if (this.next.kind !== 'keyword') return undefined;
    if (this.is('local')) {
      this.at += 1;
      const binds = [this.bind()];
      while (this.take(',')) binds.push(this.bind());
      this.expect(';');
      return { ...place, type: 'local', binds, body: this.expression() };
    }
    if (this.is('if')) {
      this.at += 1;
      const test = this.expression();
      this.expect('then');
      const yes = this.expression();
      const otherwise = this.take('else') ? this.expression() : undefined;
      return { ...place, type: 'if', test, yes, otherwise };
    }
    if (this.is('function')) {
      this.at += 1;
      const params = this.params();
      return { ...place, type: 'function', params, body: this.expression() };
    }
    if (this.is('assert')) {
      const assertion = this.assertion();
      this.expect(';');
      return { ...place, type: 'assert', assertion, body: this.expression() };
    }
    if (this.is('error')) {
      this.at += 1;
      return { ...place, type: 'error', message: this.expression() };
    }
    for (const [word, how] of [
      ['import', 'code'],
      ['importstr', 'text'],
      ['importbin', 'bytes'],
    ] as const) {
      if (!this.is(word)) continue;
      this.at += 1;
      const token = this.next;
      if (token.kind !== 'string') this.fail('an import names its file by a plain string');
      this.at += 1;
      this.imports.push({ how, path: token.text });
      return { ...place, type: 'import', how, path: token.text };
    }
    return undefined;
  }

  private binary(limit: number): Node {
    const place = this.place;
    let left: Node;
    if (this.next.kind === 'op' && unary.has(this.next.text)) {
      const op = this.tokens[this.at++]!.text;
      left = { ...place, type: 'unary', op, operand: this.expression(4) };
    } else {
      left = this.postfixed();
    }
    while (true) {
      const token = this.next;
      if (token.kind !== 'op' && token.text !== 'in') return left;
      const strength = Object.hasOwn(precedence, token.text) ? precedence[token.text]! : loosest + 1;
      if (strength > limit || strength > loosest) return left;
      // `e in super` asks for a field of what is extended.
      if (token.text === 'in' && this.is('super', 1) && !this.is('.', 2) && !this.is('[', 2)) {
        this.at += 2;
        left = { ...place, type: 'inSuper', index: left };
        continue;
      }
      if (strength === limit && limit !== loosest) return left;
      this.at += 1;
      const right = this.expression(strength);
      left = { ...place, type: 'binary', op: token.text, left, right };
    }
  }

  private postfixed(): Node {
    let target = this.primary();
    while (true) {
      const place = this.place;
      if (this.take('.')) {
        target = { ...place, type: 'index', target, index: this.fieldName() };
      } else if (this.is('[')) {
        target = this.indexOrSlice(target);
      } else if (this.is('(')) {
        target = this.call(target);
      } else if (this.is('{')) {
        target = { ...place, type: 'binary', op: '+', left: target, right: this.object() };
      } else {
        return target;
      }
    }
  }

  private fieldName(): Node {
    const place = this.place;
    return { ...place, type: 'literal', value: this.name() };
  }

  private indexOrSlice(target: Node): Node {
    const place = this.place;
    this.expect('[');
    const parts: (Node | undefined)[] = [undefined];
    while (!this.is(']')) {
      if (this.take('::')) parts.push(undefined, undefined);
      else if (this.take(':')) parts.push(undefined);
      else if (parts.at(-1) === undefined) parts[parts.length - 1] = this.expression();
      else this.fail('expected : or ]');
      if (parts.length > 3) this.fail('a slice has three parts');
    }
    this.expect(']');
    const [index] = parts;
    if (parts.length > 1) return { ...place, type: 'slice', target, parts };
    if (index === undefined) this.fail('an index is missing');
    return { ...place, type: 'index', target, index };
  }

  private call(target: Node): Node {
    const place = this.place;
    this.expect('(');
    const positional: Node[] = [];
    const named: { name: string; value: Node }[] = [];
    while (!this.take(')')) {
      if (this.next.kind === 'id' && this.is('=', 1)) {
        const name = this.name();
        this.expect('=');
        named.push({ name, value: this.expression() });
      } else {
        if (named.length > 0) this.fail('a positional argument after a named one');
        const first = this.expression();
        positional.push(first);
      }
      if (!this.is(')')) this.expect(',');
    }
    this.take('tailstrict');
    return { ...place, type: 'call', target, positional, named };
  }

  private primary(): Node {
    const place = this.place;
    const token = this.next;
    if (token.kind === 'number') {
      this.at += 1;
      const value = Number(token.text);
      if (!Number.isFinite(value)) this.fail('the number is too large', token);
      return { ...place, type: 'literal', value };
    }
    if (token.kind === 'string') {
      this.at += 1;
      return { ...place, type: 'literal', value: token.text };
    }
    if (token.kind === 'id') return { ...place, type: 'variable', name: this.name() };
    if (this.take('$')) return { ...place, type: 'dollar' };
    if (this.take('null')) return { ...place, type: 'literal', value: null };
    if (this.take('true')) return { ...place, type: 'literal', value: true };
    if (this.take('false')) return { ...place, type: 'literal', value: false };
    if (this.take('self')) return { ...place, type: 'self' };
    if (this.take('super')) {
      if (this.take('.')) return { ...place, type: 'superIndex', index: this.fieldName() };
      this.expect('[');
      const index = this.expression();
      this.expect(']');
      return { ...place, type: 'superIndex', index };
    }
    if (this.take('(')) {
      const inner = this.expression();
      this.expect(')');
      return inner;
    }
    if (this.is('[')) return this.array();
    if (this.is('{')) return this.object();
    const prefixed = this.prefixed();
    return prefixed ?? this.fail('expected an expression');
  }

  private array(): Node {
    const place = this.place;
    this.expect('[');
    const items: Node[] = [];
    while (!this.take(']')) {
      items.push(this.expression());
      const isEnded = !this.take(',');
      if (items.length === 1 && this.is('for')) {
        const clauses = this.clauses();
        this.expect(']');
        return { ...place, type: 'arrayFor', body: items[0]!, clauses };
      }
      if (isEnded && !this.is(']')) this.fail('expected , or ]');
    }
    return { ...place, type: 'array', items };
  }

  private clauses(): Clause[] {
    const clauses: Clause[] = [];
    while (true) {
      if (this.take('for')) {
        const name = this.name();
        this.expect('in');
        clauses.push({ kind: 'for', name, list: this.expression() });
      } else if (this.take('if')) {
        clauses.push({ kind: 'if', test: this.expression() });
      } else {
        return clauses;
      }
    }
  }

  private object(): Node {
    const place = this.place;
    this.expect('{');
    const fields: Field[] = [];
    const locals: Bind[] = [];
    const asserts: Assertion[] = [];
    while (!this.take('}')) {
      if (this.take('local')) locals.push(this.bind());
      else if (this.is('assert')) asserts.push(this.assertion());
      else fields.push(this.field());
      const isEnded = !this.take(',');
      if (this.is('for')) return this.comprehension(place, fields, locals, asserts);
      if (isEnded && !this.is('}')) this.fail('expected , or }');
    }
    return { ...place, type: 'object', fields, locals, asserts };
  }

  private comprehension(place: Place, fields: Field[], locals: Bind[], asserts: Assertion[]): Node {
    const [field] = fields;
    if (field === undefined || fields.length > 1 || asserts.length > 0 || field.name.type === 'literal') {
      this.fail('an object comprehension has exactly one field, and its name is computed');
    }
    const clauses = this.clauses();
    this.expect('}');
    const { name, value: body, isPlus } = field;
    return { ...place, type: 'objectFor', name, body, isPlus, locals, clauses };
  }

  private field(): Field {
    const place = this.place;
    let name: Node;
    if (this.take('[')) {
      name = this.expression();
      this.expect(']');
      // A literal in brackets is computed all the same: it may make a comprehension.
      if (name.type === 'literal') name = { ...place, type: 'local', binds: [], body: name };
    } else if (this.next.kind === 'string') {
      name = { ...place, type: 'literal', value: this.tokens[this.at++]!.text };
    } else {
      name = this.fieldName();
    }
    const params = this.is('(') ? this.params() : undefined;
    const token = this.next;
    const match = token.kind === 'op' ? /^(\+?)(:{1,3})$/.exec(token.text) : null;
    if (match === null) this.fail('expected : after the name of a field');
    this.at += 1;
    const isPlus = match[1] === '+';
    if (isPlus && params !== undefined) this.fail('a method cannot be added to', token);
    const body = this.expression();
    const value: Node = params === undefined ? body : { ...place, type: 'function', params, body };
    return { name, visibility: match[2] as Visibility, isPlus, value };
  }

  private bind(): Bind {
    const place = this.place;
    const name = this.name();
    const params = this.is('(') ? this.params() : undefined;
    this.expect('=');
    const body = this.expression();
    return { name, value: params === undefined ? body : { ...place, type: 'function', params, body } };
  }

  private params(): Param[] {
    this.expect('(');
    const params: Param[] = [];
    while (!this.take(')')) {
      const name = this.name();
      if (params.some((one) => one.name === name)) this.fail(`the parameter ${name} is named twice`);
      params.push({ name, fallback: this.take('=') ? this.expression() : undefined });
      if (!this.is(')')) this.expect(',');
    }
    return params;
  }

  private assertion(): Assertion {
    const place = this.place;
    this.expect('assert');
    const test = this.expression();
    return { test, message: this.take(':') ? this.expression() : undefined, ...place };
  }
}
