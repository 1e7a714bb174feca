import type { Db } from './database.ts';
import { toTime } from './json.ts';
import { toRecord, type UserRecord } from './user.ts';

export type SessionRecord = { hash: string; user: UserRecord; createdAt: string; expiresAt: string };

/** Sessions by the hash of their id: the table alone opens none. */
export function sessionStore(db: Db) {
  const table = db.prisma.session;
  return {
    async create(input: {
      hash: string;
      userId: string;
      ip: string;
      agent: string;
      expiresAt: Date;
    }): Promise<void> {
      await table.create({ data: input });
    },

    /** The session and its user as they are now; null when expired, unknown, or the user is disabled (X37). */
    async find(hash: string, now: Date): Promise<SessionRecord | null> {
      const row = await table.findUnique({ where: { hash }, include: { user: true } });
      if (!row || row.expiresAt <= now || row.user.isDisabled) return null;
      return {
        hash,
        user: toRecord(row.user),
        createdAt: toTime(row.createdAt),
        expiresAt: toTime(row.expiresAt),
      };
    },

    async remove(hash: string): Promise<void> {
      await table.deleteMany({ where: { hash } });
    },

    /** Ends all sessions of a user, but for one. */
    async removeOfUser(userId: string, exceptHash?: string): Promise<void> {
      await table.deleteMany({
        where: { userId, ...(exceptHash !== undefined && { hash: { not: exceptHash } }) },
      });
    },

    async sweep(now: Date): Promise<number> {
      return (await table.deleteMany({ where: { expiresAt: { lt: now } } })).count;
    },
  };
}
