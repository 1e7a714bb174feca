import { AppError } from '@bowline/sync-engine/core/app-error';
import type { Actor } from '@bowline/sync-engine/core/model';
import { auditStore } from '../store/audit.ts';
import { notFound } from '../store/conflict.ts';
import type { Db } from '../store/database.ts';
import { type ApprovalRecord, type PlanRecord, planStore } from '../store/plan.ts';
import { announcePlan } from './announce.ts';
import type { Caller, Context } from './context.ts';

export type ApprovePlanInput = {
  id: string;
  digest: string;
  tickedRisks: string[];
  comment: string;
  caller: Caller;
};

/** Records the caller's consent to exactly this digest (X53). Whether it counts is the gate's business. */
export async function approvePlan(ctx: Context, input: ApprovePlanInput): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const plan = await lockOpenPlan(tx, input.id, input.digest);
    await recordApproval(ctx, tx, plan, input);
  });
}

/** Consent that somebody gave elsewhere, with the sentence that says where. */
export type Consent = { by: Actor; comment: string };

/** Records for a Plan what was consented to with another one, of which it is a part. No risk is ticked with it. */
export async function approveAlso(
  ctx: Context,
  plan: PlanRecord,
  consents: readonly Consent[],
): Promise<void> {
  for (const { by, comment } of consents) {
    const caller: Caller = { actor: by, requestId: '', ip: '' };
    await approvePlan(ctx, { id: plan.id, digest: plan.digest, tickedRisks: [], comment, caller });
  }
}

/** Call it with the Plan locked. */
export async function recordApproval(
  ctx: Context,
  tx: Db,
  plan: PlanRecord,
  input: ApprovePlanInput,
): Promise<void> {
  const { caller, comment } = input;
  await planStore(tx).approve(plan.id, approvalOf(ctx, input));
  await audit(tx, plan, caller, { action: 'plan.approve', message: comment });
  await announcePlan(tx, plan);
}

/** The caller's consent as it is recorded. */
export function approvalOf(ctx: Context, input: Omit<ApprovePlanInput, 'id'>): ApprovalRecord {
  const { caller, digest, tickedRisks, comment } = input;
  return { by: caller.actor, digest, tickedRisks, comment, at: ctx.clock.now().toISOString() };
}

export type RejectPlanInput = { id: string; digest: string; reason: string; caller: Caller };

/** Closes a Plan with a reason; it can never run. */
export async function rejectPlan(ctx: Context, input: RejectPlanInput): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const plan = await lockOpenPlan(tx, input.id, input.digest);
    const at = ctx.clock.now().toISOString();
    await planStore(tx).close(plan.id, {
      state: 'rejected',
      message: `${input.caller.actor.name}: ${input.reason}`,
      at,
    });
    await audit(tx, plan, input.caller, { action: 'plan.reject', message: input.reason });
    await announcePlan(tx, plan);
  });
}

/** Locks an open Plan of this digest. Throws not_found, plan_closed, plan_expired, plan_digest_mismatch. */
export async function lockOpenPlan(tx: Db, id: string, digest: string): Promise<PlanRecord> {
  const plan = await planStore(tx).lock(id);
  if (!plan) throw notFound('Plan', id);
  if (plan.digest !== digest) {
    throw new AppError({
      code: 'plan_digest_mismatch',
      status: 409,
      message: `Plan ${id} has another digest than the one you reviewed.`,
      hint: 'Open the plan, review it, and approve its digest.',
    });
  }
  if (plan.state === 'expired') {
    throw new AppError({
      code: 'plan_expired',
      status: 409,
      message: `Plan ${id} has expired.`,
      hint: 'Build it again.',
    });
  }
  if (plan.state !== 'open') {
    throw new AppError({
      code: 'plan_closed',
      status: 409,
      message: `Plan ${id} is ${plan.state} already.`,
      hint: 'Build a new plan.',
      data: { state: plan.state },
    });
  }
  return plan;
}

async function audit(
  tx: Db,
  plan: PlanRecord,
  caller: Caller,
  event: { action: string; message: string },
): Promise<void> {
  await auditStore(tx).append({
    ...event,
    actor: caller.actor,
    object: { kind: 'Plan', project: plan.project, name: plan.id },
    application: plan.application,
    outcome: 'succeeded',
    planId: plan.id,
    digest: plan.digest,
    requestId: caller.requestId,
    ip: caller.ip,
  });
}
