import { auditStore } from '../store/audit.ts';
import { type OperationRecord, operationStore } from '../store/operation.ts';
import { wake } from '../store/wake.ts';
import { announceOperation } from './announce.ts';
import type { Caller, Context } from './context.ts';

/** Asks the driver to stop: running hooks are deleted, what is applied stays. A finished Operation is returned as it is. */
export async function terminateOperation(
  ctx: Context,
  operation: OperationRecord,
  caller: Caller,
): Promise<OperationRecord> {
  return ctx.db.transaction(async (tx) => {
    const asked = await operationStore(tx).requestTermination(operation.id, caller.actor.name);
    if (!asked) return (await operationStore(tx).get(operation.id)) ?? operation;
    await auditStore(tx).append({
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
    await announceOperation(tx, operation);
    await wake(tx, { kind: 'operation', id: operation.id, cluster: operation.cluster });
    return asked;
  });
}
