import { auditStore } from '../store/audit.ts';
import type { Db } from '../store/database.ts';
import { type OperationRecord, operationStore } from '../store/operation.ts';
import { planStore } from '../store/plan.ts';
import { wake } from '../store/wake.ts';
import { announceOperation } from './announce.ts';
import type { Caller, Context } from './context.ts';
import { finishOperation } from './finish-operation.ts';

/**
 * Asks the driver to stop: running hooks are deleted, what is applied stays. One that waits for its start ends at once. A
 * finished Operation is returned as it is.
 */
export async function terminateOperation(
  ctx: Context,
  operation: OperationRecord,
  caller: Caller,
): Promise<OperationRecord> {
  await endWaiting(ctx, operation, caller);
  return ctx.db.transaction(async (tx) => {
    const asked = await operationStore(tx).requestTermination(operation.id, caller.actor.name);
    if (!asked) return (await operationStore(tx).get(operation.id)) ?? operation;
    await audit(tx, operation, caller);
    await announceOperation(tx, operation);
    await wake(tx, { kind: 'operation', id: operation.id, cluster: operation.cluster });
    return asked;
  });
}

const triesMax = 10;

/** Its driver may write to it between the look and the end, which then does not take: look again. */
async function endWaiting(ctx: Context, operation: OperationRecord, caller: Caller): Promise<void> {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const current = await operationStore(ctx.db).get(operation.id);
    if (current?.phase !== 'Waiting') return;
    const isEnded = await finishOperation(ctx, {
      operation: current,
      plan: await planStore(ctx.db).body(current.planId),
      results: [],
      phase: 'Failed',
      message: `Stopped by ${caller.actor.name} before it started.`,
      epoch: current.epoch,
      from: 'Waiting',
    });
    if (!isEnded) continue;
    await audit(ctx.db, operation, caller);
    return;
  }
}

async function audit(db: Db, operation: OperationRecord, caller: Caller): Promise<void> {
  await auditStore(db).append({
    actor: caller.actor,
    action: 'operation.terminate',
    object: { kind: 'Operation', project: operation.project, name: operation.id },
    application: operation.application,
    outcome: 'succeeded',
    planId: operation.planId,
    digest: operation.digest,
    requestId: caller.requestId,
    ip: caller.ip,
  });
}
