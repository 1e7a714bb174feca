import { describe, expect, it } from 'vitest';
import type { StepResult } from '../model.ts';
import { hookOf, objectOf, planOf } from './plan.fixture.ts';
import { resultsForRetry } from './retry.ts';

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

  it('forgets what was refused before its call, so that its object is checked again', () => {
    expect(resultsForRetry(plan, [result(2, 'Failed', 0), result(3, 'Succeeded')])).toEqual([
      result(3, 'Succeeded'),
    ]);
  });
});
