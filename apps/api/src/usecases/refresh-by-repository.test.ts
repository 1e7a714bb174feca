import { describe, expect, it } from 'vitest';
import { mayFollow } from './refresh-by-repository.ts';

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
