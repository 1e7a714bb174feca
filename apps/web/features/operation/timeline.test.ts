import { describe, expect, it } from 'vitest';
import { axisOf, barOf, happenings, waveRows, type Operation, type OperationStep } from './timeline.ts';

const t0 = Date.parse('2026-11-24T14:26:05Z');
const iso = (seconds: number) => new Date(t0 + seconds * 1000).toISOString();
const step = (over: Partial<OperationStep>): OperationStep => ({
  index: 0,
  phase: 'Sync',
  wave: 0,
  action: 'apply',
  creates: false,
  key: { group: '', kind: 'ConfigMap', namespace: 'n', name: 'a' },
  state: 'done',
  attempt: 1,
  message: '',
  startedAt: iso(0),
  finishedAt: iso(3),
  ...over,
});

describe('operation over time', () => {
  it('cuts steps into waves with the state of the least finished (C9, G52)', () => {
    const rows = waveRows(
      [
        step({ wave: -1 }),
        step({ index: 1, state: 'waiting-healthy', finishedAt: null }),
        step({ index: 2, phase: 'PostSync', wave: 1, state: 'waiting', startedAt: null, finishedAt: null }),
        step({ index: 3, action: 'prune', state: 'waiting', startedAt: null, finishedAt: null }),
      ],
      false,
    );
    expect(rows.map((row) => [row.phase, row.isPrune, row.state])).toEqual([
      ['Sync', false, 'done'],
      ['Sync', false, 'running'],
      ['PostSync', false, 'waiting'],
      ['Sync', true, 'waiting'],
    ]);
  });
  it('places bars on one axis that reaches past now', () => {
    const now = t0 + 60_000;
    const steps = [step({ startedAt: iso(30), finishedAt: null, state: 'running' })];
    const axis = axisOf({ startedAt: iso(0), finishedAt: null, steps }, now);
    expect(axis?.span).toBe(84_000);
    expect(axis && barOf(steps[0]!, axis, now)).toEqual({ left: 30 / 84, width: 30 / 84 });
    // The clock of the page may be behind that of the server.
    expect(axisOf({ startedAt: iso(0), finishedAt: null, steps: [] }, t0 - 5000)?.now).toBe(0);
    expect(axisOf({ startedAt: null, finishedAt: null, steps }, now)).toBeNull();
  });
  it('tells what happened, newest first', () => {
    const operation = {
      startedAt: iso(0),
      finishedAt: iso(9),
      steps: [
        step({ startedAt: iso(1) }),
        step({ index: 1, state: 'failed', startedAt: iso(4), finishedAt: iso(8) }),
      ],
    } as Operation;
    expect(happenings(operation).map((one) => one.kind)).toEqual([
      'end',
      'failed',
      'started',
      'done',
      'started',
      'begin',
    ]);
  });
});
