import type { OperationRecord } from '../store/operation.ts';
import type { Can, Plan as PlanView } from '@bowline/contract';
import type { Decision, Plan, PlanStep } from '@bowline/sync-engine/core/model';
import { formatKey } from '@bowline/sync-engine/core/resource-key';
import { diffFields } from '@bowline/sync-engine/core/schema/compare';
import type { ApprovalRecord, PlanRecord } from '../store/plan.ts';
import type { Verification } from '../usecases/verify-plan.ts';
import { diffOfPlanItem, unreadIn } from './object-diff.ts';

export type PlanViewInput = {
  record: PlanRecord;
  plan: Plan;
  approvals: ApprovalRecord[];
  approvalsRequired: number;
  verification: Verification;
  /** A commit that came after the Plan was built. */
  newer: PlanView['exactness']['newer'];
  verifiedAt: string;
  decision: Decision;
  operation: Pick<OperationRecord, 'id' | 'phase' | 'release'> | null;
  can: Can;
};

/** A Plan as the public API shows it: objects in the order they run, verified now. */
export function planView(input: PlanViewInput): PlanView {
  const { record, plan } = input;
  return {
    id: record.id,
    kind: plan.kind,
    state: record.state,
    project: record.project,
    application: record.application,
    applicationUid: record.applicationUid,
    destination: plan.destination,
    digest: record.digest,
    builtBy: record.builtBy,
    builtAt: record.builtAt,
    expiresAt: record.expiresAt,
    revisions: plan.revisions,
    desiredDigest: plan.desiredDigest,
    options: optionsOf(plan),
    steps: plan.steps.map(stepView),
    objects: objectsOf(plan),
    counts: record.counts,
    risks: record.risks,
    excluded: plan.excluded.map(formatKey),
    isPartial: plan.isPartial,
    edit: editOf(plan),
    restores: plan.restores ?? null,
    hold: plan.hold ? { ...plan.hold, owner: record.builtBy.name, since: record.builtAt } : null,
    cascade: plan.deletion?.cascade ?? null,
    warnings: record.warnings,
    exactness: exactnessOf(input),
    approvals: input.approvals.map((approval) => approvalView(approval, input)),
    approvalsRequired: input.approvalsRequired,
    rejection: rejectionOf(record),
    decision: input.decision,
    operationId: input.operation?.id ?? null,
    operationPhase: input.operation?.phase ?? null,
    releaseNumber: input.operation?.release ?? null,
    can: input.can,
  };
}

function stepView({ index, phase, wave, action, key, version, reason }: PlanStep): PlanView['steps'][number] {
  return { index, phase, wave, action, key, version, reason };
}

function optionsOf(plan: Plan): Record<string, boolean | string> {
  const { resourceDefaults: _, ...options } = plan.options;
  return options;
}

/** Objects with a step in order of their first step, then what the Plan leaves alone but shows (kept extras). */
function objectsOf(plan: Plan): PlanView['objects'] {
  const unread = unreadIn(plan);
  const first = new Map<number, PlanStep>();
  for (const step of plan.steps) if (step.item >= 0 && !first.has(step.item)) first.set(step.item, step);
  const stepped = [...first].flatMap(([index, step]) => {
    const item = plan.items[index];
    return item ? [diffOfPlanItem(item, { step, isUnread: unread.has(formatKey(item.key)) })] : [];
  });
  const shown = plan.items.filter(
    (item, index) => !first.has(index) && item.desired === null && item.live !== null,
  );
  return [...stepped, ...shown.map((item) => diffOfPlanItem(item, { isUnread: false }))];
}

function editOf(plan: Plan): PlanView['edit'] {
  if (!plan.edit) return null;
  const { before, after } = plan.edit;
  const fields = diffFields(undefined, before, after).map(({ path, a, b }) => ({
    path,
    live: toJson(a),
    desired: toJson(b),
    cause: 'pending' as const,
  }));
  return { fields };
}

function toJson(value: unknown) {
  // Specs come from JSON columns, so every value is JSON; undefined marks an absent side.
  return value as PlanView['objects'][number]['fields'][number]['desired'];
}

function exactnessOf(input: PlanViewInput): PlanView['exactness'] {
  const { record, verification, verifiedAt, newer } = input;
  const base = { verifiedAt, newer };
  if (record.state !== 'open') return { ...base, state: record.state, reasons: [] };
  if (verification.kind === 'unknown') {
    return {
      ...base,
      state: 'unknown',
      reasons: [{ code: verification.code, message: verification.message }],
    };
  }
  const { staleness } = verification;
  return staleness.kind === 'exact'
    ? { ...base, state: 'exact', reasons: [] }
    : { ...base, state: 'stale', reasons: staleness.reasons };
}

function approvalView(
  approval: ApprovalRecord,
  { record, verification }: PlanViewInput,
): PlanView['approvals'][number] {
  const isOther = approval.digest !== record.digest;
  const isVoid =
    record.state === 'open' && verification.kind === 'known' && verification.staleness.kind === 'stale';
  const note = isOther ? 'For an older digest.' : isVoid ? 'Void: the plan is stale.' : '';
  return { ...approval, counts: note === '', note };
}

function rejectionOf(record: PlanRecord): PlanView['rejection'] {
  if (record.state !== 'rejected') return null;
  const colon = record.stateMessage.indexOf(': ');
  return {
    by: { kind: 'user', name: record.stateMessage.slice(0, Math.max(colon, 0)) },
    at: record.stateAt,
    reason: record.stateMessage.slice(colon + 2),
  };
}
