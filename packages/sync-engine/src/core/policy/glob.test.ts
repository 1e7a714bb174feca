import { describe, expect, it } from 'vitest';
import { globMatch, globMatchAny } from './glob.ts';

describe('globMatch', () => {
  it.each([
    ['*', '', true],
    ['*', 'team-a/x', true],
    ['team-*', 'team-a', true],
    ['team-*', 'my-team-a', false],
    ['team', 'team-a', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['[a-c]1', 'b1', true],
    ['[!a-c]1', 'b1', false],
    ['{dev,stage}-*', 'stage-eu', true],
    ['{dev,stage}-*', 'prod-eu', false],
    ['x{a,{b,c}}y', 'xcy', true],
    ['a.c', 'abc', false],
    ['(a+)+$', 'aaaa', false],
    ['\\*', '*', true],
    ['\\*', 'a', false],
    ['\\{a,b}', '{a,b}', true],
    ['\\{a,b}', 'a', false],
    ['[', '[', true],
    ['{a', '{a', true],
    ['', '', true],
    ['', 'a', false],
  ])('%j on %j', (pattern, text, expected) => expect(globMatch(pattern, text)).toBe(expected));

  it.each([
    ['https://git.example.com/*', 'https://git.example.com/team', true],
    ['https://git.example.com/*', 'https://git.example.com/team/repo', false],
    ['https://git.example.com/**', 'https://git.example.com/team/repo', true],
    ['**', 'https://anything/at/all', true],
    ['a?b', 'a/b', false],
    ['a[!x]b', 'a/b', false],
    ['a[.-0]b', 'a/b', false],
    ['a[!x]b', 'a-b', true],
  ])('with separator / (B15): %j on %j', (pattern, text, expected) => {
    expect(globMatch(pattern, text, { separator: '/' })).toBe(expected);
  });

  it('takes linear time on patterns made to stall (X56)', () => {
    expect(globMatch(`${'*a'.repeat(200)}b`, 'a'.repeat(5000))).toBe(false);
  });

  it('an absent list matches nothing', () => expect(globMatchAny(undefined, 'a')).toBe(false));
});
