import { describe, expect, it } from 'vitest';
import { curlSample, emptyToken, isEndingSoon, tokenBody, tokenProblems } from './token-draft.ts';

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
  it('sends exactly the permissions that were ticked, and asks for one at least', () => {
    const custom = { ...emptyToken, name: 'ci', role: 'custom' as const };
    expect(tokenProblems(custom)).toEqual(['permissions']);
    const body = tokenBody({ ...custom, permissions: ['applications:get', 'applications:plan'] });
    expect(body.permissions).toEqual(['applications:get', 'applications:plan']);
    expect(body).not.toHaveProperty('role');
  });
  it('shows a command without a secret (X75)', () => {
    expect(curlSample('http://h')).toBe(
      'curl -H "Authorization: Bearer $BOWLINE_TOKEN" http://h/api/v1/applications',
    );
  });
});
