import { operationStore } from '../store/operation.ts';
import type { Caller, Context } from './context.ts';
import { terminateOperation } from './terminate-operation.ts';

/** Who ends an Operation that ran for too long, as the audit trail names it. */
const timeout: Caller = { actor: { kind: 'system', name: 'sync-timeout' }, requestId: '', ip: '' };

/** Terminates Operations that have been running for longer than `timeoutMs` since they began, retries included (SYNC-13). */
export async function stopOverdue(ctx: Context, timeoutMs: number): Promise<void> {
  const nowMs = ctx.clock.now().getTime();
  for (const operation of await operationStore(ctx.db).unfinished()) {
    if (operation.phase !== 'Running' || operation.startedAt === null) continue;
    if (nowMs - Date.parse(operation.startedAt) <= timeoutMs) continue;
    await terminateOperation(ctx, operation, timeout);
  }
}
