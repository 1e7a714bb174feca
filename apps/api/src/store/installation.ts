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

/** Held until the transaction ends: of several replicas that start at once, one does the first start. */
export async function lockBootstrap(tx: Db): Promise<void> {
  await tx.prisma.$queryRaw`SELECT pg_advisory_xact_lock(72707372)::text`;
}
