import type { Db } from './database.ts';

/** How many attempts a key has in a window, and how long it is refused after that. */
export type AttemptLimit = { key: string; countMax: number; windowMs: number; lockMs: number };

/** Sign-in attempts, counted before the password is looked at: a thousand at once are a thousand counts (X34). */
export function loginAttemptStore(db: Db) {
  return {
    /** Counts one attempt. Milliseconds until the key is free again when it is refused, else 0. */
    async begin(limit: AttemptLimit): Promise<number> {
      const window = limit.windowMs / 1000;
      const rows = await db.prisma.$queryRaw<{ wait_ms: number }[]>`
        INSERT INTO "login_attempt" AS a ("key", "count", "window_start")
        VALUES (${limit.key}, 1, clock_timestamp())
        ON CONFLICT ("key") DO UPDATE SET
          "count" = CASE WHEN a."window_start" < clock_timestamp() - make_interval(secs => ${window}) THEN 1
            ELSE least(a."count" + 1, 1000000) END,
          "window_start" = CASE WHEN a."window_start" < clock_timestamp() - make_interval(secs => ${window})
            THEN clock_timestamp() ELSE a."window_start" END,
          "locked_until" = CASE
            WHEN a."locked_until" > clock_timestamp() THEN a."locked_until"
            WHEN a."window_start" >= clock_timestamp() - make_interval(secs => ${window}) AND a."count" >= ${limit.countMax}
              THEN clock_timestamp() + make_interval(secs => ${limit.lockMs / 1000})
            ELSE NULL END
        RETURNING coalesce(greatest(0, extract(epoch FROM "locked_until" - clock_timestamp()) * 1000), 0)::float8 AS "wait_ms"`;
      return Math.ceil(rows[0]?.wait_ms ?? 0);
    },

    /** Forgets the attempts of a key after a success. */
    async forget(key: string): Promise<void> {
      await db.prisma.loginAttempt.deleteMany({ where: { key } });
    },

    async sweep(before: Date): Promise<number> {
      const where = {
        windowStart: { lt: before },
        OR: [{ lockedUntil: null }, { lockedUntil: { lt: before } }],
      };
      return (await db.prisma.loginAttempt.deleteMany({ where })).count;
    },
  };
}
