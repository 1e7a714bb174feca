import { blobStore } from '../store/blob.ts';
import { outboxStore } from '../store/outbox.ts';
import { planStore } from '../store/plan.ts';
import { announcePlan } from '../usecases/announce.ts';
import type { Context } from '../usecases/context.ts';
import { stopOverdue } from '../usecases/stop-overdue.ts';
import { type Outcome, requeueAfter } from './outcome.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const sweepMs = 10 * 60_000;
const overdueLookMsMin = 1_000;

/** Expires Plans, stops Operations that take too long (SYNC-13) and removes what nothing points at any more. Safe on several replicas at once. */
export async function sweep(ctx: Context): Promise<Outcome> {
  const now = ctx.clock.now();
  const ago = (ms: number) => new Date(now.getTime() - ms);
  const expired = await planStore(ctx.db).expire(now.toISOString());
  for (const plan of expired) await announcePlan(ctx.db, plan);
  await planStore(ctx.db).sweep(ago(ctx.limits.planRetentionDays * dayMs).toISOString());
  // A day's grace: a plan that is being built points at blobs that no row names yet.
  await blobStore(ctx.db).sweep(ago(dayMs));
  await outboxStore(ctx.db).sweep(ago(hourMs));
  const { syncTimeoutMs } = ctx.limits;
  if (syncTimeoutMs === 0) return requeueAfter(sweepMs, 'sweep');
  await stopOverdue(ctx, syncTimeoutMs);
  return requeueAfter(Math.min(sweepMs, Math.max(overdueLookMsMin, syncTimeoutMs / 10)), 'sweep');
}
