import type { Db } from './database.ts';
import { toTime } from './json.ts';
import { tell } from './told.ts';

/** Position in the stream of events: transaction first, for serial ids commit out of order. */
export type OutboxCursor = { xid: bigint; id: bigint };

export type NewEvent = {
  topic: string;
  type: 'patch' | 'snapshot' | 'gone';
  /** Project whose readers may see it; null: everyone who is signed in. */
  project: string | null;
  data: unknown;
};

export type OutboxEvent = NewEvent & { cursor: OutboxCursor; at: string };

type Row = {
  xid: bigint;
  id: bigint;
  topic: string;
  type: string;
  project: string | null;
  data: unknown;
  at: Date;
};

/** Events written with the change they tell of; NOTIFY `bowline_outbox` follows each commit by a trigger. */
export function outboxStore(db: Db) {
  return {
    /** In a transaction, written in front of its commit. */
    async append(events: NewEvent[]): Promise<void> {
      if (db.told) db.told.events.push(...events);
      else await tell(db.prisma, { events, wakeUps: [], audit: [] });
    },

    /** Events after the cursor that no open transaction can still get in front of, in order. */
    async after(cursor: OutboxCursor, limit: number): Promise<OutboxEvent[]> {
      const rows = await db.prisma.$queryRaw<Row[]>`
        SELECT "xid", "id", "topic", "type", "project", "data", "at" FROM "outbox"
        WHERE ("xid", "id") > (${cursor.xid}, ${cursor.id})
          AND "xid" < (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint
        ORDER BY "xid", "id" LIMIT ${limit}`;
      return rows.map(toEvent);
    },

    /** Events of these topics that are no older, the newest `limit` of them in order; readers may not have come to some yet. */
    async recent(
      topics: string[],
      { seconds, limit }: { seconds: number; limit: number },
    ): Promise<OutboxEvent[]> {
      if (topics.length === 0) return [];
      const rows = await db.prisma.$queryRaw<Row[]>`
        SELECT "xid", "id", "topic", "type", "project", "data", "at" FROM "outbox"
        WHERE "at" > now() - make_interval(secs => ${seconds}) AND "topic" = ANY(${topics})
        ORDER BY "xid" DESC, "id" DESC LIMIT ${limit}`;
      return rows.map(toEvent).reverse();
    },

    /** True when events after the cursor are written but some open transaction may still get in front of them. */
    async hasHeldBack(cursor: OutboxCursor): Promise<boolean> {
      const rows = await db.prisma.$queryRaw<{ held: boolean }[]>`
        SELECT EXISTS (SELECT 1 FROM "outbox" WHERE ("xid", "id") > (${cursor.xid}, ${cursor.id})) AS "held"`;
      return rows[0]?.held ?? false;
    },

    /** Where a new reader begins: everything before it is over. */
    async end(): Promise<OutboxCursor> {
      const rows = await db.prisma.$queryRaw<{ xid: bigint }[]>`
        SELECT (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint - 1 AS "xid"`;
      return { xid: rows[0]?.xid ?? 0n, id: 9_223_372_036_854_775_807n };
    },

    /** True when nothing after the cursor has been swept: a reader may resume there. */
    async holds(cursor: OutboxCursor): Promise<boolean> {
      const rows = await db.prisma.$queryRaw<{ xid: bigint; id: bigint }[]>`
        SELECT "xid", "id" FROM "outbox" ORDER BY "xid", "id" LIMIT 1`;
      const first = rows[0];
      if (!first) return false;
      return cursor.xid > first.xid || (cursor.xid === first.xid && cursor.id >= first.id);
    },

    async sweep(before: Date): Promise<number> {
      const result = await db.prisma.outbox.deleteMany({ where: { at: { lt: before } } });
      return result.count;
    },
  };
}

function toEvent(row: Row): OutboxEvent {
  return {
    topic: row.topic,
    type: row.type as NewEvent['type'],
    project: row.project,
    data: row.data,
    at: toTime(row.at),
    cursor: { xid: row.xid, id: row.id },
  };
}
