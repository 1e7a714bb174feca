import { describe, expect, it, test } from 'vitest';
import type { StepResult } from '../model.ts';
import { hookOf, objectOf, planOf } from './plan.fixture.ts';
import { isRefusal, isRefusedUncalled, resultsForRetry } from './retry.ts';

describe('resultsForRetry (SYNC-8)', () => {
  const plan = planOf({
    desired: [hookOf('pre', 'PreSync'), objectOf('ConfigMap', 'a'), objectOf('Secret', 's')],
  });
  const result = (step: number, phase: StepResult['phase'], attempt = 1): StepResult => ({
    step,
    attempt,
    phase,
    message: 'x',
    startedAt: '2026-01-01T00:00:00Z',
    finishedAt: '2026-01-01T00:00:01Z',
  });

  it('keeps what was written, opens what failed, forgets hooks and waits', () => {
    expect(plan.steps.map((step) => step.action)).toEqual(['hook', 'wait', 'create', 'create', 'wait']);
    const kept = resultsForRetry(plan, [
      result(0, 'Succeeded'),
      result(1, 'Succeeded'),
      result(2, 'Running', 1),
      result(2, 'Succeeded', 2),
      result(3, 'Failed'),
      result(4, 'Failed'),
      result(99, 'Failed'),
    ]);
    expect(kept).toEqual([
      result(2, 'Succeeded', 2),
      { step: 3, attempt: 1, phase: 'Running', message: '', startedAt: '2026-01-01T00:00:00Z' },
    ]);
  });

  it('forgets what the server refused at its only call, and keeps open what an earlier call may have written', () => {
    const refused = (step: number, attempt: number) => ({
      ...result(step, 'Failed', attempt),
      isRefused: true as const,
    });
    expect(resultsForRetry(plan, [refused(2, 1), result(3, 'Running', 1), refused(3, 2)])).toEqual([
      expect.objectContaining({ step: 3, attempt: 2, phase: 'Running' }),
    ]);
  });

  it.each([
    ['a conflict', 'object_conflict', 409, true],
    ['no right', 'cluster_forbidden', 403, true],
    ['a field the schema lacks, told with 500', 'object_invalid', 500, true],
    ['a failure of the server', 'cluster_error', 500, false],
    ['no answer in time', 'cluster_timeout', 504, false],
    ['a broken connection', 'cluster_unreachable', 502, false],
  ])('%s is a refusal: %s %i %s', (_name, code, status, expected) => {
    expect(isRefusal({ code, status })).toBe(expected);
  });

  it('forgets what was refused before its call, so that its object is checked again', () => {
    expect(resultsForRetry(plan, [result(2, 'Failed', 0), result(3, 'Succeeded')])).toEqual([
      result(3, 'Succeeded'),
    ]);
  });
});

test.each<[StepResult['phase'], number, boolean]>([
  ['Failed', 0, true],
  ['Failed', 1, false],
  ['Failed', 2, false],
  ['Running', 0, false],
  ['Succeeded', 0, false],
  ['Pending', 0, false],
  ['Skipped', 0, false],
])('SYNC-8: a step that is %s at attempt %i was refused before any call: %s', (phase, attempt, isRefused) => {
  expect(isRefusedUncalled({ phase, attempt })).toBe(isRefused);
});
