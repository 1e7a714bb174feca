import { describe, expect, it } from 'vitest';
import { isAtRefs, mayFollow } from './refresh-by-repository.ts';

describe('mayFollow', () => {
  it.each([
    [undefined, 'refs/heads/main', true],
    ['HEAD', 'refs/heads/topic', true],
    ['main', 'refs/heads/main', true],
    ['main', 'refs/heads/main-2', false],
    ['main', 'refs/heads/feature/main', false],
    ['refs/heads/main', 'refs/heads/main', true],
    ['main', null, true],
    ['v1.2.3', 'refs/tags/v1.2.3', true],
    ['v1.2.3', 'refs/tags/v1.2.4', false],
    ['^1.2.0', 'refs/tags/v1.2.4', true],
    ['1.x', 'refs/tags/1.9.0', true],
    ['^1.2.0', 'refs/heads/main', false],
    ['9f2c1ab09f2c1ab09f2c1ab09f2c1ab09f2c1ab0', 'refs/heads/main', false],
  ])('%s follows %s: %s', (target, ref, expected) => expect(mayFollow(target, ref)).toBe(expected));
});

describe('isAtRefs', () => {
  const branch = (name: string, revision: string) => ({ kind: 'branch' as const, name, revision });
  const seen = { defaultBranch: 'main', refs: [branch('main', 'c2'), branch('topic', 'c9')] };
  const at = (targetRevision: string, revision: string, observedGeneration = 3) => {
    const repoURL = 'https://git.example/shop';
    const look = { revisions: [{ repoURL, targetRevision, revision }], observedGeneration };
    const application = { generation: 3, spec: { sources: [{ repoURL, targetRevision }] }, status: look };
    return isAtRefs(application as never, 'git.example/shop', seen); // only what it reads
  };

  it.each([
    ['main', 'c2', true],
    ['refs/heads/main', 'c2', true],
    ['', 'c2', true],
    ['HEAD', 'c2', true],
    ['main', 'c1', false],
    ['topic', 'c2', false],
    ['gone', 'c2', false],
    // Which tag a range means is not decided here.
    ['^1.0.0', 'c2', false],
  ])('a look at %s that saw %s: %s', (target, revision, expected) => {
    expect(at(target, revision)).toBe(expected);
  });

  it('counts no look at an older spec', () => expect(at('main', 'c2', 2)).toBe(false));

  it('asks nothing of sources in other repositories', () => {
    const sources = [{ repoURL: 'https://git.example/other', targetRevision: 'main' }];
    const look = { revisions: [{ ...sources[0], revision: 'x' }], observedGeneration: 1 };
    const application = { generation: 1, spec: { sources }, status: look };
    expect(isAtRefs(application as never, 'git.example/shop', seen)).toBe(true);
  });
});
