import { describe, expect, it } from 'vitest';
import { parseLabels, parseWords } from './word-filter.ts';

describe('parseWords', () => {
  it.each([
    [undefined, undefined],
    ['', undefined],
    [' , -', undefined],
    ['Degraded', { any: ['Degraded'], none: [] }],
    ['a, b,-c', { any: ['a', 'b'], none: ['c'] }],
    ['-prod-*', { any: [], none: ['prod-*'] }],
  ])('%s', (text, expected) => expect(parseWords(text)).toEqual(expected));
});

describe('parseLabels', () => {
  it.each([
    ['', []],
    ['team=infra', [{ key: 'team', value: 'infra', isNegated: false }]],
    ['team==infra', [{ key: 'team', value: 'infra', isNegated: false }]],
    ['tier!=web', [{ key: 'tier', value: 'web', isNegated: true }]],
    ['-team=infra', [{ key: 'team', value: 'infra', isNegated: true }]],
    [
      'owner,!legacy',
      [
        { key: 'owner', value: null, isNegated: false },
        { key: 'legacy', value: null, isNegated: true },
      ],
    ],
  ])('%s', (text, expected) => expect(parseLabels(text)).toEqual(expected));
});
