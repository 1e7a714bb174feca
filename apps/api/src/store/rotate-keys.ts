import { blobStore } from './blob.ts';
import { type Database, openDatabase } from './database.ts';
import { isWrappedWith, rotateMasterKey } from './keyring.ts';
import { PrismaClient } from './generated/client.ts';
import { sealContext } from './seal-context.ts';
import { transactionLimits } from './transaction-limits.ts';
import { PrismaPg } from '@prisma/adapter-pg';

const resealBatch = 200;

/**
 * Wraps all keys with a new master key and seals stored blobs, credentials and kubeconfigs under a new data key. The first
 * part is one transaction; the second can be stopped and repeated. The hash key stays: digests keep their meaning.
 */
export async function rotateKeys(url: string, keys: { current: Buffer; next: Buffer }): Promise<void> {
  const prisma = new PrismaClient({
    adapter: new PrismaPg({ connectionString: url, max: 2 }),
    transactionOptions: transactionLimits,
  });
  try {
    // Stopped after the first part the last time: the keys are wrapped with the next one already.
    if (!(await isWrappedWith(prisma, keys.next))) await rotateMasterKey(prisma, keys);
  } finally {
    await prisma.$disconnect();
  }
  const db = await openDatabase(url, { masterKey: keys.next, poolMax: 2 });
  try {
    await resealAll(db);
  } finally {
    await db.close();
  }
}

/** Seals with the newest data key whatever an older one sealed. */
export async function resealAll(db: Database): Promise<void> {
  while ((await blobStore(db).reseal(resealBatch)) > 0);
  const seal = (bytes: Uint8Array, context: string): Uint8Array<ArrayBuffer> =>
    new Uint8Array(db.keyring.encrypt(db.keyring.decrypt(bytes, context), context));
  await db.transaction(async (tx) => {
    for (const row of await tx.prisma.repository.findMany()) {
      await tx.prisma.repository.update({
        where: { id: row.id },
        data: {
          credential: row.credential && seal(row.credential, sealContext.credential(row.id)),
          webhookSecret: row.webhookSecret && seal(row.webhookSecret, sealContext.webhookSecret(row.id)),
        },
      });
    }
    for (const row of await tx.prisma.cluster.findMany()) {
      const kubeconfig = seal(row.kubeconfig, sealContext.kubeconfig(row.id));
      await tx.prisma.cluster.update({ where: { id: row.id }, data: { kubeconfig } });
    }
    // Answers kept for repetition live a day; sealed with an old key they are not worth carrying over.
    await tx.prisma.idempotencyKey.deleteMany({ where: { status: { not: null } } });
  });
}
