import { describe, expect, it } from 'vitest';
import type { ApplicationSpec, Comparison, ResourceComparison, Verdict } from '../model.ts';
import { decideSync, type PastOperation, type SyncInput } from './decide-sync.ts';
import { holdEnded } from './hold.ts';

const now = new Date('2026-03-04T12:00:00Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000).toISOString();
const past = (more: Partial<PastOperation> = {}): PastOperation => ({
  desiredDigest: 'new',
  kind: 'sync',
  phase: 'Succeeded',
  attempts: 1,
  finishedAt: ago(60),
  specGeneration: 1,
  ...more,
});

function resource(verdict: Verdict): ResourceComparison {
  return {
    key: { group: '', kind: 'ConfigMap', namespace: 'd', name: verdict },
    version: 'v1',
    verdict,
    desired: null,
    live: verdict === 'missing' ? null : { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: verdict } },
    fields: [],
    hidden: [],
    hookPhases: [],
    wave: 0,
    reasons: [],
    isIgnoredExtra: false,
    message: '',
  };
}
function compared(verdicts: Verdict[], reasons: Partial<Comparison['reasons']> = {}): Comparison {
  return {
    status: verdicts.every((v) => v === 'in-sync') ? 'Synced' : 'OutOfSync',
    reasons: { pending: 0, drift: 0, unknown: 0, prune: 0, ...reasons },
    resources: verdicts.map(resource),
    message: '',
  };
}
const pending = compared(['modified'], { pending: 1 });
const drifted = compared(['modified', 'in-sync'], { drift: 1 });

function decide(
  policy: NonNullable<ApplicationSpec['syncPolicy']>,
  more: Partial<Omit<SyncInput, 'application' | 'project'>> & {
    hold?: SyncInput['application']['hold'];
    isDeleting?: boolean;
    labels?: Record<string, string>;
    project?: SyncInput['project']['spec'];
  } = {},
) {
  const { hold = null, isDeleting = false, labels = {}, project = {}, ...given } = more;
  return decideSync({
    application: {
      name: 'web',
      cluster: 'here',
      generation: 1,
      hold,
      isDeleting,
      labels,
      spec: {
        project: 'team',
        sources: [],
        destination: { name: 'here', namespace: 'd' },
        syncPolicy: policy,
      },
    },
    comparison: pending,
    desiredDigest: 'new',
    project: { name: 'team', spec: project },
    runningOperation: null,
    history: [],
    now,
    ...given,
  });
}

const on = { automated: {} };
const heal = { automated: { selfHeal: true } };
const prune = { automated: { prune: true } };
const moved = { group: '', kind: 'ConfigMap', namespace: 'n', name: 'only-there' };
const hold = { reason: 'rolled back', owner: 'bob', since: ago(10), untilDesiredDigestNot: 'new' };
const extras = (n: number): Verdict[] => Array.from({ length: n }, () => 'extra');

describe('decideSync (B13, AUTO-1, AUTO-2)', () => {
  it.each<[string, Parameters<typeof decide>, string, string]>([
    ['off', [{}], 'refuse', 'auto_sync_off'],
    ['off, and nothing to do (B10)', [{}, { comparison: compared(['in-sync']) }], 'refuse', 'in_sync'],
    [
      'paused without losing its settings (AUTO-1)',
      [{ automated: { enabled: false, prune: true } }],
      'refuse',
      'auto_sync_off',
    ],
    ['an Operation runs', [on, { runningOperation: { number: 2 } }], 'wait', 'operation_running'],
    ['being deleted', [on, { isDeleting: true }], 'refuse', 'application_deleting'],
    [
      'unknown is never synced',
      [on, { comparison: { ...pending, status: 'Unknown', message: 'x' } }],
      'wait',
      'comparison_unknown',
    ],
    [
      'an Operation ended during the look',
      [{ automated: { selfHeal: true } }, { comparison: drifted, lookedAt: ago(61), history: [past()] }],
      'wait',
      'look_outdated',
    ],
    [
      'an Operation ended before the look',
      [{ automated: { selfHeal: true } }, { comparison: drifted, lookedAt: ago(59), history: [past()] }],
      'run',
      'self_heal',
    ],
    ['in sync', [on, { comparison: compared(['in-sync']) }], 'refuse', 'in_sync'],
    ['new content', [on], 'run', 'auto_sync'],
    [
      'other content was applied before',
      [on, { history: [past({ desiredDigest: 'former' })] }],
      'run',
      'auto_sync',
    ],
    ['the spec changed since', [on, { history: [past({ specGeneration: 0 })] }], 'run', 'auto_sync'],
    [
      'only prunes, pruning off',
      [on, { comparison: compared(['in-sync', 'extra'], { prune: 1 }) }],
      'refuse',
      'only_prunes',
    ],
    [
      'only prunes, pruning on',
      [prune, { comparison: compared(['in-sync', 'in-sync', 'extra'], { prune: 1 }) }],
      'run',
      'auto_sync',
    ],
    ['a wipe-out', [prune, { comparison: compared(extras(3), { prune: 3 }) }], 'refuse', 'would_wipe_out'],
    [
      'a wipe-out that is allowed',
      [{ automated: { prune: true, allowEmpty: true } }, { comparison: compared(extras(3), { prune: 3 }) }],
      'run',
      'auto_sync',
    ],
    [
      'a mass deletion',
      [prune, { comparison: compared(['in-sync', ...extras(6)], { prune: 6 }) }],
      'needs-approval',
      'deletion_budget',
    ],
    [
      'a deletion over the budget',
      [
        prune,
        {
          comparison: compared(['in-sync', 'in-sync', 'extra'], { prune: 1 }),
          project: { guards: { deletionsMax: 0 } },
        },
      ],
      'needs-approval',
      'deletion_budget',
    ],
    [
      'a window',
      [on, { project: { syncWindows: [{ kind: 'deny', schedule: '0 11 * * *', duration: '2h' }] } }],
      'wait',
      'window_deny',
    ],
    [
      'failed just now',
      [on, { history: [past({ phase: 'Failed', finishedAt: ago(2) })] }],
      'wait',
      'retry_backoff',
    ],
    [
      'failed, its time has come',
      [on, { history: [past({ phase: 'Failed', finishedAt: ago(5) })] }],
      'run',
      'auto_sync',
    ],
    [
      'failed by our own fault',
      [on, { history: [past({ phase: 'Error', finishedAt: ago(5) })] }],
      'run',
      'auto_sync',
    ],
    [
      'failed six times',
      [
        on,
        { history: Array.from({ length: 6 }, (_, i) => past({ phase: 'Failed', finishedAt: ago(600 + i) })) },
      ],
      'refuse',
      'sync_failed',
    ],
    [
      'attempts counted by one Operation',
      [on, { history: [past({ phase: 'Failed', attempts: 6 })] }],
      'refuse',
      'sync_failed',
    ],
    [
      'no retry wanted',
      [{ ...on, retry: { limit: 0 } }, { history: [past({ phase: 'Failed' })] }],
      'refuse',
      'sync_failed',
    ],
    [
      'new content after a failure',
      [on, { history: [past({ phase: 'Failed', desiredDigest: 'bad', finishedAt: ago(1) })] }],
      'run',
      'auto_sync',
    ],
    ['drift, self-heal off', [on, { comparison: drifted, history: [past()] }], 'refuse', 'self_heal_off'],
    ['drift, self-heal off, history trimmed', [on, { comparison: drifted }], 'refuse', 'self_heal_off'],
    ['synced once, still pending', [on, { history: [past()] }], 'refuse', 'self_heal_off'],
    [
      'first self-heal at once (AUTO-2)',
      [heal, { comparison: drifted, history: [past({ finishedAt: ago(1) })] }],
      'run',
      'self_heal',
    ],
    [
      'second after 2 s',
      [heal, { comparison: drifted, history: [past({ kind: 'self-heal', finishedAt: ago(1) }), past()] }],
      'wait',
      'self_heal_backoff',
    ],
    [
      'second, its time has come',
      [heal, { comparison: drifted, history: [past({ kind: 'self-heal', finishedAt: ago(2) }), past()] }],
      'run',
      'self_heal',
    ],
    [
      'third after 6 s',
      [
        heal,
        { comparison: drifted, history: [5, 30].map((s) => past({ kind: 'self-heal', finishedAt: ago(s) })) },
      ],
      'wait',
      'self_heal_backoff',
    ],
    ['held', [on, { hold }], 'wait', 'hold'],
    ['git moved past what was rolled back', [on, { hold, desiredDigest: 'newer' }], 'run', 'auto_sync'],
    [
      'self-heal of the held Release',
      [heal, { hold: { ...hold, release: 4 }, heldDrift: [moved] }],
      'run',
      'self_heal_release',
    ],
    [
      'self-heal of the held Release where live equals what git renders',
      [heal, { hold: { ...hold, release: 4 }, heldDrift: [moved], comparison: compared([]) }],
      'run',
      'self_heal_release',
    ],
    [
      'drift of the held Release, self-heal off',
      [on, { hold: { ...hold, release: 4 }, heldDrift: [moved] }],
      'wait',
      'hold',
    ],
    [
      'drift of a Release whose Hold git has ended',
      [heal, { hold: { ...hold, release: 4 }, heldDrift: [moved], desiredDigest: 'newer' }],
      'run',
      'auto_sync',
    ],
    ['held without drift', [heal, { hold: { ...hold, release: 4 } }], 'wait', 'hold'],
  ])('%s', (_name, args, kind, code) => {
    const decision = decide(...args);
    expect({ kind: decision.kind, code: decision.reasons[0]?.code }).toEqual({ kind, code });
  });

  const noon = { kind: 'deny' as const, schedule: '0 12 * * *', duration: '1h', description: 'Noon' };
  const later = { ...noon, duration: '2h', manualSync: true, description: 'Later' };
  const failed = past({ phase: 'Failed', finishedAt: ago(2) });
  it.each<
    [string, Parameters<typeof decide>, reasons: [string, string | undefined][], nextAt: string | undefined]
  >([
    [
      'a window and a Hold without an end',
      [on, { hold: { ...hold, owner: 'ann' }, project: { syncWindows: [noon] } }],
      [
        ['hold', undefined],
        ['window_deny', '2026-03-04T13:00:00.000Z'],
      ],
      undefined,
    ],
    [
      'a window and a retry: the later of both',
      [on, { history: [failed], project: { syncWindows: [noon] } }],
      [
        ['window_deny', '2026-03-04T13:00:00.000Z'],
        ['retry_backoff', '2026-03-04T12:00:03.000Z'],
      ],
      '2026-03-04T13:00:00.000Z',
    ],
    [
      'windows of which one lets people pass: when automation may',
      [on, { project: { syncWindows: [noon, later] } }],
      [
        ['window_deny', '2026-03-04T14:00:00.000Z'],
        ['window_deny', '2026-03-04T14:00:00.000Z'],
      ],
      '2026-03-04T14:00:00.000Z',
    ],
    [
      'a window that cannot be read: nobody knows when',
      [on, { project: { syncWindows: [{ ...noon, schedule: 'x' }, noon] } }],
      [
        ['window_invalid', undefined],
        ['window_deny', undefined],
      ],
      undefined,
    ],
  ])('tells all that is waited for (B10): %s', (_name, args, reasons, nextAt) => {
    const decision = decide(...args);
    expect(decision.kind).toBe('wait');
    expect(decision.reasons.map((reason) => [reason.code, reason.nextAt])).toEqual(reasons);
    expect(decision.kind === 'wait' ? decision.nextAt : 'now').toBe(nextAt);
  });

  it.each<[string, Parameters<typeof decide>]>([
    ['sync_failed', [{ ...on, retry: { limit: 0 } }, { history: [failed] }]],
    ['self_heal_off', [on, { comparison: drifted, history: [past()] }]],
    ['would_wipe_out', [prune, { comparison: compared(['extra', 'extra'], { prune: 2 }) }]],
  ])('does not wait for a window to refuse then: %s', (code, [policy, more]) => {
    const decision = decide(policy, { ...more, project: { syncWindows: [noon] } });
    expect(decision).toMatchObject({ kind: 'refuse', reasons: [{ code }] });
  });

  it.each<[string, Parameters<typeof decide>, message: string, owner: string]>([
    [
      'an unknown comparison without a cause',
      [on, { comparison: { ...compared([]), status: 'Unknown' } }],
      'The comparison is unknown: no reason given.',
      'Bowline',
    ],
    [
      'only prunes',
      [on, { comparison: compared(['extra', 'in-sync'], { prune: 1 }) }],
      'Only objects to prune are left, and pruning is off for auto-sync.',
      'an operator: build a plan that prunes',
    ],
    [
      'nothing rendered',
      [prune, { comparison: compared(['extra'], { prune: 1 }) }],
      'Auto-sync would delete every object; allowEmpty is off.',
      'an operator: mend the source or build a plan',
    ],
  ])('names whose move it is, and which (B10): %s', (_name, args, message, owner) => {
    expect(decide(...args).reasons).toEqual([expect.objectContaining({ message, owner })]);
  });

  it('tells what to do, and when to ask again', () => {
    expect(decide(prune)).toMatchObject({ kind: 'run', prune: true, selfHeal: false });
    expect(decide(heal, { comparison: drifted })).toMatchObject({
      kind: 'run',
      prune: false,
      selfHeal: true,
    });
    const retry = decide(on, { history: [past({ phase: 'Failed', finishedAt: ago(2) })] });
    expect(retry).toMatchObject({ nextAt: new Date(now.getTime() + 3000).toISOString() });
  });
});

it.each([
  ['a label that it names', { tier: 'gold' }, 'wait'],
  ['another one', { tier: 'iron' }, 'run'],
])('SYNC-11: a window by labels stops auto-sync of an Application with %s', (_name, labels, kind) => {
  const closed = {
    kind: 'deny',
    schedule: '* * * * *',
    duration: '1h',
    matchLabels: { tier: 'gold' },
  } as const;
  expect(decide(on, { project: { syncWindows: [closed] }, labels }).kind).toBe(kind);
});

it('DIFF-5: extra objects that are ignored are no mass deletion', () => {
  const ignored = compared(extras(9)).resources.map((one) => ({ ...one, isIgnoredExtra: true }));
  const resources = [...pending.resources, ...ignored];
  expect(decide(prune, { comparison: { ...pending, resources } }).kind).toBe('run');
});

describe('holdEnded', () => {
  it.each([
    ['without an end', {}, 'x', false],
    ['another digest', { untilDesiredDigestNot: 'bad' }, 'good', true],
    ['the same digest', { untilDesiredDigestNot: 'bad' }, 'bad', false],
    ['nothing rendered', { untilDesiredDigestNot: 'bad' }, null, false],
    ['its time is over', { untilTime: ago(0) }, null, true],
    ['not yet', { untilTime: ago(-1) }, null, false],
    ['an unreadable time', { untilTime: 'tomorrow' }, 'x', false],
  ])('%s', (_name, end, desiredDigest, expected) => {
    expect(holdEnded({ reason: '', owner: '', since: '', ...end }, { desiredDigest, now })).toBe(expected);
  });
});
