import type { Clock } from '@bowline/sync-engine/ports/time';
import { expect, it } from 'vitest';
import { controllerStandstill } from './controller-standstill.ts';

it('tells a controller that has not looked at its work, yet or for a minute', () => {
  let nowMs = 5_000;
  const clock: Clock = { now: () => new Date(0), monotonicMs: () => nowMs, schedule: () => () => {} };
  const { observe, problem } = controllerStandstill(clock);
  observe({ controller: 'application', outcome: 'done', seconds: 1 });
  observe({ controller: 'catch-up', outcome: 'error', seconds: 1 });
  expect(problem()).toBe('the controller has not read its work yet');
  observe({ controller: 'catch-up', outcome: 'requeue', seconds: 1 });
  expect(problem()).toBeUndefined();
  nowMs += 60_000;
  expect(problem()).toBeUndefined();
  nowMs += 1;
  expect(problem()).toBe('the controller has not looked at its work for a minute');
});
