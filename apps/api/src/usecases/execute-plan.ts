import { AppError } from '@bowline/sync-engine/core/app-error';
import type { Decision, Hold, Plan } from '@bowline/sync-engine/core/model';
import { type ApplicationRecord, applicationStore } from '../store/application.ts';
import { auditStore } from '../store/audit.ts';
import { notFound } from '../store/conflict.ts';
import type { Db } from '../store/database.ts';
import { type OperationRecord, operationStore } from '../store/operation.ts';
import { type PlanRecord, planStore } from '../store/plan.ts';
import { wake } from '../store/wake.ts';
import { announceApplication, announceOperation, announcePlan } from './announce.ts';
import { approvalOf, lockOpenPlan, recordApproval } from './approve-plan.ts';
import { storePlan } from './build-plan.ts';
import type { Caller, Context } from './context.ts';
import type { Draft } from './draft-plan.ts';
import { auditHold } from './hold.ts';
import { judgePlan, refusal } from './judge-plan.ts';
import { loadApplicationByUid } from './load-application.ts';
import { verifyPlan } from './verify-plan.ts';

export type ExecutePlanInput = {
  id: string;
  digest: string;
  tickedRisks: string[];
  comment: string;
  /** Typed name; asked of persons for deletions that cascade. */
  confirmName?: string;
  reason: string;
  caller: Caller;
};

/**
 * Approves as the caller and starts exactly this digest, or says why not. Plan, Approval, Operation, Hold and audit are
 * written together or not at all. A second call for an executed Plan answers with the Operation that runs it.
 */
export async function executePlan(ctx: Context, input: ExecutePlanInput): Promise<OperationRecord> {
  const existing = await operationOfExecuted(ctx.db, input);
  if (existing) return existing;

  const plan = await planStore(ctx.db).body(input.id);
  const application = await loadApplicationByUid(ctx.db, plan.application.uid);
  confirmName(plan, application, input);
  // The slow look at cluster and git comes before the lock; each step checks its object again before its call.
  const verification = await verifyPlan(ctx, application, plan);

  const { operation, isNew } = await ctx.db.transaction(async (tx) => {
    // The Application first, as everywhere: whoever starts one Plan closes the others, and two at once would wait for each other.
    const locked = await applicationStore(tx).lock(application.uid);
    if (!locked) throw notFound('Application', application.name);
    const started = await operationOfExecuted(tx, input);
    if (started) return { operation: started, isNew: false };
    const record = await lockOpenPlan(tx, input.id, input.digest);
    if (locked.generation !== application.generation) throw changedMeanwhile();
    // The right to start is not the right to approve: the consent of others may still be enough.
    if (input.caller.mayApprove?.(record.project) !== false) await recordApproval(ctx, tx, record, input);
    const decision = await judgePlan(ctx, {
      db: tx,
      application: locked,
      record,
      plan,
      verification,
      requestedBy: input.caller.actor,
    });
    if (decision.kind !== 'run' && decision.kind !== 'wait') throw refusal(decision, record.id);
    const created = await start(ctx, tx, { application: locked, record, plan, decision, input });
    return { operation: created, isNew: true };
  });
  if (isNew) logCreated(ctx, operation, input.caller);
  return operation;
}

/** From here on the id leads through the logs of every replica. */
function logCreated(ctx: Context, operation: OperationRecord, { requestId }: Caller): void {
  const { id: operationId, planId, project, application, phase } = operation;
  ctx.log.info({ operationId, planId, project, application, phase, requestId }, 'operation created');
}

export type StartInput = Omit<ExecutePlanInput, 'id' | 'confirmName'> & {
  application: ApplicationRecord;
  built: Draft;
};

/**
 * Stores a Plan, records the caller's consent and starts it, in one transaction: for automation, whose Plan nobody else has
 * seen yet. A Plan that the gate does not let run stays open for persons, and the gate's refusal is thrown.
 */
export async function saveAndStart(ctx: Context, input: StartInput): Promise<OperationRecord> {
  const { application, built, caller, reason } = input;
  const { plan } = built;
  const verification = await verifyPlan(ctx, application, plan);
  const outcome = await ctx.db.transaction(async (tx) => {
    const equal = await planStore(tx).findOpen(application.uid, plan);
    if (equal) return { kind: 'open' as const, record: equal };
    const locked = await applicationStore(tx).lock(application.uid);
    if (!locked) throw notFound('Application', application.name);
    const record = await storePlan(ctx, tx, application, built, { caller, reason });
    if (locked.generation !== application.generation) throw changedMeanwhile();
    const decision = await judgePlan(ctx, {
      db: tx,
      application: locked,
      record,
      plan,
      verification,
      requestedBy: caller.actor,
      approvals: [approvalOf(ctx, input)],
    });
    if (decision.kind !== 'run' && decision.kind !== 'wait')
      return { kind: 'refused' as const, record, decision };
    await recordApproval(ctx, tx, record, { ...input, id: record.id });
    const operation = await start(ctx, tx, { application: locked, record, plan, decision, input });
    return { kind: 'started' as const, operation };
  });
  if (outcome.kind === 'started') {
    logCreated(ctx, outcome.operation, caller);
    return outcome.operation;
  }
  await supersedeOwn(ctx, application, outcome.record);
  // Persons know it already, and may have approved it.
  if (outcome.kind === 'open') return executePlan(ctx, { ...input, id: outcome.record.id });
  throw refusal(outcome.decision, outcome.record.id);
}

async function operationOfExecuted(db: Db, input: ExecutePlanInput): Promise<OperationRecord | null> {
  const record = await planStore(db).get(input.id);
  if (!record) throw notFound('Plan', input.id);
  if (record.state !== 'executed' || record.digest !== input.digest) return null;
  const { items } = await operationStore(db).list({ planId: input.id, limit: 1 });
  return items[0] ?? null;
}

function confirmName(plan: Plan, application: ApplicationRecord, input: ExecutePlanInput): void {
  if (plan.kind !== 'delete' || plan.deletion?.cascade === 'keep' || input.confirmName === application.name)
    return;
  throw new AppError({
    code: 'confirm_name_mismatch',
    status: 400,
    message: `Type the name "${application.name}" to delete it with its live objects.`,
    hint: 'Send confirmName with the name of the Application.',
  });
}

/** Automation's own Plans of former states would pile up while nobody approves one. */
export async function supersedeOwn(
  ctx: Context,
  application: ApplicationRecord,
  by: PlanRecord,
): Promise<void> {
  const at = ctx.clock.now().toISOString();
  await planStore(ctx.db).supersedeOthers(application.uid, { by: by.id, builtByKind: 'policy', at });
}

function changedMeanwhile(): AppError {
  return new AppError({
    code: 'plan_stale',
    status: 409,
    message: 'The Application was changed while the plan was being started.',
    hint: 'Build the plan again and review what changed.',
  });
}

type Start = {
  application: ApplicationRecord;
  record: PlanRecord;
  plan: Plan;
  decision: Decision;
  input: Pick<ExecutePlanInput, 'caller' | 'reason'>;
};

async function start(
  ctx: Context,
  tx: Db,
  { application, record, plan, decision, input }: Start,
): Promise<OperationRecord> {
  const at = ctx.clock.now().toISOString();
  const { caller } = input;
  const operation = await operationStore(tx).create({
    plan: record,
    cluster: plan.destination.cluster,
    phase: decision.kind === 'run' ? 'Running' : 'Waiting',
    requestedBy: caller.actor,
    reason: input.reason,
    message: decision.kind === 'run' ? '' : (decision.reasons[0]?.message ?? ''),
    decision,
    at,
  });
  await planStore(tx).close(record.id, { state: 'executed', message: operation.id, at });
  await planStore(tx).supersedeOthers(application.uid, { by: record.id, at });
  const applications = applicationStore(tx);
  const { id, number, phase, message, startedAt } = operation;
  await applications.setOperation(application.uid, { id, number, phase, message, startedAt });
  if (plan.hold) {
    const hold = holdOf(plan.hold, caller, at, application.hold);
    await applications.setHold(application.uid, hold);
    await auditHold(tx, application, { ...caller, before: application.hold, after: hold });
  }
  if (plan.kind === 'delete') await applications.markDeleting(application.uid, at, ['bowline.dev/operation']);
  await auditStore(tx).append({
    actor: caller.actor,
    action: `plan.execute`,
    object: { kind: 'Operation', project: application.project, name: operation.id },
    application: application.name,
    outcome: 'succeeded',
    message: input.reason,
    planId: record.id,
    digest: record.digest,
    ...(plan.edit ? { before: plan.edit.before, after: plan.edit.after } : {}),
    requestId: caller.requestId,
    ip: caller.ip,
  });
  await announcePlan(tx, record);
  await announceOperation(tx, operation);
  await announceApplication(tx, application);
  await wake(tx, { kind: 'operation', id: operation.id, cluster: operation.cluster });
  return operation;
}

function holdOf(hold: NonNullable<Plan['hold']>, caller: Caller, since: string, before: Hold | null): Hold {
  const { replaced: _older, ...replaced } = before ?? {};
  return {
    ...hold,
    owner: caller.actor.name,
    since,
    ...(before === null ? {} : { replaced: replaced as Omit<Hold, 'replaced'> }),
  };
}
