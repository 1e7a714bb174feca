import type { NewEvent } from './outbox.ts';
import type { Prisma } from './generated/client.ts';

/** Channel and payload of a NOTIFY. */
export type WakeUpText = { channel: string; payload: string };

/** What one transaction tells: events of the stream, wake-ups, and events of the audit trail, each in order. */
export type Told = {
  events: NewEvent[];
  wakeUps: WakeUpText[];
  audit: Prisma.AuditEventCreateManyInput[];
};

/** Writes all of it in at most three statements, however many use cases of the transaction had something to tell. */
export async function tell(prisma: Prisma.TransactionClient, told: Told): Promise<void> {
  if (told.audit.length > 0) await prisma.auditEvent.createMany({ data: told.audit });
  if (told.events.length > 0) await writeEvents(prisma, withoutRepeats(told.events));
  // Sent when the transaction commits, so nobody comes before what they are woken for.
  if (told.wakeUps.length > 0) {
    const wakeUps = JSON.stringify(withoutRepeats(told.wakeUps));
    await prisma.$executeRaw`
      SELECT pg_notify(w->>'channel', w->>'payload') FROM jsonb_array_elements(${wakeUps}::jsonb) w`;
  }
}

async function writeEvents(prisma: Prisma.TransactionClient, events: NewEvent[]): Promise<void> {
  await prisma.$executeRaw`
    INSERT INTO "outbox" ("topic", "type", "project", "data")
    SELECT e->>'topic', e->>'type', e->>'project', e->'data'
    FROM jsonb_array_elements(${JSON.stringify(events)}::jsonb) e`;
}

/** The last of equal ones: readers load what an event names, so being told twice by one transaction says nothing more. */
function withoutRepeats<T extends object>(list: readonly T[]): T[] {
  const last = new Map<string, T>();
  for (const item of list) {
    const text = JSON.stringify(item);
    last.delete(text);
    last.set(text, item);
  }
  return [...last.values()];
}
