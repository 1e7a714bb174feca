import type { Plan } from '@bowline/sync-engine/core/model';
import { resultsForRetry } from '@bowline/sync-engine/core/plan/retry';
import { retryDelayMs } from '@bowline/sync-engine/core/policy/duration';
import { type ApplicationRecord, applicationStore } from '../store/application.ts';
import { type OperationPatch, type OperationRecord, operationStore } from '../store/operation.ts';
import { type StepResultStore, stepResultStore } from '../store/step-result.ts';
import { announceOperation } from '../usecases/announce.ts';
import type { Context } from '../usecases/context.ts';
import { finishOperation } from '../usecases/finish-operation.ts';
import { noMoreAttempts } from './no-more-attempts.ts';
import { done, type Outcome, requeueAfter } from './outcome.ts';
import type { Ownership } from './pass.ts';

/** SYNC-8: automation retries five times without a policy, a person's Operation only where the policy says so. */
export function retryDelay(
  application: ApplicationRecord,
  operation: OperationRecord,
  plan: Plan,
): number | null {
  if (plan.kind !== 'sync' && plan.kind !== 'self-heal') return null;
  const policy =
    application.spec.syncPolicy?.retry ??
    (operation.requestedBy.kind === 'policy' ? { limit: 5 } : undefined);
  return policy === undefined ? null : retryDelayMs(policy, operation.attempt);
}

/** Begins the next attempt when its time has come, or ends an Operation that may have no more. */
export async function retryOperation(
  ctx: Context,
  subject: { operation: OperationRecord; application: ApplicationRecord; plan: Plan },
  ownership: Ownership,
): Promise<Outcome> {
  const { operation, plan } = subject;
  const stopped = noMoreAttempts(ctx, subject);
  if (stopped !== undefined && operation.phase !== 'Terminating') {
    const results = await stepResultStore(ctx.db).list(operation.id);
    const ending = { operation, plan, results, phase: 'Failed' as const, message: stopped };
    await finishOperation(ctx, { ...ending, epoch: ownership.epoch });
    return done;
  }
  const leftMs = new Date(operation.nextRetryAt ?? 0).getTime() - ctx.clock.now().getTime();
  if (leftMs > 0 && operation.phase !== 'Terminating') return requeueAfter(leftMs, 'retry');
  await ctx.db.transaction(async (tx) => {
    const at = ctx.clock.now().toISOString();
    const next: OperationPatch = {
      nextRetryAt: null,
      attempt: operation.attempt + 1,
      startedAt: at,
      message: '',
    };
    // In the order that every other writer takes its locks.
    await applicationStore(tx).lock(operation.applicationUid);
    const written = await operationStore(tx).update(operation.id, next, { epoch: ownership.epoch });
    if (written) await startOver(stepResultStore(tx), operation.id, plan, ownership);
    await announceOperation(tx, operation);
  });
  return requeueAfter(0, 'retry');
}

/** What was written stays written; failed writes are open again, hooks and waves begin anew. */
async function startOver(
  store: StepResultStore,
  operationId: string,
  plan: Plan,
  ownership: Ownership,
): Promise<void> {
  const kept = resultsForRetry(plan, await store.list(operationId));
  await store.clear(operationId);
  await store.save(operationId, kept, ownership);
}
