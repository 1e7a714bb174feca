import { randomUUID } from 'node:crypto';
import type { Db } from './database.ts';

/** Id of this Bowline, written on every tracked live object; made at the first call. */
export async function loadInstallationId(db: Db): Promise<string> {
  await db.prisma.installation.createMany({
    data: { singleton: true, id: randomUUID() },
    skipDuplicates: true,
  });
  const row = await db.prisma.installation.findUniqueOrThrow({ where: { singleton: true } });
  return row.id;
}
