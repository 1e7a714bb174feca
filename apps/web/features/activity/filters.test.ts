import { describe, expect, it } from 'vitest';
import { queryOf, setFilters, type ActivityFilters } from './filters.ts';

const none: ActivityFilters = {
  actor: '',
  action: '',
  project: '',
  application: '',
  outcome: null,
  age: null,
  from: '',
  to: '',
};
const now = Date.parse('2026-11-24T14:20:33Z');

describe('queryOf', () => {
  it.each([
    ['nothing set asks for everything', {}, {}],
    ['an age counts back from the full minute', { age: 'hour' }, { from: '2026-11-24T13:20:00.000Z' }],
    ['an age wins over from', { age: 'day', from: '2020-01-01' }, { from: '2026-11-23T14:20:00.000Z' }],
    [
      'a range',
      { from: '2026-11-01T00:00Z', to: '2026-11-02T00:00Z' },
      {
        from: '2026-11-01T00:00:00.000Z',
        to: '2026-11-02T00:00:00.000Z',
      },
    ],
    ['what is no time is left out', { from: 'yesterday' }, {}],
    [
      'text is trimmed',
      { actor: ' ada ', outcome: 'denied', action: 'plan.*' },
      {
        actor: 'ada',
        outcome: 'denied',
        action: 'plan.*',
      },
    ],
  ] as const)('%s', (_, set, expected) => {
    expect(queryOf({ ...none, ...set }, now)).toEqual(expected);
  });
});

it('names the conditions that are set', () => {
  expect(setFilters({ ...none, actor: 'ada', outcome: 'denied' })).toEqual([
    { name: 'actor', value: 'ada' },
    { name: 'outcome', value: 'denied' },
  ]);
});
