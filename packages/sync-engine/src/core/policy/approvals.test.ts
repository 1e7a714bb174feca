import { describe, expect, it } from 'vitest';
import type { PlanInput } from '../plan/plan.fixture.ts';
import {
  alice,
  automated,
  bob,
  emptied,
  gate,
  type More,
  policy,
  pruning,
  simple,
  volume,
} from './gate.fixture.ts';

describe('decideExecution: approvals, ticks and what automation may do alone', () => {
  it.each<[string, PlanInput, More, string, string]>([
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
  ])('%s → %s', (_name, input, more, kind, code) => {
    const decision = gate(input, more);
    expect({ kind: decision.kind, code: decision.reasons[0]?.code }).toEqual({ kind, code });
  });

  it('marks approvals given by token (X53)', () => {
    const decision = gate(simple, { approvedBy: [{ kind: 'token', name: 'ci', owner: 'bob' }] });
    expect(decision.reasons[0]?.message).toContain('ci (by token)');
  });
});
