import type { Db } from './database.ts';

/** Deliveries seen, so that a replayed one does nothing (X64). */
export function webhookDeliveryStore(db: Db) {
  return {
    /** False when this delivery came before. */
    async record(delivery: {
      provider: string;
      id: string;
      repository: string;
      ref: string;
    }): Promise<boolean> {
      const result = await db.prisma.webhookDelivery.createMany({
        data: {
          provider: delivery.provider,
          deliveryId: delivery.id,
          repository: delivery.repository,
          ref: delivery.ref,
        },
        skipDuplicates: true,
      });
      return result.count > 0;
    },

    async sweep(before: Date): Promise<number> {
      return (await db.prisma.webhookDelivery.deleteMany({ where: { receivedAt: { lt: before } } })).count;
    },
  };
}
