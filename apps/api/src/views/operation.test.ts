import type { PlanStep, StepResult } from '@bowline/sync-engine/core/model';
import { expect, test } from 'vitest';
import type { OperationRecord } from '../store/operation.ts';
import { operationView } from './operation.ts';

const steps = ['api', 'worker', 'wait'].map((name, index) => ({
  index,
  phase: 'Sync',
  wave: 0,
  action: name === 'wait' ? 'wait' : 'create',
  key: { group: 'apps', kind: 'Deployment', namespace: 'shop', name },
})) as PlanStep[];

const record = { phase: 'Failed', waitingFor: [] as OperationRecord['waitingFor'] } as OperationRecord;
const startedAt = '2026-01-02T03:04:00.000Z';
const result = (step: number, more: Partial<StepResult> = {}): StepResult => ({
  step,
  attempt: 1,
  phase: 'Succeeded',
  message: 'created',
  startedAt,
  finishedAt: '2026-01-02T03:04:01.000Z',
  ...more,
});

test('C9: what was written and became Degraded is failed, from its start to the end of its wave', () => {
  const wave = result(2, {
    phase: 'Failed',
    message: 'Deployment shop/worker: Degraded: late.',
    failures: [{ step: 1, message: 'Degraded: late.' }],
    finishedAt: '2026-01-02T03:04:20.000Z',
  });
  const view = operationView({
    record,
    steps,
    creating: new Set([0, 1]),
    results: [result(0), result(1), wave],
    can: {},
  });
  expect(view.steps.map(({ state, message, finishedAt }) => [state, message, finishedAt])).toEqual([
    ['done', 'created', '2026-01-02T03:04:01.000Z'],
    ['failed', 'Degraded: late.', '2026-01-02T03:04:20.000Z'],
  ]);
});
