import type { Clock } from '@bowline/sync-engine/ports/time';
import type { Db } from '../store/database.ts';
import { idempotencyStore } from '../store/idempotency.ts';
import { loginAttemptStore } from '../store/login-attempt.ts';
import { sessionStore } from '../store/session.ts';
import { streamTopicsStore } from '../store/stream-topics.ts';
import { webhookDeliveryStore } from '../store/webhook-delivery.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Removes what requests left behind and nobody needs any more. Safe on several replicas at once. */
export async function sweepRequests(db: Db, clock: Clock): Promise<void> {
  const now = clock.now();
  const ago = (ms: number): Date => new Date(now.getTime() - ms);
  await sessionStore(db).sweep(now);
  await loginAttemptStore(db).sweep(ago(hourMs));
  await idempotencyStore(db).sweep(ago(dayMs));
  await webhookDeliveryStore(db).sweep(ago(7 * dayMs));
  await streamTopicsStore(db).sweep(ago(hourMs));
}
