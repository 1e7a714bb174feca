import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseDocuments, readDocument, readDocuments } from './documents.ts';

const dir = mkdtempSync(join(tmpdir(), 'bowline-documents-'));
afterAll(() => rmSync(dir, { recursive: true }));

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
    ['a: [b\n', /^f:1: this is not valid YAML/],
    ['just text\n', /^f:1: this is not an object/],
    ['n: 9223372036854775807\n', /2\^53/],
  ])('refuses %j', (text, message) => {
    expect(() => parseDocuments(text, 'f')).toThrow(message);
  });

  it.each([
    ['apiVersion: v1\nkind: PodList\nitems: [{metadata: {name: p}}]\n', ['v1 Pod']],
    ['apiVersion: v1\nkind: List\nitems: null\n', []],
    ['apiVersion: v1\nkind: PodList\nitems: null\n', []],
  ])('reads the list %j', (text, kinds) => {
    const found = parseDocuments(text, 'f').map(({ value }) => `${value.apiVersion} ${value.kind}`);
    expect(found).toEqual(kinds);
  });

  it.each([
    [
      'latin1',
      'readDocuments',
      Buffer.from('kind: A\nname: caf\xe9\n', 'latin1'),
      /f\.yaml:2: this is not text in UTF-8/,
    ],
    ['no document', 'readDocument', Buffer.from('# nothing\n'), /f\.yaml:1: there is no document/],
    ['two', 'readDocument', Buffer.from('kind: A\n---\nkind: B\n'), /f\.yaml:3: this is one of 2 documents/],
  ] as const)('names the line of a file with %s', async (_, how, bytes, message) => {
    const file = join(dir, 'f.yaml');
    writeFileSync(file, bytes);
    const io = { readStdin: () => Promise.resolve('') };
    const reading: Promise<unknown> =
      how === 'readDocument' ? readDocument(io, file) : readDocuments(io, file);
    await expect(reading).rejects.toThrow(message);
  });

  it('reads huge numbers of live objects rather than none of them (X17)', () => {
    const text = '{"kind":"A","n":9223372036854775807}';
    expect(parseDocuments(text, 'f', { numbers: 'lossy' })).toHaveLength(1);
    expect(() => parseDocuments(text, 'f')).toThrow(/2\^53/);
  });
});
