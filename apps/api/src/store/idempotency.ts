import type { Db } from './database.ts';
import { Prisma } from './generated/client.ts';
import { toJson } from './json.ts';

export type StoredAnswer = { status: number; headers: Record<string, string>; body: unknown };
export type Claim =
  | { kind: 'new' }
  | { kind: 'answered'; answer: StoredAnswer }
  | { kind: 'running' }
  | { kind: 'mismatch' };

const staleMinutes = 5;

/** Answers to writes by the caller's key, kept for a day. */
export function idempotencyStore(db: Db) {
  const table = db.prisma.idempotencyKey;
  return {
    /** Claims a key for a request, or says what became of the one that had it. A claim without an answer lapses. */
    async claim(actor: string, key: string, requestHash: string): Promise<Claim> {
      const inserted = await db.prisma.$executeRaw`
        INSERT INTO "idempotency_key" ("actor", "key", "request_hash") VALUES (${actor}, ${key}, ${requestHash})
        ON CONFLICT ("actor", "key") DO UPDATE SET "created_at" = clock_timestamp(), "request_hash" = excluded."request_hash"
        WHERE "idempotency_key"."status" IS NULL
          AND "idempotency_key"."created_at" < clock_timestamp() - make_interval(mins => ${staleMinutes})`;
      if (inserted > 0) return { kind: 'new' };
      const row = await table.findUnique({ where: { actor_key: { actor, key } } });
      if (!row) return { kind: 'running' };
      if (row.requestHash !== requestHash) return { kind: 'mismatch' };
      if (row.status === null) return { kind: 'running' };
      const headers = (row.headers ?? {}) as Record<string, string>;
      return { kind: 'answered', answer: { status: row.status, headers, body: row.body } };
    },

    async answer(actor: string, key: string, answer: StoredAnswer): Promise<void> {
      await table.updateMany({
        where: { actor, key },
        data: {
          status: answer.status,
          headers: toJson(answer.headers),
          body: answer.body === null ? Prisma.DbNull : toJson(answer.body),
        },
      });
    },

    /** Gives the key back after an outcome that a repetition may change. */
    async release(actor: string, key: string): Promise<void> {
      await table.deleteMany({ where: { actor, key, status: null } });
    },

    async sweep(before: Date): Promise<number> {
      return (await table.deleteMany({ where: { createdAt: { lt: before } } })).count;
    },
  };
}
