import { describe, expect, it } from 'vitest';
import { hookOf, objectOf, type PlanInput } from '../plan/plan.fixture.ts';
import {
  alice,
  bob,
  denied,
  gate,
  hold,
  type More,
  policy,
  pruning,
  shared,
  simple,
  spec,
  stale,
} from './gate.fixture.ts';

const a = objectOf('ConfigMap', 'a');

const headOnly = { guards: { requireHead: true } };

describe('decideExecution: the gate', () => {
  it.each<[string, PlanInput, More, string, string]>([
    ['a plain plan', simple, {}, 'run', 'allowed'],
    ['by a policy', simple, { requestedBy: policy, builtBy: policy }, 'run', 'allowed'],
    [
      'the Application is being deleted',
      simple,
      { app: { isDeleting: true } },
      'refuse',
      'application_deleting',
    ],
    [
      'its deletion',
      { kind: 'delete', live: [a], desired: [], deletion: { cascade: 'background' } },
      { app: { isDeleting: true } },
      'run',
      'allowed',
    ],
    [
      'on a Cluster of another Project',
      simple,
      { app: { clusterProject: 'ops' } },
      'refuse',
      'cluster_not_in_project',
    ],
    [
      'a step on a Cluster that another Project was given',
      simple,
      { app: { clusterProject: 'ops' }, phase: 'step' },
      'refuse',
      'cluster_not_in_project',
    ],
    [
      'forgetting what is on a Cluster of another Project',
      { kind: 'delete', live: [], desired: [], deletion: { cascade: 'keep' } },
      { app: { clusterProject: 'ops' } },
      'run',
      'allowed',
    ],
    [
      'not of the head, where that is asked',
      simple,
      { rules: headOnly, newer: { revision: 'abc' } },
      'refuse',
      'not_head',
    ],
    ['of the head, where that is asked', simple, { rules: headOnly, newer: null }, 'run', 'allowed'],
    ['not of the head', simple, { newer: { revision: 'abc' } }, 'run', 'allowed'],
    [
      'not of the head any more, at a step',
      simple,
      { rules: headOnly, newer: { revision: 'abc' }, phase: 'step' },
      'run',
      'allowed',
    ],
    ['stale', simple, { staleness: stale }, 'refuse', 'plan_stale'],
    [
      'stale, fully approved',
      pruning,
      { staleness: stale, approvedBy: [alice, bob] },
      'refuse',
      'plan_stale',
    ],
    ['7 days old', simple, { builtAt: '2026-02-25T12:00:00Z' }, 'run', 'allowed'],
    ['older than 7 days (X53)', simple, { builtAt: '2026-02-25T11:59:59Z' }, 'refuse', 'plan_expired'],
    ['of an unreadable age', simple, { builtAt: 'x' }, 'refuse', 'plan_expired'],
    [
      'started in time, step late',
      simple,
      { builtAt: '2026-02-25T11:59:59Z', phase: 'step' },
      'run',
      'allowed',
    ],
    [
      'another Operation runs (SYNC-12)',
      simple,
      { runningOperation: { number: 4 } },
      'wait',
      'operation_running',
    ],
    [
      'forbidden kind',
      simple,
      { rules: { namespaceResourceBlacklist: [{ group: '', kind: 'ConfigMap' }] } },
      'refuse',
      'project_kind',
    ],
    [
      'forbidden hook (X45)',
      { desired: [hookOf('j', 'PreSync')] },
      { rules: { namespaceResourceBlacklist: [{ group: 'batch', kind: '*' }] } },
      'refuse',
      'project_kind',
    ],
    [
      'project rules at every step (X44)',
      simple,
      { phase: 'step', rules: { destinations: [] } },
      'refuse',
      'project_namespace',
    ],
    ['forbidden repository', simple, { rules: { sourceRepos: [] } }, 'refuse', 'project_source'],
    [
      'moved to another project (X44)',
      simple,
      { app: { spec: { ...spec, project: 'other' } } },
      'refuse',
      'project_mismatch',
    ],
    ['an object of another Application (X48)', shared, { approvedBy: [alice, bob] }, 'refuse', 'risk_shared'],
    ['a window closed', simple, { rules: { syncWindows: denied } }, 'wait', 'window_deny'],
    [
      'a window open to persons',
      simple,
      { rules: { syncWindows: denied.map((w) => ({ ...w, manualSync: true })) } },
      'run',
      'allowed',
    ],
    [
      'the same for automation',
      simple,
      {
        requestedBy: policy,
        builtBy: policy,
        rules: { syncWindows: denied.map((w) => ({ ...w, manualSync: true })) },
      },
      'wait',
      'window_deny',
    ],
    [
      'a window closes on a running Operation',
      simple,
      { phase: 'step', startedAt: '2026-03-04T10:59:00Z', rules: { syncWindows: denied } },
      'wait',
      'window_deny',
    ],
    [
      'with overrun it goes on (B14)',
      simple,
      {
        phase: 'step',
        startedAt: '2026-03-04T10:59:00Z',
        rules: { syncWindows: denied.map((w) => ({ ...w, syncOverrun: true })) },
      },
      'run',
      'allowed',
    ],
    [
      'overrun is not for what began inside',
      simple,
      {
        phase: 'step',
        startedAt: '2026-03-04T11:30:00Z',
        rules: { syncWindows: denied.map((w) => ({ ...w, syncOverrun: true })) },
      },
      'wait',
      'window_deny',
    ],
    ['on hold, by a policy', simple, { requestedBy: policy, builtBy: policy, app: { hold } }, 'wait', 'hold'],
    ['on hold, by a person', simple, { app: { hold } }, 'run', 'allowed'],
    [
      'a Hold that began after the start',
      simple,
      { requestedBy: policy, builtBy: policy, phase: 'step', app: { hold } },
      'run',
      'allowed',
    ],
    [
      'git moved past the Hold',
      simple,
      { requestedBy: policy, builtBy: policy, app: { hold: { ...hold, untilDesiredDigestNot: 'bad' } } },
      'run',
      'allowed',
    ],
    ['refusals come before approvals', pruning, { rules: { sourceRepos: [] } }, 'refuse', 'project_source'],
    [
      'approvals come before waits',
      pruning,
      { rules: { syncWindows: denied } },
      'needs-approval',
      'risk_unticked',
    ],
  ])('%s → %s', (_name, input, more, kind, code) => {
    const decision = gate(input, more);
    expect({ kind: decision.kind, code: decision.reasons[0]?.code }).toEqual({ kind, code });
  });

  it('says when a wait ends and whose move it is', () => {
    expect(gate(simple, { rules: { syncWindows: denied } })).toMatchObject({
      kind: 'wait',
      nextAt: '2026-03-04T13:00:00.000Z',
      reasons: [{ owner: 'the clock', nextAt: '2026-03-04T13:00:00.000Z' }],
    });
    const never = [...denied, { kind: 'deny' as const, schedule: 'when it rains', duration: '1h' }];
    for (const reason of gate(simple, { rules: { syncWindows: never } }).reasons)
      expect(reason).not.toHaveProperty('nextAt');
    const both = gate(simple, { rules: { syncWindows: denied }, runningOperation: { number: 1 } });
    expect(both).not.toHaveProperty('nextAt');
  });

  it('holds an edit to the rules for its new spec', () => {
    const edit = { before: spec, after: { ...spec, sources: [{ repoURL: 'https://evil.example.com/r' }] } };
    const decision = gate(
      { ...simple, kind: 'edit', edit },
      { rules: { sourceRepos: ['https://git.example.com/*'] } },
    );
    expect(decision).toMatchObject({ kind: 'refuse', reasons: [{ code: 'project_source' }] });
  });
});
