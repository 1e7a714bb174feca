import type { Db } from './database.ts';

/** Uids of Applications with a source at this `urlKey` or in a folder of it, where charts and artifacts of a registry are. */
export async function applicationsBelow(db: Db, urlKey: string): Promise<string[]> {
  // That of a host alone ends with a slash.
  const below = `${urlKey.replace(/\/$/, '')}/`;
  const found = await db.prisma.$queryRaw<{ uid: string }[]>`
    SELECT "uid" FROM "application"
    WHERE EXISTS (SELECT 1 FROM unnest("repositories") AS r
      WHERE r = ${urlKey} OR starts_with(r, ${below}))`;
  return found.map(({ uid }) => uid);
}
