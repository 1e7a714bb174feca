import type { Db } from './database.ts';

/** Ownership by the database's clock. `epoch` grows with every change of holder: writers are fenced by it. */
export type Lease = { name: string; holder: string; epoch: number };

/** Leases, e.g. `cluster:<name>`: the right to own a Cluster's watches and Operations. */
export function leaseStore(db: Db) {
  return {
    /**
     * Takes, renews or takes over a lease that ran out or whose holder has certainly ended; null while another holder has it.
     * `hasEnded` must be sure: two holders at once is what a lease is there to prevent.
     */
    async acquire(
      name: string,
      input: { holder: string; ttlMs: number; hasEnded?: (holder: string) => boolean },
    ): Promise<Lease | null> {
      const taken = await this.tryAcquire(name, input);
      if (taken || !input.hasEnded) return taken;
      const rows = await db.prisma.$queryRaw<{ holder: string }[]>`
        SELECT "holder" FROM "lease" WHERE "name" = ${name}`;
      const former = rows[0]?.holder;
      if (former === undefined || !input.hasEnded(former)) return null;
      await this.release(name, former);
      return this.tryAcquire(name, input);
    },

    /** Takes, renews or takes over an expired lease. */
    async tryAcquire(name: string, input: { holder: string; ttlMs: number }): Promise<Lease | null> {
      const rows = await db.prisma.$queryRaw<{ epoch: bigint }[]>`
        INSERT INTO "lease" ("name", "holder", "epoch", "expires_at")
        VALUES (${name}, ${input.holder}, 1, clock_timestamp() + make_interval(secs => ${input.ttlMs / 1000}))
        ON CONFLICT ("name") DO UPDATE SET "holder" = excluded."holder", "expires_at" = excluded."expires_at",
          "epoch" = CASE WHEN "lease"."holder" = excluded."holder" THEN "lease"."epoch" ELSE "lease"."epoch" + 1 END
        WHERE "lease"."holder" = excluded."holder" OR "lease"."expires_at" < clock_timestamp()
        RETURNING "epoch"`;
      return rows[0] ? { name, holder: input.holder, epoch: Number(rows[0].epoch) } : null;
    },

    /** Gives it back at once, so that another holder need not wait. The row stays: its epoch must go on growing. */
    async release(name: string, holder: string): Promise<void> {
      await db.prisma.$executeRaw`
        UPDATE "lease" SET "expires_at" = '-infinity' WHERE "name" = ${name} AND "holder" = ${holder}`;
    },

    /** Current holders, expired ones left out. */
    async all(): Promise<Lease[]> {
      const rows = await db.prisma.$queryRaw<{ name: string; holder: string; epoch: bigint }[]>`
        SELECT "name", "holder", "epoch" FROM "lease" WHERE "expires_at" > clock_timestamp() ORDER BY "name"`;
      return rows.map((row) => ({ ...row, epoch: Number(row.epoch) }));
    },
  };
}
