import { cannot } from '../../lib/can.ts';
import type { Plan, Risk } from './plan.ts';

export type GateId = 'exact' | 'blockers' | 'viewed' | 'risks' | 'approvals' | 'name';
export type Gate = { id: GateId; isMet: boolean };

/** Why Apply cannot be used, most basic reason first; null when it can. */
export type Obstacle =
  | { kind: 'not-open' }
  | { kind: 'stale' }
  | { kind: 'unverified'; reason: string }
  | { kind: 'permission'; reason: string }
  | { kind: 'blocked'; reason: string }
  | { kind: 'tick'; risk: Risk; more: number; approvals: number }
  | { kind: 'approvals'; count: number }
  | { kind: 'name' };

export type GateInput = {
  plan: Plan;
  /** Ids of risks ticked by the reader on this page. */
  ticked: ReadonlySet<string>;
  viewed: number;
  total: number;
  /** Name of the signed-in user. */
  user: string;
  typedName: string;
};

export type Gates = {
  gates: Gate[];
  obstacle: Obstacle | null;
  confirmRisks: Risk[];
  /** Confirm risks that the reader or somebody whose approval counts has ticked. */
  tickedCount: number;
  approvalCount: number;
  hasApproved: boolean;
  needsName: boolean;
  /** The gate lets it start but it waits for a window or another operation. */
  waits: string | null;
};

/** What has to be true before Apply, from the plan as verified now and what the reader did. Pure. */
export function gatesOf(input: GateInput): Gates {
  const { plan, ticked, viewed, total, user, typedName } = input;
  const counted = plan.approvals.filter((approval) => approval.counts);
  const tickedByOthers = new Set(counted.flatMap((approval) => approval.tickedRisks));
  const confirmRisks = plan.risks.filter((risk) => risk.severity === 'confirm');
  const unticked = confirmRisks.filter((risk) => !ticked.has(risk.id) && !tickedByOthers.has(risk.id));
  const blockers = plan.risks.filter((risk) => risk.severity === 'block');
  const hasApproved = counted.some((approval) => approval.by.name === user);
  const needsName = plan.kind === 'delete' && plan.cascade !== 'keep';
  const missing = missingApprovals(plan, counted.length, hasApproved);
  const obstacle = obstacleOf({ plan, unticked, blockers, missing, needsName, typedName });
  const gates: Gate[] = [
    { id: 'exact', isMet: plan.exactness.state === 'exact' },
    { id: 'blockers', isMet: blockers.length === 0 && plan.decision.kind !== 'refuse' },
  ];
  if (total > 0) gates.push({ id: 'viewed', isMet: viewed >= total });
  if (confirmRisks.length > 0) gates.push({ id: 'risks', isMet: unticked.length === 0 });
  if (plan.approvalsRequired > 0)
    gates.push({ id: 'approvals', isMet: counted.length >= plan.approvalsRequired });
  if (needsName) gates.push({ id: 'name', isMet: typedName === plan.application });
  return {
    gates,
    obstacle,
    confirmRisks,
    tickedCount: confirmRisks.length - unticked.length,
    approvalCount: counted.length,
    hasApproved,
    needsName,
    waits: plan.decision.kind === 'wait' ? (plan.decision.reasons[0]?.message ?? '') : null,
  };
}

/** Executing also approves as the reader, unless they may not or already did. */
function missingApprovals(plan: Plan, counted: number, hasApproved: boolean): number {
  const own = !hasApproved && cannot(plan.can, 'approve') === null ? 1 : 0;
  const isServerSatisfied = !plan.decision.reasons.some((reason) => reason.code === 'approvals_missing');
  return isServerSatisfied ? 0 : Math.max(1, plan.approvalsRequired - counted - own);
}

function obstacleOf(input: {
  plan: Plan;
  unticked: Risk[];
  blockers: Risk[];
  missing: number;
  needsName: boolean;
  typedName: string;
}): Obstacle | null {
  const { plan, unticked, blockers, missing, needsName, typedName } = input;
  const { exactness, decision } = plan;
  if (plan.state !== 'open') return { kind: 'not-open' };
  if (exactness.state === 'unknown')
    return { kind: 'unverified', reason: exactness.reasons[0]?.message ?? '' };
  if (exactness.state !== 'exact') return { kind: 'stale' };
  const forbidden = cannot(plan.can, 'sync');
  if (forbidden !== null) return { kind: 'permission', reason: forbidden };
  if (blockers[0]) return { kind: 'blocked', reason: blockers[0].message };
  const refusal = decision.reasons.find(
    (reason) => reason.code !== 'risk_unticked' && reason.code !== 'approvals_missing',
  );
  if (decision.kind === 'refuse') return { kind: 'blocked', reason: refusal?.message ?? '' };
  if (unticked[0]) return { kind: 'tick', risk: unticked[0], more: unticked.length - 1, approvals: missing };
  if (missing > 0) return { kind: 'approvals', count: missing };
  // A reason only people can settle that is neither a tick nor an approval, e.g. a deletion budget.
  if (decision.kind === 'needs-approval' && refusal) return { kind: 'blocked', reason: refusal.message };
  if (needsName && typedName !== plan.application) return { kind: 'name' };
  return null;
}
