import { describe, expect, it } from 'vitest';
import { addFilters, parseFilterText, toggleFilter } from './filters.ts';
import { shortRevision, syncState } from './sync-state.ts';

describe('parseFilterText', () => {
  it.each([
    ['web', { q: 'web', filters: {} }],
    ['health:degraded web', { q: 'web', filters: { health: ['Degraded'] } }],
    ['-cluster:prod-* cluster:eu', { q: '', filters: { cluster: ['-prod-*', 'eu'] } }],
    ['sync:outofsync,unknown', { q: '', filters: { sync: ['OutOfSync', 'Unknown'] } }],
    ['label:team=infra colour:red', { q: 'colour:red', filters: { label: ['team=infra'] } }],
    ['  ', { q: '', filters: {} }],
  ])('%s', (text, expected) => expect(parseFilterText(text)).toEqual(expected));
});

describe('filters', () => {
  it('adds without doubling', () => {
    expect(addFilters({ health: ['Degraded'] }, { health: ['Degraded', 'Missing'] })).toEqual({
      health: ['Degraded', 'Missing'],
    });
  });
  it('toggles a value off and leaves no empty list', () => {
    expect(toggleFilter({ health: ['Degraded'] }, 'health', 'Degraded').health).toBeUndefined();
  });
});

describe('syncState', () => {
  it.each([
    [{ sync: 'Synced', pending: 0, drift: 0, prune: 0 }, 'Synced'],
    [{ sync: 'OutOfSync', pending: 2, drift: 1, prune: 0 }, 'Both'],
    [{ sync: 'OutOfSync', pending: 2, drift: 0, prune: 1 }, 'Pending'],
    [{ sync: 'OutOfSync', pending: 1, drift: 0, prune: 1 }, 'ToPrune'],
    [{ sync: 'OutOfSync', pending: 0, drift: 1, prune: 0 }, 'Drift'],
    [{ sync: 'OutOfSync', pending: 0, drift: 0, prune: 0 }, 'OutOfSync'],
    [{ sync: 'Unknown', pending: 3, drift: 0, prune: 0 }, 'Unknown'],
  ] as const)('%o is %s', (row, expected) => expect(syncState(row)).toBe(expected));
});

it('shortens commits and nothing else', () => {
  expect(shortRevision('9f2c1ab0'.repeat(5))).toBe('9f2c1ab');
  expect(shortRevision('6.14.0')).toBe('6.14.0');
});
