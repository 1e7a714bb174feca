import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JqSyntaxError, parseJqPath } from './jq-path.ts';

const object = {
  metadata: { annotations: { 'a.b/c': '1', kept: '2' } },
  spec: {
    replicas: 2,
    containers: [
      { name: 'web', image: 'nginx:1', env: [{ name: 'A' }] },
      { name: 'side', image: 'side:1' },
    ],
  },
};
const paths = (expression: string) => parseJqPath(expression)(object).map((path) => path.join('/'));

describe('DIFF-2 the part of jq that names fields', () => {
  test.each<[string, string[]]>([
    ['.spec.replicas', ['spec/replicas']],
    ['.spec."replicas"', ['spec/replicas']],
    ['.metadata.annotations["a.b/c"]', ['metadata/annotations/a.b/c']],
    ['.metadata.annotations."a.b/c"', ['metadata/annotations/a.b/c']],
    ['.spec.containers[].image', ['spec/containers/0/image', 'spec/containers/1/image']],
    ['.spec.containers[0].image', ['spec/containers/0/image']],
    ['.spec.containers[-1].image', ['spec/containers/1/image']],
    ['.spec.containers[9].image', []],
    ['.spec["containers"][]?.image', ['spec/containers/0/image', 'spec/containers/1/image']],
    ['.spec.absent?.deeper', []],
    ['.spec.containers[] | select(.name == "side") | .image', ['spec/containers/1/image']],
    ['.spec.containers[] | select(.name != "side").image', ['spec/containers/0/image']],
    ['.spec.containers[] | select(.name == "a" or .name == "web") | .image', ['spec/containers/0/image']],
    ['.spec.containers[] | select(.env) | .image', ['spec/containers/0/image']],
    ['.spec.containers[] | select(.env | not) | .image', ['spec/containers/1/image']],
    ['.spec.containers[] | select(.name | startswith("si")) | .image', ['spec/containers/1/image']],
    [
      '.spec.containers[] | select((.name | endswith("b")) and (.image | contains("nginx"))) | .image',
      ['spec/containers/0/image'],
    ],
    ['.spec.containers[] | select(has("env")) | .env[] | .name', ['spec/containers/0/env/0/name']],
    ['.spec.replicas, .metadata.annotations.kept', ['spec/replicas', 'metadata/annotations/kept']],
    ['.metadata.annotations[]', ['metadata/annotations/a.b/c', 'metadata/annotations/kept']],
    ['(.spec | .replicas)', ['spec/replicas']],
  ])('%s', (expression, expected) => {
    expect(paths(expression)).toEqual(expected);
  });

  test.each([
    '',
    'spec',
    '.spec |',
    '.a[',
    'keys',
    '.a | test("x")',
    '..',
    '.a == 1',
    'env',
    'input',
    '.a;.b',
    '.[1:2]',
  ])('%j is refused', (expression) => expect(() => parseJqPath(expression)).toThrow(JqSyntaxError));

  test('X16 inherited names are never found', () => {
    expect(parseJqPath('.__proto__')({})).toEqual([]);
    expect(parseJqPath('.constructor.name')({})).toEqual([]);
  });

  test('any text is read or refused, and quickly', () => {
    const word = fc.constantFrom(
      '.',
      'a',
      '[',
      ']',
      '(',
      ')',
      '|',
      ',',
      '"x"',
      'select',
      '==',
      'not',
      '?',
      '1',
      ' ',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word, { maxLength: 40 }).map((words) => words.join('')),
        ),
        (text) => {
          try {
            parseJqPath(text)(object);
          } catch (error) {
            expect(error).toBeInstanceOf(JqSyntaxError);
          }
        },
      ),
    );
  });
});
