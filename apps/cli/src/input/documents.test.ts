import { describe, expect, it } from 'vitest';
import { parseDocuments } from './documents.ts';

describe('parseDocuments', () => {
  it('takes lists and arrays apart, in order', () => {
    const text = 'kind: List\nitems: [{kind: A}, {kind: BList, items: [{kind: C}]}]\n---\n- {kind: D}\n';
    expect(parseDocuments(text, 'f').map(({ value }) => value.kind)).toEqual(['A', 'C', 'D']);
  });

  it('names file and line of each document', () => {
    const text = '# head\n\nkind: A\n---\n---\n# comment\nkind: B\n';
    expect(parseDocuments(text, 'f.yaml').map(({ origin }) => origin)).toEqual(['f.yaml:3', 'f.yaml:7']);
  });

  it.each([
    ['a: [b\n', /^f:2: this is not valid YAML/],
    ['just text\n', /^f:1: this is not an object/],
    ['n: 9223372036854775807\n', /2\^53/],
  ])('refuses %j', (text, message) => {
    expect(() => parseDocuments(text, 'f')).toThrow(message);
  });

  it('reads huge numbers of live objects rather than none of them (X17)', () => {
    const text = '{"kind":"A","n":9223372036854775807}';
    expect(parseDocuments(text, 'f', { numbers: 'lossy' })).toHaveLength(1);
    expect(() => parseDocuments(text, 'f')).toThrow(/2\^53/);
  });
});
