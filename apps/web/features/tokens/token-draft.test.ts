import { describe, expect, it } from 'vitest';
import { curlSample, emptyToken, isEndingSoon, tokenBody } from './token-draft.ts';

describe('token form (C22)', () => {
  it('asks an expiry always, a project only when chosen', () => {
    expect(tokenBody({ ...emptyToken, name: 'ci' })).toEqual({
      name: 'ci',
      role: 'viewer',
      expiresInDays: 90,
    });
    expect(tokenBody({ ...emptyToken, name: 'ci', project: 'payments' }).project).toBe('payments');
  });
  it('warns a week ahead', () => {
    const now = Date.parse('2026-11-24T00:00:00Z');
    expect(isEndingSoon({ expiresAt: '2026-11-28T00:00:00Z', isExpired: false }, now)).toBe(true);
    expect(isEndingSoon({ expiresAt: '2026-12-28T00:00:00Z', isExpired: false }, now)).toBe(false);
  });
  it('shows a command that works', () => {
    expect(curlSample('http://h', 'bow_x')).toBe(
      'curl -H "Authorization: Bearer bow_x" http://h/api/v1/applications',
    );
  });
});
