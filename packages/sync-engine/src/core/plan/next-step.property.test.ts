import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ObservedObject, StepResult } from '../model.ts';
import { hookLabelOf, nextStep } from './next-step.ts';
import { hookOf, objectOf, planOf } from './plan.fixture.ts';

const operation = { number: 7, startedAt: '2026-01-01T00:00:00Z' };
const now = new Date('2026-01-01T00:00:10Z');
const config = objectOf('ConfigMap', 'a');
const web = objectOf('Deployment', 'web', { group: 'apps/v1', wave: 1 });

it('B2: nextStep answers any results and any view, and only on a known view with a finish', () => {
  const plan = planOf({
    desired: [hookOf('pre', 'PreSync'), config, web, hookOf('post', 'PostSync'), hookOf('fail', 'SyncFail')],
    live: [objectOf('ConfigMap', 'old')],
  });
  const status = fc.constantFrom(
    'Healthy',
    'Suspended',
    'Progressing',
    'Missing',
    'Degraded',
    'Unknown' as const,
  );
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          step: fc.integer({ min: -1, max: plan.steps.length + 1 }),
          attempt: fc.integer({ min: -1, max: 4 }),
          phase: fc.constantFrom('Pending', 'Running', 'Succeeded', 'Failed', 'Skipped' as const),
          hasUid: fc.boolean(),
        }),
      ),
      fc.array(
        fc.tuple(
          fc.constantFrom('pre', 'a', 'web', 'post', 'fail', 'old'),
          status,
          fc.boolean(),
          fc.integer({ min: 0, max: 12 }),
        ),
      ),
      fc.boolean(),
      (raw, objects, isTerminating) => {
        const results = raw.map(
          ({ step, phase, attempt, hasUid }): StepResult => ({
            step,
            attempt,
            phase,
            message: '',
            startedAt: operation.startedAt,
            ...(hasUid ? { uid: 'u' } : {}),
          }),
        );
        const world: Map<string, ObservedObject> = new Map(
          objects.map(([name, health, isDeleting, step]) => {
            const kind =
              name === 'web' ? 'apps/Deployment' : ['a', 'old'].includes(name) ? '/ConfigMap' : 'batch/Job';
            return [
              `${kind}/default/${name}`,
              {
                uid: `u-${name}`,
                health: { status: health as 'Healthy', message: '' },
                isDeleting,
                hookLabel: hookLabelOf({ applicationUid: 'app-uid', operationNumber: 7, step }),
              },
            ];
          }),
        );
        const next = nextStep({
          plan,
          results,
          observed: { kind: 'known', objects: world },
          operation: { ...operation, isTerminating },
          now,
        });
        expect(['run', 'wait', 'record', 'finish']).toContain(next.kind);
        if (next.kind === 'run') expect(next.steps.length).toBeGreaterThan(0);
        if (next.kind === 'wait') expect(next.message).not.toBe('');
      },
    ),
    { numRuns: 500 },
  );
});
