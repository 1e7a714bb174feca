import type { Db } from './database.ts';

/** Topics of open streams, shared by all replicas. */
export function streamTopicsStore(db: Db) {
  const table = db.prisma.streamTopics;
  return {
    async open(id: string, actor: string, topics: string[]): Promise<void> {
      await table.create({ data: { id, actor, topics } });
    },

    /** False when this actor has no such stream. */
    async set(id: string, actor: string, topics: string[]): Promise<boolean> {
      const result = await table.updateMany({
        where: { id, actor },
        data: { topics, updatedAt: new Date() },
      });
      return result.count > 0;
    },

    /** Topics of this actor's stream; null when there is none. */
    async find(id: string, actor: string): Promise<string[] | null> {
      const row = await table.findFirst({ where: { id, actor }, select: { topics: true } });
      return row?.topics ?? null;
    },

    /** Keeps the rows of open streams from the sweep. */
    async touch(ids: string[]): Promise<void> {
      await table.updateMany({ where: { id: { in: ids } }, data: { updatedAt: new Date() } });
    },

    async sweep(before: Date): Promise<number> {
      return (await table.deleteMany({ where: { updatedAt: { lt: before } } })).count;
    },
  };
}
