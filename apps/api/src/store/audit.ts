import type { Actor } from '@bowline/sync-engine/core/model';
import { toActor } from './actor.ts';
import type { Db } from './database.ts';
import { type AuditEvent, Prisma } from './generated/client.ts';
import { toJson, toTime } from './json.ts';

export type AuditOutcome = 'succeeded' | 'denied' | 'failed';

export type AuditRecord = {
  id: string;
  at: string;
  actor: Actor;
  /** `<noun>.<verb>`, e.g. `plan.approve`. */
  action: string;
  object: { kind: string; project: string | null; name: string };
  application: string | null;
  outcome: AuditOutcome;
  message: string;
  planId: string | null;
  digest: string | null;
  /** Never with a secret in it: the writer masks. */
  before: unknown;
  after: unknown;
  requestId: string;
  ip: string;
};

export type NewAuditEvent = Pick<AuditRecord, 'actor' | 'action' | 'object' | 'outcome'> &
  Partial<
    Pick<
      AuditRecord,
      'application' | 'message' | 'planId' | 'digest' | 'before' | 'after' | 'requestId' | 'ip'
    >
  >;

export type AuditQuery = {
  /** Projects whose events may be seen; absent: all, with those of no Project. */
  projects?: string[];
  actor?: string;
  action?: string;
  application?: string;
  project?: string;
  outcome?: AuditOutcome;
  from?: string;
  to?: string;
  limit: number;
  beforeId?: string;
};

/** The append-only trail, chained by hash at commit. Write it in the transaction of what it tells of. */
export function auditStore(db: Db) {
  const table = db.prisma.auditEvent;
  return {
    async append(event: NewAuditEvent): Promise<void> {
      const row = {
        actorKind: event.actor.kind,
        actorName: event.actor.name,
        action: event.action,
        objectKind: event.object.kind,
        objectName: event.object.name,
        project: event.object.project,
        application: event.application ?? null,
        outcome: event.outcome,
        message: event.message ?? '',
        planId: event.planId ?? null,
        digest: event.digest ?? null,
        before: optionalJson(event.before),
        after: optionalJson(event.after),
        requestId: event.requestId ?? '',
        ip: event.ip ?? '',
      };
      if (db.told) db.told.audit.push(row);
      else await table.createMany({ data: [row] });
    },

    /** Newest first. */
    async list(query: AuditQuery): Promise<{ items: AuditRecord[]; total: number }> {
      const where = whereOf(query);
      const [rows, total] = await Promise.all([
        table.findMany({
          where:
            query.beforeId === undefined ? where : { AND: [where, { id: { lt: BigInt(query.beforeId) } }] },
          orderBy: { id: 'desc' },
          take: query.limit,
        }),
        table.count({ where }),
      ]);
      return { items: rows.map(toRecord), total };
    },

    /** Recomputes the chain; the sequence number of the first event that does not fit, or null when all do. */
    async firstBroken(): Promise<number | null> {
      const rows = await db.prisma.$queryRaw<{ seq: bigint }[]>`
        WITH chain AS (
          SELECT e."seq", e."hash", lag(e."hash", 1, '') OVER (ORDER BY e."seq") AS "previous",
            lag(e."seq", 1, 0::bigint) OVER (ORDER BY e."seq") AS "previous_seq", audit_event_content(e) AS "content"
          FROM "audit_event" e WHERE e."seq" IS NOT NULL)
        SELECT "seq" FROM chain
        WHERE "hash" <> encode(sha256(convert_to("previous", 'UTF8') || "content"), 'hex') OR "seq" <> "previous_seq" + 1
        ORDER BY "seq" LIMIT 1`;
      return rows[0] ? Number(rows[0].seq) : null;
    },
  };
}

function optionalJson(value: unknown): Prisma.InputJsonValue | typeof Prisma.DbNull {
  return value === undefined || value === null ? Prisma.DbNull : toJson(value);
}

function whereOf(query: AuditQuery): Prisma.AuditEventWhereInput {
  const inProjects = query.projects && { project: { in: query.projects } };
  const { actor, action, application, project, outcome, from, to } = query;
  return {
    AND: [
      inProjects ?? {},
      actor === undefined ? {} : { actorName: actor },
      action === undefined
        ? {}
        : { action: action.endsWith('*') ? { startsWith: action.slice(0, -1) } : action },
      application === undefined ? {} : { application },
      project === undefined ? {} : { project },
      outcome === undefined ? {} : { outcome },
      from === undefined ? {} : { at: { gte: new Date(from) } },
      to === undefined ? {} : { at: { lte: new Date(to) } },
    ],
  };
}

function toRecord(row: AuditEvent): AuditRecord {
  return {
    id: String(row.id),
    at: toTime(row.at),
    actor: toActor(row.actorKind, row.actorName),
    action: row.action,
    object: { kind: row.objectKind, project: row.project, name: row.objectName },
    application: row.application,
    outcome: row.outcome as AuditOutcome,
    message: row.message,
    planId: row.planId,
    digest: row.digest,
    before: row.before,
    after: row.after,
    requestId: row.requestId,
    ip: row.ip,
  };
}
