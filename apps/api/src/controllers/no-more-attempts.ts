import type { Plan } from '@bowline/sync-engine/core/model';
import { heldBack } from '@bowline/sync-engine/core/policy/decide';
import type { ApplicationRecord } from '../store/application.ts';
import type { OperationRecord } from '../store/operation.ts';
import type { Context } from '../usecases/context.ts';

/** What happened since the last attempt that makes another one wrong: a Hold, or newer content where the policy wants that. */
export function noMoreAttempts(
  ctx: Context,
  {
    operation,
    application,
    plan,
  }: { operation: OperationRecord; application: ApplicationRecord; plan: Plan },
): string | undefined {
  const { requestedBy } = operation;
  const [held] = heldBack({ application, plan, requestedBy, now: ctx.clock.now() });
  if (held !== undefined) return `Not tried again. ${held.message}`;
  // A person approved this very digest; automation plans the newer content instead.
  const isRefreshed =
    requestedBy.kind === 'policy' &&
    application.spec.syncPolicy?.retry?.refresh === true &&
    plan.restores === undefined;
  const now = application.status.desiredDigest;
  if (!isRefreshed || now === null || now === plan.desiredDigest) return undefined;
  return 'Not tried again: git renders something newer, which is synced instead (retry.refresh).';
}
