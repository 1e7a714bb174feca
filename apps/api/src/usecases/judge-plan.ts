import { AppError } from '@bowline/sync-engine/core/app-error';
import type { Actor, Decision, Plan } from '@bowline/sync-engine/core/model';
import { decideExecution } from '@bowline/sync-engine/core/policy/decide';
import type { ApplicationRecord } from '../store/application.ts';
import { operationStore } from '../store/operation.ts';
import type { ApprovalRecord, PlanRecord } from '../store/plan.ts';
import type { Db } from '../store/database.ts';
import type { Context } from './context.ts';
import { countableApprovals } from './countable-approvals.ts';
import { gateSubject } from './gate-subject.ts';
import { loadProject } from './load-application.ts';
import type { Verification } from './verify-plan.ts';

export type JudgeInput = {
  db: Db;
  application: ApplicationRecord;
  record: PlanRecord;
  plan: Plan;
  verification: Verification;
  requestedBy: Actor;
  /** The only consent there can be, of a Plan that nobody else has seen yet; absent: what is stored. */
  approvals?: ApprovalRecord[];
};

/** Asks the one gate whether this Plan may start now. */
export async function judgePlan(ctx: Context, input: JudgeInput): Promise<Decision> {
  const { application, record, plan, verification } = input;
  const project = await loadProject(input.db, application.project);
  const [approvals, running, cluster] = await Promise.all([
    input.approvals ?? countableApprovals(input.db, record.id, project),
    operationStore(input.db).active(application.uid),
    ctx.clusters.open(plan.destination.cluster),
  ]);
  const decision = decideExecution({
    plan,
    project,
    ...(await gateSubject(application, cluster)),
    approvals,
    requestedBy: input.requestedBy,
    builtBy: record.builtBy,
    builtAt: record.builtAt,
    staleness: verification.kind === 'known' ? verification.staleness : { kind: 'exact' },
    newer: verification.kind === 'known' ? verification.head : null,
    runningOperation: running ? { number: running.number } : null,
    phase: 'start',
    installationGuards: ctx.installation.guards,
    now: ctx.clock.now(),
  });
  // What is not known is waited for; what the rules refuse is refused, known or not.
  if (verification.kind === 'known' || decision.kind === 'refuse') return decision;
  const { code, message } = verification;
  return { kind: 'wait', reasons: [{ code, message, owner: 'Bowline' }] };
}

/** Turns an answer about a Plan that is not "run" or "wait" into the error the API gives. */
export function refusal(decision: Decision, planId: string): AppError {
  const first = decision.reasons[0];
  const isStale = decision.reasons.some((reason) => reason.code === 'plan_stale');
  const isExpired = decision.reasons.some((reason) => reason.code === 'plan_expired');
  const code =
    decision.kind === 'needs-approval'
      ? 'approval_required'
      : isStale
        ? 'plan_stale'
        : isExpired
          ? 'plan_expired'
          : 'plan_refused';
  return new AppError({
    code,
    status: 409,
    message: first?.message ?? 'The gate refused this plan.',
    hint: hints[code],
    data: { reasons: decision.reasons, planId },
  });
}

const hints = {
  approval_required: 'The reasons name the approvals and ticks that are missing.',
  plan_stale: 'Build the plan again and review what changed.',
  plan_expired: 'Build the plan again.',
  plan_refused: 'The reasons name the rule and whose move it is.',
};
