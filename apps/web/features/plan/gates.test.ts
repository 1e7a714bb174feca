import { describe, expect, it } from 'vitest';
import { gatesOf, type GateInput } from './gates.ts';
import { samplePlan } from './plan.fixture.ts';
import type { Plan } from './plan.ts';

const all = new Set(['r-drift', 'r-prune']);
const gates = (plan: Plan, over: Partial<GateInput> = {}) =>
  gatesOf({ plan, ticked: all, viewed: 0, total: 4, user: 'ada', typedName: '', ...over });
const missing = { code: 'approvals_missing', message: '1 more approval needed' };
const approval = (name: string, over: Partial<Plan['approvals'][number]> = {}) => ({
  by: { kind: 'user' as const, name },
  digest: samplePlan().digest,
  at: '2026-11-24T14:19:03Z',
  tickedRisks: [],
  comment: '',
  counts: true,
  note: '',
  ...over,
});

describe('conditions of Apply', () => {
  it('are met when every confirm risk is ticked (C8, G46)', () => {
    expect(gates(samplePlan()).obstacle).toBeNull();
  });
  it('name the first unticked risk and how many more (C8, G46)', () => {
    const { obstacle, tickedCount } = gates(samplePlan(), { ticked: new Set() });
    expect(obstacle).toMatchObject({ kind: 'tick', risk: { id: 'r-drift' }, more: 1, approvals: 0 });
    expect(tickedCount).toBe(0);
  });
  it('count ticks of others whose approval counts, not void ones (G45)', () => {
    const ticked = new Set(['r-drift']);
    const tickedRisks = ['r-prune'];
    expect(
      gates(samplePlan({ approvals: [approval('lee', { tickedRisks })] }), { ticked }).obstacle,
    ).toBeNull();
    const plan = samplePlan({ approvals: [approval('lee', { tickedRisks, counts: false })] });
    expect(gates(plan, { ticked }).obstacle).toMatchObject({ kind: 'tick', risk: { id: 'r-prune' } });
  });
  it('wait for approvals the gate still misses beyond the own one', () => {
    const plan = samplePlan({
      approvalsRequired: 3,
      decision: { kind: 'needs-approval', reasons: [missing] },
    });
    expect(gates(plan).obstacle).toEqual({ kind: 'approvals', count: 2 });
    expect(gates(samplePlan({ approvalsRequired: 1 })).obstacle).toBeNull();
  });
  it('say when the reader may not approve at all (G47)', () => {
    const plan = samplePlan({
      approvalsRequired: 1,
      can: { approve: { ok: false, reason: 'You built this plan.' } },
      decision: { kind: 'needs-approval', reasons: [missing] },
    });
    expect(gates(plan).obstacle).toEqual({ kind: 'approvals', count: 1 });
  });
  it.each([
    ['stale', 'stale'],
    ['expired', 'stale'],
    ['unknown', 'unverified'],
  ] as const)('refuse a plan that is %s', (state, kind) => {
    const plan = samplePlan({ exactness: { ...samplePlan().exactness, state } });
    expect(gates(plan).obstacle?.kind).toBe(kind);
  });
  it('are never met by a closed plan', () => {
    expect(gates(samplePlan({ state: 'executed' })).obstacle).toEqual({ kind: 'not-open' });
  });
  it('name what blocks: a risk, the gate, a missing permission', () => {
    const block = { id: 'b', code: 'shared', severity: 'block' as const, message: 'belongs to another' };
    expect(gates(samplePlan({ risks: [block] })).obstacle).toEqual({
      kind: 'blocked',
      reason: 'belongs to another',
    });
    const refuse = { kind: 'refuse' as const, reasons: [{ code: 'project_source', message: 'not allowed' }] };
    expect(gates(samplePlan({ decision: refuse })).obstacle).toEqual({
      kind: 'blocked',
      reason: 'not allowed',
    });
    const can = { sync: { ok: false, reason: 'needs applications:sync' } };
    expect(gates(samplePlan({ can })).obstacle).toEqual({
      kind: 'permission',
      reason: 'needs applications:sync',
    });
  });
  it('let a window wait instead of blocking', () => {
    const decision = {
      kind: 'wait' as const,
      reasons: [{ code: 'window_closed', message: 'opens at 18:00' }],
    };
    const result = gates(samplePlan({ decision }));
    expect(result.obstacle).toBeNull();
    expect(result.waits).toBe('opens at 18:00');
  });
  it('ask the typed name for a deletion, not when objects are kept (G51)', () => {
    const plan = samplePlan({ kind: 'delete', cascade: 'foreground', risks: [] });
    expect(gates(plan).obstacle).toEqual({ kind: 'name' });
    expect(gates(plan, { typedName: 'checkout-api' }).obstacle).toBeNull();
    expect(gates({ ...plan, cascade: 'keep' }).obstacle).toBeNull();
  });
});
