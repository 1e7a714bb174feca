import { describe, expect, it } from 'vitest';
import { draftProblems, emptyDraft, requestOf, tokenState } from './token.ts';

const now = Date.parse('2026-11-24T14:20:00Z');

describe('tokenState (C22)', () => {
  it.each([
    ['2026-11-24T14:20:00Z', 'expired'],
    ['2026-11-25T00:00:00Z', 'expiring'],
    ['2026-12-08T14:19:59Z', 'expiring'],
    ['2026-12-08T14:20:01Z', 'valid'],
  ])('ends %s: %s', (expiresAt, expected) => {
    expect(tokenState({ expiresAt, isExpired: false }, now)).toBe(expected);
  });
  it('believes the server first', () => {
    expect(tokenState({ expiresAt: '2030-01-01T00:00:00Z', isExpired: true }, now)).toBe('expired');
  });
});

describe('a draft', () => {
  it.each([
    ['nothing typed', {}, ['name']],
    ['a name of the wrong letters', { name: 'CI Robot' }, ['name']],
    ['no permission chosen', { name: 'ci', kind: 'permissions' }, ['permissions']],
    ['no days', { name: 'ci', days: '' }, ['days']],
    ['too many days', { name: 'ci', days: '367' }, ['days']],
    ['half a day', { name: 'ci', days: '1.5' }, ['days']],
    ['complete', { name: 'ci' }, []],
  ] as const)('%s', (_, part, expected) => {
    expect(draftProblems({ ...emptyDraft, ...part })).toEqual(expected);
  });
  it('sends a role or permissions, never both', () => {
    expect(requestOf({ ...emptyDraft, name: 'ci', permissions: ['logs:get'] })).toEqual({
      name: 'ci',
      role: 'viewer',
      expiresInDays: 90,
    });
    expect(
      requestOf({
        ...emptyDraft,
        name: 'ci',
        kind: 'permissions',
        permissions: ['logs:get'],
        project: 'shop',
      }),
    ).toEqual({ name: 'ci', permissions: ['logs:get'], project: 'shop', expiresInDays: 90 });
  });
});
