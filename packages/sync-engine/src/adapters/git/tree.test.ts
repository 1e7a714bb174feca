import { describe, expect, it } from 'vitest';
import { isSafeName, normalizeRepoPath, parseTree, symlinkTarget } from './tree.ts';

const entry = (mode: string, name: string, byte: number): Buffer =>
  Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.alloc(20, byte)]);

describe('parseTree', () => {
  it('reads modes, names and ids, a submodule as such (SRC-17)', () => {
    const tree = parseTree(
      Buffer.concat([
        entry('100644', 'a b.yaml', 1),
        entry('100755', 'run', 2),
        entry('40000', 'dir', 3),
        entry('120000', 'link', 4),
        entry('160000', 'sub', 32),
      ]),
      20,
    );
    expect(tree.map((e) => [e.name, e.kind, e.isExecutable])).toEqual([
      ['a b.yaml', 'file', false],
      ['run', 'file', true],
      ['dir', 'directory', false],
      ['link', 'symlink', false],
      ['sub', 'submodule', false],
    ]);
    expect(tree[4]!.id).toBe('20'.repeat(20));
  });

  it('refuses a truncated tree', () => {
    expect(() => parseTree(entry('100644', 'a', 1).subarray(0, 12), 20)).toThrow(RangeError);
  });
});

describe('isSafeName (X6)', () => {
  it.each(['a', '.gitignore', 'git', 'ünïcode', '..a', 'a..'])('%s is safe', (name) =>
    expect(isSafeName(name)).toBe(true),
  );
  it.each([
    '',
    '.',
    '..',
    '.git',
    '.GIT',
    '.git.',
    '.git ',
    'GIT~1',
    '.g\u200bit',
    'a/b',
    'a\\b',
    'a\0b',
    'a\nb',
    '.git:x',
  ])('%j is not', (name) => expect(isSafeName(name)).toBe(false));
});

describe('normalizeRepoPath (X1, X3)', () => {
  it.each([
    ['', ''],
    ['.', ''],
    ['/a//b/./c/', 'a/b/c'],
    ['a/../b', 'b'],
    ['..', undefined],
    ['a/../../b', undefined],
    ['a\\..\\b', undefined],
    ['a\nb', undefined],
  ])('%j is %j', (path, expected) => expect(normalizeRepoPath(path)).toBe(expected));
});

describe('symlinkTarget (X2)', () => {
  it.each([
    ['a/link', 'b', 'a/b'],
    ['a/link', '../c', 'c'],
    ['a/link', '../../c', undefined],
    ['link', '/etc/passwd', undefined],
  ])('%s to %s is %j', (path, target, expected) => expect(symlinkTarget(path, target)).toBe(expected));
});
