import { describe, expect, it, test } from 'vitest';
import { ManifestSyntaxError, documentLines, parseYaml } from './yaml.ts';

const one = (text: string): unknown => parseYaml(text, { duplicateKeys: 'refuse' })[0];

describe('parseYaml', () => {
  // Expectations are what kubectl 1.35 prints for the same scalars.
  it.each([
    ['yes', true],
    ['On', true],
    ['n', false],
    ['tRUE', 'tRUE'],
    ['0777', 511],
    ['0o777', 511],
    ['0o8', '0o8'],
    ['089', 89],
    ['1e3', 1000],
    ['1e+3', 1000],
    ['5e-1', 0.5],
    ['12:30:45', '12:30:45'],
    ['2001-01-01', '2001-01-01'],
    ['2001-01-01T00:00:00Z', '2001-01-01T00:00:00Z'],
    ['1_000', 1000],
    ['1__0', 10],
    ['0_1', 1],
    ['0x1F', 31],
    ['-0x1f', -31],
    ['0b11', 3],
    ['~', null],
    ['Null', null],
    ['.5', 0.5],
    ['-.5', -0.5],
    ['1.', 1],
    ['1.0', 1],
    ['+1', 1],
    ['1.5e+10', 15_000_000_000],
    ['18446744073709551616', 18_446_744_073_709_552_000],
    ['100000000000000000000000', 1e23],
    ['=', '='],
    ['!!str 1', '1'],
    ['!!float 1', 1],
    ['!!binary aGk=', 'hi'],
    ['"yes"', 'yes'],
    ['"a\u0085b"', 'a b'],
  ])('reads %s as %j (X17)', (text, value) => expect(one(`a: ${text}`)).toEqual({ a: value }));

  it('reads keys as kubectl does', () => {
    expect(one('1: a\n1.5: c\ny: d')).toEqual({ 1: 'a', 1.5: 'c', true: 'd' });
  });

  it('merges with <<, drops empty documents, takes BOM and CRLF', () => {
    expect(
      parseYaml(
        '\ufeff---\r\na: &x {b: 1}\r\nc: {<<: *x, d: 2}\r\n---\r\n---\r\n# none\r\n---\n\ufeffe: 3\n',
        {
          duplicateKeys: 'refuse',
        },
      ),
    ).toEqual([{ a: { b: 1 }, c: { b: 1, d: 2 } }, { e: 3 }]);
  });

  it('keeps __proto__ and constructor as data (X16)', () => {
    const value = one('__proto__: {polluted: true}\nconstructor: 1') as object;
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  const bomb = `a: &a [x,x,x,x,x,x,x,x,x,x]\n${'bcdefghij'
    .split('')
    .map((name, i) => `${name}: &${name} [${Array(10).fill(`*${'abcdefghi'[i]}`).join(',')}]`)
    .join('\n')}`;
  it.each([
    ['duplicate keys', 'a: 1\na: 2', /duplicated/],
    ['an alias bomb', bomb, /too many values/],
    ['deep nesting', `${'['.repeat(5000)}${']'.repeat(5000)}`, /depth|nest/i],
    ['a foreign tag', 'a: !!js/function "x"', /tag/],
    ['an integer beyond 2^53', 'spec: {a: [9223372036854775807]}', /spec\.a\[0\]/],
    ['infinity', 'a: .inf', /no JSON form/],
    ['broken text', 'a: [1', /.+/],
    ['a NUL', 'a: "x\u0000"', /.+/],
    ['a template that was not rendered', 'a: {{ .Values.a }}', /where a key is expected/],
  ])('refuses %s (X15)', (_what, text, message) => {
    expect(() => one(text)).toThrow(ManifestSyntaxError);
    expect(() => one(text)).toThrow(message);
  });

  it('keeps integers beyond 2^53 where asked to (X17)', () => {
    expect(
      parseYaml('a: [9007199254740993, -9223372036854775808, 18446744073709551615, 9007199254740991]', {
        duplicateKeys: 'refuse',
        bigIntegers: 'keep',
      }),
    ).toEqual([
      { a: [9007199254740993n, -9223372036854775808n, 18446744073709551615n, Number.MAX_SAFE_INTEGER] },
    ]);
  });

  // What kubectl and helm read, and strict YAML does not.
  it.each([
    ['a bracket that closes at its key', 'a: [\n  1\n]\nb: {\n}', { a: [1], b: {} }],
    ['one within a list', 'a:\n- {\n  b: 1\n  }\n- c', { a: [{ b: 1 }, 'c'] }],
    ['text of a list at the margin', 'a: ["sh",\n"x", "y\nz"]\nb: 1', { a: ['sh', 'x', 'y z'], b: 1 }],
    ['tabs between the parts of a list', 'a: [1,\t2]\nb: {c:\t3}', { a: [1, 2], b: { c: 3 } }],
    ['a block that ends with the text, as kubectl ends every line', 'a: |\n  x\n  y', { a: 'x\ny\n' }],
    ['a block that ends with blanks', 'a: |\n  x\n  ', { a: 'x\n' }],
    ['a kept block that ends with the text', 'a:\n- >+\n  x', { a: ['x\n'] }],
    ['local tags', 'a: !Sub x\nb: !Ref [1]\nc: !If {d: e}', { a: 'x', b: [1], c: { d: 'e' } }],
    ['a tagged date', 'a: !!timestamp 2020-01-01', { a: '2020-01-01' }],
  ])('reads %s', (_what, text, value) => expect(one(text)).toEqual(value));

  it('gives up on a text that no indentation repairs (X15)', () => {
    expect(() => one(`a: [\n${'x: {\n'.repeat(450)}`)).toThrow(ManifestSyntaxError);
  });

  it('tells where documents begin', () => {
    expect(documentLines('# c\n---\na: 1\n---\n# none\n--- # d\nb: 2\n...\n---\n\nc: 3\n')).toEqual([
      3, 7, 11,
    ]);
  });

  it('never quotes the text in its message', () => {
    expect(() => one('password: [hunter2')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    );
  });

  it('lets the last of two equal keys win where asked to', () => {
    expect(parseYaml('a: 1\na: 2', { duplicateKeys: 'last-wins' })).toEqual([{ a: 2 }]);
  });
});

test.each([
  ['an alias inside the value it names', 'a: 1\n---\nb: &x\n  c: [1, *x]\n', 4, /alias \*x stands inside/],
  ['a sequence that holds itself', '&s [1, *s]\n', 1, /alias \*s stands inside/],
  ['a huge integer in the second document', 'a: 1\n---\nb: 99999999999999999\n', 3, /beyond 2\^53/],
])('X15: %s is refused with its line', (_, text, line, message) => {
  try {
    parseYaml(text, { duplicateKeys: 'refuse' });
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(ManifestSyntaxError);
    expect(error).toMatchObject({ line, message: expect.stringMatching(message) });
  }
});

test('X15: an anchor that is named again after its value is an ordinary alias', () => {
  expect(parseYaml('a: &x {b: 1}\nc: *x\nd: &x {e: 1}\nf: *x\n', { duplicateKeys: 'refuse' })).toEqual([
    { a: { b: 1 }, c: { b: 1 }, d: { e: 1 }, f: { e: 1 } },
  ]);
});
