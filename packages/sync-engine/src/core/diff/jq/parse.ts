import { JqSyntaxError, type Node, type Operator } from './ast.ts';
import { isFunction } from './functions.ts';

const lengthMax = 4000;
const depthMax = 60;
const token =
  /\s*(?:("(?:[^"\\]|\\.)*")|(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(\$?[A-Za-z_][A-Za-z0-9_]*)|(\.\.|==|!=|<=|>=|\/\/|[.[\](){}|,?:;<>+\-*/%]))/y;
const operators: readonly (readonly Operator[])[] = [
  ['==', '!=', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/', '%'],
];

/** Reads a jq expression. Throws JqSyntaxError that says where it stopped understanding. */
export function parseJq(text: string): Node {
  if (text.length > lengthMax)
    throw new JqSyntaxError(`The expression is longer than ${lengthMax} characters.`);
  return new Parser(text).whole();
}

class Parser {
  private readonly words: { text: string; at: number }[] = [];
  private at = 0;
  private depth = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
    token.lastIndex = 0;
    let end = 0;
    for (let match = token.exec(text); match !== null; match = token.exec(text)) {
      const word = match[0].trimStart();
      this.words.push({ text: word, at: token.lastIndex - word.length });
      end = token.lastIndex;
    }
    if (text.slice(end).trim() !== '') throw this.error(end);
  }

  whole(): Node {
    const node = this.pipe();
    if (this.at < this.words.length) throw this.error();
    return node;
  }

  private pipe(): Node {
    if (++this.depth > depthMax) throw new JqSyntaxError('The expression is nested too deep.');
    const left = this.comma();
    let node = left;
    if (this.take('as')) {
      const name = this.next();
      if (!name.startsWith('$')) throw this.error(this.place(-1));
      this.expect('|');
      node = { kind: 'bind', of: left, name, body: this.pipe() };
    } else if (this.take('|')) node = { kind: 'pipe', left, right: this.pipe() };
    this.depth--;
    return node;
  }

  private comma(): Node {
    let left = this.otherwise();
    while (this.take(',')) left = { kind: 'comma', left, right: this.otherwise() };
    return left;
  }

  private otherwise(): Node {
    const left = this.or();
    return this.take('//') ? { kind: 'else', left, right: this.otherwise() } : left;
  }

  private or(): Node {
    let left = this.and();
    while (this.take('or')) left = { kind: 'or', left, right: this.and() };
    return left;
  }

  private and(): Node {
    let left = this.binary(0);
    while (this.take('and')) left = { kind: 'and', left, right: this.binary(0) };
    return left;
  }

  private binary(level: number): Node {
    const known = operators[level];
    if (known === undefined) return this.postfix();
    let left = this.binary(level + 1);
    for (;;) {
      const operator = known.find((word) => this.peek() === word);
      if (operator === undefined) return left;
      this.at++;
      left = { kind: 'operator', operator, left, right: this.binary(level + 1) };
      // Comparisons do not chain.
      if (level === 0) return left;
    }
  }

  private postfix(): Node {
    let node = this.term();
    for (;;) {
      if (this.take('?')) node = { kind: 'try', of: node };
      else if (this.take('[')) node = this.bracket(node);
      else if (this.peek() === '.' && /^["[A-Za-z_]/.test(this.peek(1) ?? '')) {
        this.at++;
        if (!this.take('[')) node = { kind: 'field', of: node, name: this.fieldName() };
        else node = this.bracket(node);
      } else return node;
    }
  }

  private bracket(of: Node): Node {
    if (this.take(']')) return { kind: 'each', of };
    if (this.take(':')) {
      const to = this.pipe();
      this.expect(']');
      return { kind: 'slice', of, from: undefined, to };
    }
    const by = this.pipe();
    if (this.take(']')) return { kind: 'index', of, by };
    this.expect(':');
    const to = this.peek() === ']' ? undefined : this.pipe();
    this.expect(']');
    return { kind: 'slice', of, from: by, to };
  }

  private term(): Node {
    const word = this.next();
    if (word === '.') {
      if (this.take('[')) return this.bracket({ kind: 'identity' });
      return /^["A-Za-z_]/.test(this.peek() ?? '') && !this.isKeyword()
        ? { kind: 'field', of: { kind: 'identity' }, name: this.fieldName() }
        : { kind: 'identity' };
    }
    if (word === '..') return { kind: 'recurse' };
    if (word.startsWith('"')) return { kind: 'literal', value: this.string(word) };
    if (/^\d/.test(word)) return { kind: 'literal', value: Number(word) };
    if (word === '-') return { kind: 'negate', of: this.postfix() };
    if (word === '(') {
      const node = this.pipe();
      this.expect(')');
      return node;
    }
    if (word === '[') {
      if (this.take(']')) return { kind: 'list', of: undefined };
      const of = this.pipe();
      this.expect(']');
      return { kind: 'list', of };
    }
    if (word === '{') return this.object();
    if (word === 'if') return this.condition();
    if (word.startsWith('$')) return { kind: 'variable', name: word };
    if (/^(true|false|null)$/.test(word)) return { kind: 'literal', value: JSON.parse(word) as unknown };
    if (/^[A-Za-z_]/.test(word)) return this.call(word);
    throw this.error(this.place(-1));
  }

  /** `. and x`, `. or x`, `. as $x`: words that are no field name right after a lone dot with a space before them. */
  private isKeyword(): boolean {
    const dot = this.words[this.at - 1];
    const word = this.words[this.at];
    return (
      dot !== undefined &&
      word !== undefined &&
      word.at > dot.at + 1 &&
      /^(and|or|as|then|else|elif|end)$/.test(word.text)
    );
  }

  private call(name: string): Node {
    const args: Node[] = [];
    const from = this.place(-1);
    if (this.take('(')) {
      do args.push(this.pipe());
      while (this.take(';'));
      this.expect(')');
    }
    if (!isFunction(name, args.length))
      throw new JqSyntaxError(
        `${JSON.stringify(this.text.slice(0, 200))}: ${name}${args.length > 0 ? `/${args.length}` : ''} at ${from + 1} is not a function that is understood here.`,
      );
    return { kind: 'call', name, args };
  }

  private condition(): Node {
    const test = this.pipe();
    this.expect('then');
    const chosen = this.pipe();
    if (this.take('elif')) return { kind: 'if', test, chosen, otherwise: this.condition() };
    const otherwise: Node = this.take('else') ? this.pipe() : { kind: 'identity' };
    this.expect('end');
    return { kind: 'if', test, chosen, otherwise };
  }

  private object(): Node {
    const members: { name: Node; value: Node }[] = [];
    while (!this.take('}')) {
      if (members.length > 0) this.expect(',');
      const word = this.next();
      const plain = word.startsWith('"') ? this.string(word) : word;
      const name: Node = word === '(' ? this.pipe() : { kind: 'literal', value: plain };
      if (word === '(') this.expect(')');
      const value: Node = this.take(':')
        ? this.otherwise()
        : { kind: 'field', of: { kind: 'identity' }, name: plain };
      members.push({ name, value });
    }
    return { kind: 'object', members };
  }

  private fieldName(): string {
    const word = this.next();
    if (word.startsWith('"')) return this.string(word);
    if (!/^[A-Za-z_]/.test(word)) throw this.error(this.place(-1));
    return word;
  }

  private string(word: string): string {
    if (word.includes('\\('))
      throw new JqSyntaxError('Texts with an expression inside, "\\(…)", are not understood here.');
    try {
      return JSON.parse(word) as string;
    } catch {
      throw this.error(this.place(-1));
    }
  }

  private peek(ahead = 0): string | undefined {
    return this.words[this.at + ahead]?.text;
  }

  private next(): string {
    const word = this.peek();
    if (word === undefined) throw this.error();
    this.at++;
    return word;
  }

  private take(word: string): boolean {
    if (this.peek() !== word) return false;
    this.at++;
    return true;
  }

  private expect(word: string): void {
    if (!this.take(word)) throw this.error();
  }

  private place(offset = 0): number {
    return this.words[this.at + offset]?.at ?? this.text.length;
  }

  private error(at = this.place()): JqSyntaxError {
    const rest = this.text.slice(at, at + 20);
    return new JqSyntaxError(
      `${JSON.stringify(this.text.slice(0, 200))} cannot be read${rest === '' ? ': it ends too early' : ` from ${JSON.stringify(rest)} on`}.`,
    );
  }
}
