import type { Db } from './database.ts';
import { Prisma } from './generated/client.ts';

// That of a host alone ends with a slash.
const isAtOrBelow = (used: Prisma.Sql, urlKey: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`(${used} = ${urlKey} OR starts_with(${used}, rtrim(${urlKey}, '/') || '/'))`;

/** Uids of Applications with a source at this `urlKey` or in a folder of it, where charts and artifacts of a registry are. */
export async function applicationsBelow(db: Db, urlKey: string): Promise<string[]> {
  const found = await db.prisma.$queryRaw<{ uid: string }[]>`
    SELECT "uid" FROM "application"
    WHERE EXISTS (SELECT 1 FROM unnest("repositories") AS r
      WHERE ${isAtOrBelow(Prisma.sql`r`, Prisma.sql`${urlKey}::text`)})`;
  return found.map(({ uid }) => uid);
}

/** How many {@link applicationsBelow} each of these has, in one query; one without any is absent. */
export async function countBelow(db: Db, urlKeys: string[]): Promise<Map<string, number>> {
  if (urlKeys.length === 0) return new Map();
  const rows = await db.prisma.$queryRaw<{ key: string; count: number }[]>`
    SELECT k AS "key", count(DISTINCT "uid")::int AS "count"
    FROM (SELECT "uid", unnest("repositories") AS r FROM "application") AS used
    JOIN unnest(${urlKeys}::text[]) AS k ON ${isAtOrBelow(Prisma.sql`r`, Prisma.sql`k`)}
    GROUP BY 1`;
  return new Map(rows.map((row) => [row.key, row.count]));
}

/** These `urlKey`s with all that Applications use below those of Helm repositories and registries. */
export async function withKeysBelow(db: Db, urlKeys: string[]): Promise<string[]> {
  if (urlKeys.length === 0) return [];
  const rows = await db.prisma.$queryRaw<{ key: string }[]>`
    SELECT DISTINCT r AS "key"
    FROM (SELECT unnest("repositories") AS r FROM "application") AS used
    JOIN "repository" AS registered
      ON registered."kind" <> 'git' AND registered."url_key" = ANY(${urlKeys}::text[])
      AND ${isAtOrBelow(Prisma.sql`r`, Prisma.sql`registered."url_key"`)}`;
  return [...new Set([...urlKeys, ...rows.map(({ key }) => key)])];
}
