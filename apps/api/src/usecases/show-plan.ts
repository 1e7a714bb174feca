import type { Can, Plan as PlanView } from '@bowline/contract';
import type { Plan } from '@bowline/sync-engine/core/model';
import { type ApplicationRecord, applicationStore } from '../store/application.ts';
import { notFound } from '../store/conflict.ts';
import { operationStore } from '../store/operation.ts';
import { type PlanRecord, planStore } from '../store/plan.ts';
import { planView } from '../views/plan.ts';
import type { Caller, Context } from './context.ts';
import { judgePlan } from './judge-plan.ts';
import { loadProject } from './load-application.ts';
import { type Verification, verifyPlan } from './verify-plan.ts';

/** Throws not_found. */
export async function loadPlan(ctx: Context, id: string): Promise<PlanRecord> {
  const record = await planStore(ctx.db).get(id);
  if (!record) throw notFound('Plan', id);
  return record;
}

/** A Plan in full, verified against cluster, git and the gate at this moment for this caller. */
export async function showPlan(
  ctx: Context,
  record: PlanRecord,
  input: { caller: Caller; can: Can },
): Promise<PlanView> {
  const [plan, approvals, application, operations] = await Promise.all([
    planStore(ctx.db).body(record.id),
    planStore(ctx.db).approvals(record.id),
    applicationStore(ctx.db).get(record.applicationUid),
    operationStore(ctx.db).list({ planId: record.id, limit: 1 }),
  ]);
  const isOpen = record.state === 'open' && application !== null;
  const gone: Verification = { kind: 'unknown', code: 'not_found', message: 'The Application is gone.' };
  const verification = isOpen ? await verifyPlan(ctx, application, plan, 'remembered') : gone;
  const decision = isOpen
    ? await judgePlan(ctx, {
        db: ctx.db,
        application,
        record,
        plan,
        verification,
        requestedBy: input.caller.actor,
      })
    : {
        kind: 'refuse' as const,
        reasons: [{ code: 'plan_closed', message: `The plan is ${record.state}.` }],
      };
  const project = application ? await loadProject(ctx.db, application.project) : null;
  const operation = operations.items[0];
  return planView({
    record,
    plan,
    approvals,
    approvalsRequired: project?.spec.approvals?.required ?? 0,
    verification,
    newer: isOpen ? newerCommit(application, record, plan) : null,
    verifiedAt: ctx.clock.now().toISOString(),
    decision,
    operation: operation ?? null,
    can: input.can,
  });
}

/** The commit of the last look, where that came after the Plan and found another result: before it, it is an older one. */
function newerCommit({ status }: ApplicationRecord, record: PlanRecord, plan: Plan) {
  const now = status.revisions[0];
  const then = plan.revisions[0];
  const isLookedAtSince = status.reconciledAt !== null && status.reconciledAt > record.builtAt;
  if (plan.kind !== 'sync' || !isLookedAtSince || !now || !then) return null;
  if (now.revision === then.revision || status.desiredDigest === plan.desiredDigest) return null;
  return { revision: now.revision, message: now.message ?? '', author: now.author ?? '' };
}
