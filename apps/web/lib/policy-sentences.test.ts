import { describe, expect, it } from 'vitest';
import { answersOf, policyOf, policyProblems } from './policy-sentences.ts';

const policy = {
  automated: { enabled: true, prune: true, selfHeal: false, allowEmpty: false },
  syncOptions: ['ServerSideApply=true'],
  retry: { limit: 3, backoff: { duration: '10s', factor: 3, maxDuration: '5m' } },
};

describe('policy sentences (C14)', () => {
  it('round-trip, keeping what they do not ask', () => {
    expect(policyOf(answersOf(policy), policy)).toEqual(policy);
    expect(policyOf(answersOf(undefined), undefined)).toEqual({});
  });
  it('turn automation off without a rest', () => {
    const answers = { ...answersOf(policy), onGit: 'manual' as const };
    expect(policyOf(answers, policy)).toEqual({ syncOptions: policy.syncOptions, retry: policy.retry });
  });
  it('read a disabled policy as manual', () => {
    expect(answersOf({ automated: { enabled: false, prune: true } }).onGit).toBe('manual');
    expect(answersOf({ automated: null }).onGit).toBe('manual');
  });
  it('allow an empty render only together with pruning', () => {
    const answers = { ...answersOf(policy), onRemoval: 'keep' as const, onEmpty: 'allow' as const };
    expect(policyOf(answers, policy).automated).toMatchObject({ prune: false, allowEmpty: false });
  });
  it.each([
    ['3', '5s', []],
    ['0', '', []],
    ['x', '5s', ['limit']],
    ['3', '5', ['duration']],
    ['3', '1h30m', []],
  ])('check limit %s and duration %s', (retryLimit, retryDuration, problems) => {
    expect(policyProblems({ ...answersOf(undefined), retryLimit, retryDuration })).toEqual(problems);
  });
});
