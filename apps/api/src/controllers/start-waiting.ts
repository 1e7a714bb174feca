import type { Plan } from '@bowline/sync-engine/core/model';
import { type ApplicationRecord, applicationStore } from '../store/application.ts';
import { type OperationRecord, operationStore } from '../store/operation.ts';
import { planStore } from '../store/plan.ts';
import { announceApplication, announceOperation } from '../usecases/announce.ts';
import type { Context } from '../usecases/context.ts';
import { finishOperation } from '../usecases/finish-operation.ts';
import { judgePlan } from '../usecases/judge-plan.ts';
import { verifyPlan } from '../usecases/verify-plan.ts';
import { done, type Outcome, requeueAfter } from './outcome.ts';

const askAgainMs = 5_000;

/** An approved Operation that waits for a window or another Operation: asks the gate again and starts, goes on waiting, or fails. */
export async function startWaiting(
  ctx: Context,
  input: { operation: OperationRecord; application: ApplicationRecord; plan: Plan; epoch: number },
): Promise<Outcome> {
  const { operation, application, plan, epoch } = input;
  const record = await planStore(ctx.db).get(operation.planId);
  if (!record) return done;
  const verification = await verifyPlan(ctx, application, plan);
  const decision = await judgePlan(ctx, {
    db: ctx.db,
    application,
    record,
    plan,
    verification,
    requestedBy: operation.requestedBy,
  });
  const message = decision.reasons[0]?.message ?? '';
  if (decision.kind === 'refuse' || decision.kind === 'needs-approval') {
    await finishOperation(ctx, { operation, plan, results: [], phase: 'Failed', message, epoch });
    return done;
  }
  const isStarting = decision.kind === 'run';
  const at = ctx.clock.now().toISOString();
  await ctx.db.transaction(async (tx) => {
    const change = isStarting
      ? { phase: 'Running' as const, startedAt: at, message: '', decision }
      : { message, decision };
    // In the order that every other writer takes its locks.
    await applicationStore(tx).lock(application.uid);
    const updated = await operationStore(tx).update(operation.id, change, { epoch });
    if (!updated) return;
    const { id, number, phase, startedAt } = updated;
    const shown = await applicationStore(tx).setOperation(application.uid, {
      id,
      number,
      phase,
      message: updated.message,
      startedAt,
    });
    await announceOperation(tx, operation);
    if (shown) await announceApplication(tx, shown);
  });
  if (isStarting) return requeueAfter(0, 'started');
  const nextAtMs =
    decision.kind === 'wait' && decision.nextAt
      ? new Date(decision.nextAt).getTime() - ctx.clock.now().getTime()
      : askAgainMs;
  return requeueAfter(Math.min(Math.max(nextAtMs, 200), askAgainMs), message);
}
