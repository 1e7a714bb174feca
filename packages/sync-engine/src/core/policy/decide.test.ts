import { describe, expect, it } from 'vitest';
import type { Actor, Approval, Plan, ProjectSpec } from '../model.ts';
import { hookOf, objectOf, planOf, type PlanInput } from '../plan/plan.fixture.ts';
import { decideAction, decideExecution, type ExecutionInput } from './decide.ts';

const alice: Actor = { kind: 'user', name: 'alice' };
const bob: Actor = { kind: 'user', name: 'bob' };
const policy: Actor = { kind: 'policy', name: 'policy:team/shop' };
const open: ProjectSpec = {
  sourceRepos: ['*'],
  destinations: [{ name: '*', namespace: '*' }],
  clusterResourceWhitelist: [{ group: '*', kind: '*' }],
};
const spec = {
  project: 'team',
  sources: [{ repoURL: 'https://git.example.com/r' }],
  destination: { name: 'here', namespace: 'default' },
};
const now = new Date('2026-03-04T12:00:00Z');
const a = objectOf('ConfigMap', 'a');
const old = objectOf('ConfigMap', 'old');
const kept = ['b', 'c', 'd'].map((name) => objectOf('ConfigMap', name));
const keptNames = kept.map((object) => object.metadata.name);
const simple: PlanInput = { desired: [a] };
const pruning: PlanInput = { desired: kept, live: [...kept, old], inSync: keptNames };
const volume: PlanInput = {
  desired: kept,
  live: [...kept, objectOf('PersistentVolumeClaim', 'data')],
  inSync: keptNames,
};
const emptied: PlanInput = { desired: [], live: kept };
const shared: PlanInput = {
  desired: [a],
  live: [
    {
      ...a,
      metadata: { ...a.metadata, annotations: { 'bowline.dev/tracking-id': 'x_y:/ConfigMap:default/a' } },
    },
  ],
};

type More = Partial<Omit<ExecutionInput, 'project' | 'application' | 'approvals' | 'plan'>> & {
  rules?: Partial<ProjectSpec>;
  app?: Partial<ExecutionInput['application']>;
  /** Approvals of this Plan's digest, every confirm risk ticked unless `ticks` is false. */
  approvedBy?: Actor[];
  ticks?: boolean;
  otherDigest?: boolean;
};

function gate(input: PlanInput, more: More = {}): ReturnType<typeof decideExecution> {
  const plan = planOf(input);
  const { rules, app, approvedBy, ticks, otherDigest, ...given } = more;
  return decideExecution({
    plan,
    project: { name: 'team', spec: { ...open, ...rules } },
    application: { spec, isDeleting: false, hold: null, ...app },
    approvals: (approvedBy ?? []).map((by) => approval(plan, by, ticks !== false, otherDigest === true)),
    requestedBy: alice,
    builtBy: alice,
    staleness: { kind: 'exact' },
    runningOperation: null,
    phase: 'start',
    isNamespaced: (key) => key.namespace !== '',
    now,
    ...given,
  });
}
function approval(plan: Plan, by: Actor, isTicked: boolean, isOther: boolean): Approval {
  return {
    by,
    digest: isOther ? 'f'.repeat(64) : plan.digest,
    at: now.toISOString(),
    tickedRisks: isTicked ? plan.risks.map((risk) => risk.id) : [],
  };
}

const denied: ProjectSpec['syncWindows'] = [{ kind: 'deny', schedule: '0 11 * * *', duration: '2h' }];
const stale = { kind: 'stale' as const, reasons: [{ code: 'object_changed', message: 'It moved.' }] };
const hold = { reason: 'rolled back', owner: 'bob', since: now.toISOString() };
const automated = { ...spec, syncPolicy: { automated: { prune: true, allowEmpty: true } } };

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
    ['an unticked risk', pruning, {}, 'needs-approval', 'risk_unticked'],
    [
      'approved without the tick',
      pruning,
      { approvedBy: [bob], ticks: false },
      'needs-approval',
      'risk_unticked',
    ],
    ['ticked by oneself', pruning, { approvedBy: [alice] }, 'run', 'allowed'],
    [
      'ticked by oneself where authors may not',
      pruning,
      { approvedBy: [alice], rules: { approvals: { allowSelf: false } } },
      'needs-approval',
      'risk_unticked',
    ],
    [
      'ticked on another digest (X53)',
      pruning,
      { approvedBy: [alice, bob], otherDigest: true },
      'needs-approval',
      'risk_unticked',
    ],
    [
      'ticked by a policy',
      volume,
      { approvedBy: [policy], rules: { approvals: { policyMayApprove: true } } },
      'needs-approval',
      'risk_unticked',
    ],
    [
      'one approval missing',
      simple,
      { rules: { approvals: { required: 1 } } },
      'needs-approval',
      'approvals_missing',
    ],
    [
      'one approval given',
      simple,
      { approvedBy: [bob], rules: { approvals: { required: 1 } } },
      'run',
      'allowed',
    ],
    [
      'one’s own counts by default',
      simple,
      { approvedBy: [alice], rules: { approvals: { required: 1 } } },
      'run',
      'allowed',
    ],
    [
      'self-approval (X53)',
      simple,
      { approvedBy: [alice], rules: { approvals: { required: 1, allowSelf: false } } },
      'needs-approval',
      'approvals_missing',
    ],
    [
      'self-approval by one’s token (X53)',
      simple,
      {
        approvedBy: [{ kind: 'token', name: 'ci', owner: 'Alice' }],
        rules: { approvals: { required: 1, allowSelf: false } },
      },
      'needs-approval',
      'approvals_missing',
    ],
    [
      'one person, two accounts (X53)',
      simple,
      {
        approvedBy: [bob, { kind: 'token', name: 'bot', owner: 'bob' }],
        rules: { approvals: { required: 2 } },
      },
      'needs-approval',
      'approvals_missing',
    ],
    [
      'two people',
      simple,
      { approvedBy: [alice, bob], rules: { approvals: { required: 2 } } },
      'run',
      'allowed',
    ],
    [
      'approve A, apply B (X53)',
      simple,
      { approvedBy: [bob], otherDigest: true, rules: { approvals: { required: 1 } } },
      'needs-approval',
      'approvals_missing',
    ],
    [
      'a policy that may not approve',
      simple,
      { approvedBy: [policy], requestedBy: policy, builtBy: policy, rules: { approvals: { required: 1 } } },
      'needs-approval',
      'approvals_missing',
    ],
    [
      'a policy that may',
      simple,
      {
        approvedBy: [policy],
        requestedBy: policy,
        builtBy: policy,
        rules: { approvals: { required: 1, policyMayApprove: true } },
      },
      'run',
      'allowed',
    ],
    ['automation prunes a little', pruning, { requestedBy: policy, builtBy: policy }, 'run', 'allowed'],
    [
      'automation and a volume',
      volume,
      { requestedBy: policy, builtBy: policy },
      'needs-approval',
      'risk_unticked',
    ],
    [
      'automation over its budget',
      pruning,
      { requestedBy: policy, builtBy: policy, rules: { guards: { deletionsMax: 0 } } },
      'needs-approval',
      'deletion_budget',
    ],
    [
      'automation over its share',
      pruning,
      { requestedBy: policy, builtBy: policy, rules: { guards: { deletionShareMax: 0.2 } } },
      'needs-approval',
      'deletion_budget',
    ],
    [
      'over budget, a person agreed',
      pruning,
      { requestedBy: policy, builtBy: policy, approvedBy: [bob], rules: { guards: { deletionsMax: 0 } } },
      'run',
      'allowed',
    ],
    [
      'a person is not bound by the budget',
      pruning,
      { approvedBy: [alice], rules: { guards: { deletionsMax: 0 } } },
      'run',
      'allowed',
    ],
    [
      'automation and an empty render',
      emptied,
      { requestedBy: policy, builtBy: policy, approvedBy: [bob] },
      'refuse',
      'would_wipe_out',
    ],
    [
      'an empty render that is allowed',
      emptied,
      { requestedBy: policy, builtBy: policy, app: { spec: automated } },
      'run',
      'allowed',
    ],
    ['a person and an empty render', emptied, {}, 'needs-approval', 'risk_unticked'],
    ['a person who ticked it', emptied, { approvedBy: [alice] }, 'run', 'allowed'],
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

  it('marks approvals given by token (X53)', () => {
    const decision = gate(simple, { approvedBy: [{ kind: 'token', name: 'ci', owner: 'bob' }] });
    expect(decision.reasons[0]?.message).toContain('ci (by token)');
  });
});

describe('decideAction', () => {
  const key = { group: 'apps', kind: 'Deployment', namespace: 'default', name: 'web' };
  const base = {
    action: 'restart',
    keys: [key],
    project: { name: 'team', spec: open },
    application: { name: 'shop', spec, isDeleting: false, cluster: 'here' },
    requestedBy: alice,
    now,
  };
  it.each<[string, Partial<typeof base> & { rules?: Partial<ProjectSpec> }, string]>([
    ['allowed', {}, 'run'],
    ['no target', { keys: [] }, 'refuse'],
    [
      'a forbidden namespace (X51)',
      { keys: [{ ...key, namespace: 'x' }], rules: { destinations: [{ name: '*', namespace: 'default' }] } },
      'refuse',
    ],
    ['a deny window', { rules: { syncWindows: denied } }, 'wait'],
    [
      'outside of an allow window',
      { rules: { syncWindows: [{ kind: 'allow', schedule: '0 1 * * *', duration: '1h' }] } },
      'run',
    ],
    [
      'too many deletions',
      { action: 'delete', keys: [key, key], rules: { guards: { deletionsMax: 1 } } },
      'refuse',
    ],
    ['while being deleted', { application: { ...base.application, isDeleting: true } }, 'refuse'],
  ])('%s', (_name, { rules, ...more }, expected) => {
    const decision = decideAction({
      ...base,
      project: { name: 'team', spec: { ...open, ...rules } },
      ...more,
    });
    expect(decision.kind).toBe(expected);
  });
});
