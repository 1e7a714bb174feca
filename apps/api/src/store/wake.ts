import type { Db } from './database.ts';
import { tell } from './told.ts';

/** Wake-ups between processes. They carry hints only: whoever is woken loads the state. */
export type WakeUp =
  | { kind: 'refresh'; uids: string[] }
  | { kind: 'operation'; id: string; cluster: string }
  | { kind: 'cluster'; name: string }
  | { kind: 'repository'; name: string }
  | { kind: 'project'; name: string }
  | { kind: 'stream'; id: string }
  /** Sessions and tokens of this user, or one token, must be looked up again at once. */
  | { kind: 'access'; user?: string; token?: string };

export const wakeChannel = 'bowline_wake';
export const outboxChannel = 'bowline_outbox';
const payloadBytesMax = 7000;

/** Sent when the transaction commits. Long lists are split below PostgreSQL's limit of 8,000 bytes. */
export async function wake(db: Db, message: WakeUp): Promise<void> {
  const payload = JSON.stringify(message);
  if (message.kind === 'refresh' && payload.length > payloadBytesMax) {
    const half = Math.ceil(message.uids.length / 2);
    await wake(db, { kind: 'refresh', uids: message.uids.slice(0, half) });
    await wake(db, { kind: 'refresh', uids: message.uids.slice(half) });
    return;
  }
  const wakeUps = [{ channel: wakeChannel, payload }];
  if (db.told) db.told.wakeUps.push(...wakeUps);
  else await tell(db.prisma, { events: [], wakeUps, audit: [] });
}
