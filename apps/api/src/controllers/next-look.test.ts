import type { Decision, LiveResult } from '@bowline/sync-engine/core/model';
import { expect, it } from 'vitest';
import { nextLook } from './next-look.ts';

const now = new Date('2026-11-28T10:00:00Z');
const known: LiveResult = { kind: 'known', objects: [], asOf: now.toISOString() };
const unknown = (code: string): LiveResult => ({
  kind: 'unknown',
  code,
  message: '',
  since: now.toISOString(),
  lastKnown: [],
});
const undiscovered = unknown('cluster_discovery_failed');
const idle: Decision = { kind: 'wait', reasons: [] };
const wait = (nextAt: string): Decision => ({
  kind: 'wait',
  reasons: [{ code: 'window_closed', message: '' }],
  nextAt,
});

it.each([
  ['nothing to do', idle, known, 180_000, 'resync'],
  ['no decision', null, known, 180_000, 'resync'],
  ['a cluster whose kinds are not known', idle, undiscovered, 10_000, 'cluster_discovery_failed'],
  ['a cluster whose watch tells when it is back', idle, unknown('cluster_unreachable'), 180_000, 'resync'],
  ['a window that opens soon', wait('2026-11-28T10:00:07Z'), known, 7_000, 'window_closed'],
  ['a window that opens late', wait('2026-11-28T18:00:00Z'), known, 180_000, 'window_closed'],
  [
    'a window that opens late, kinds not known',
    wait('2026-11-28T18:00:00Z'),
    undiscovered,
    10_000,
    'window_closed',
  ],
  ['a time that is past', wait('2026-11-28T09:00:00Z'), known, 100, 'window_closed'],
] as const)('%s is looked at again in time', (_case, decision, live, afterMs, reason) => {
  expect(nextLook(decision, live, now)).toEqual({ kind: 'requeue', afterMs, reason });
});
