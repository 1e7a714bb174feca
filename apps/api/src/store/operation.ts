import type { Actor, Decision, OperationPhase, PlanKind, ResourceKey } from '@bowline/sync-engine/core/model';
import { AppError } from '@bowline/sync-engine/core/app-error';
import { toActor } from './actor.ts';
import { applicationStore } from './application.ts';
import { isUniqueViolation } from './conflict.ts';
import type { Db } from './database.ts';
import { type Operation, Prisma } from './generated/client.ts';
import { fromTime, toJson, toTime } from './json.ts';
import { newId, type PlanRecord } from './plan.ts';

export type OperationRecord = {
  id: string;
  /** Counts within the Application. */
  number: number;
  applicationUid: string;
  project: string;
  application: string;
  cluster: string;
  planId: string;
  planKind: PlanKind;
  digest: string;
  desiredDigest: string;
  generation: number;
  phase: OperationPhase;
  requestedBy: Actor;
  reason: string;
  message: string;
  decision: Decision | null;
  /** Full attempts of the whole Operation, 1 for the first. */
  attempt: number;
  /** Fencing epoch of the lease under which it was last written. */
  epoch: number;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  nextRetryAt: string | null;
  /** Who asked to stop it. */
  terminateBy: string | null;
  waitingFor: ResourceKey[];
  /** Number of the Release it made. */
  release: number | null;
};

export type NewOperation = {
  plan: Pick<
    PlanRecord,
    'id' | 'kind' | 'digest' | 'desiredDigest' | 'generation' | 'applicationUid' | 'project' | 'application'
  >;
  cluster: string;
  phase: 'Waiting' | 'Running';
  requestedBy: Actor;
  reason: string;
  message: string;
  decision: Decision | null;
  at: string;
};

export type OperationPatch = Partial<
  Pick<
    OperationRecord,
    | 'phase'
    | 'message'
    | 'decision'
    | 'attempt'
    | 'startedAt'
    | 'finishedAt'
    | 'nextRetryAt'
    | 'waitingFor'
    | 'release'
    | 'terminateBy'
  >
>;

export const finishedPhases: OperationPhase[] = ['Succeeded', 'Failed', 'Error'];

/** Operations. At most one per Application is Running or Terminating: the database refuses a second. */
export function operationStore(db: Db) {
  const table = db.prisma.operation;

  const get = async (id: string): Promise<OperationRecord | null> => {
    const row = await table.findUnique({ where: { id } });
    return row && toRecord(row);
  };

  return {
    get,

    /** Throws operation_running when another one is active and this one would be too. */
    async create(input: NewOperation): Promise<OperationRecord> {
      const { plan } = input;
      const number = await applicationStore(db).nextNumber(plan.applicationUid, 'operation');
      return refuseSecond(async () => {
        const row = await table.create({
          data: {
            id: newId('op'),
            number,
            applicationUid: plan.applicationUid,
            project: plan.project,
            application: plan.application,
            cluster: input.cluster,
            planId: plan.id,
            planKind: plan.kind,
            digest: plan.digest,
            desiredDigest: plan.desiredDigest,
            generation: plan.generation,
            phase: input.phase,
            requestedByKind: input.requestedBy.kind,
            requestedByName: input.requestedBy.name,
            reason: input.reason,
            message: input.message,
            decision: input.decision === null ? Prisma.DbNull : toJson(input.decision),
            createdAt: new Date(input.at),
            startedAt: input.phase === 'Running' ? new Date(input.at) : null,
          },
        });
        return toRecord(row);
      });
    },

    async lock(id: string): Promise<OperationRecord | null> {
      await db.prisma.$queryRaw`SELECT 1 FROM "operation" WHERE "id" = ${id} FOR UPDATE`;
      return get(id);
    },

    /** Makes this epoch the one that may write; false when a newer owner has it, or the Operation is finished or gone. */
    async claim(id: string, epoch: number): Promise<boolean> {
      const result = await table.updateMany({
        where: { id, epoch: { lte: epoch }, phase: { notIn: finishedPhases } },
        data: { epoch },
      });
      return result.count > 0;
    },

    /**
     * Writes under a lease epoch; null when a newer owner has written since, the Operation is finished or gone: whoever
     * gets null stops.
     */
    async update(
      id: string,
      patch: OperationPatch,
      options: { epoch: number },
    ): Promise<OperationRecord | null> {
      return refuseSecond(async () => {
        const rows = await table.updateManyAndReturn({
          where: { id, epoch: { lte: options.epoch }, phase: { notIn: finishedPhases } },
          data: { ...columnsOf(patch), epoch: options.epoch },
        });
        return rows[0] ? toRecord(rows[0]) : null;
      });
    },

    /** Asks the driver of a running one to stop; null when it does not run. */
    async requestTermination(id: string, by: string): Promise<OperationRecord | null> {
      const rows = await table.updateManyAndReturn({
        where: { id, phase: 'Running' },
        data: { phase: 'Terminating', terminateBy: by },
      });
      return rows[0] ? toRecord(rows[0]) : null;
    },

    /** The Operation that is Running or Terminating. */
    async active(applicationUid: string): Promise<OperationRecord | null> {
      const row = await table.findFirst({
        where: { applicationUid, phase: { in: ['Running', 'Terminating'] } },
      });
      return row && toRecord(row);
    },

    /** All not finished, oldest first: what a restarted server goes on with. */
    async unfinished(clusters?: string[]): Promise<OperationRecord[]> {
      const rows = await table.findMany({
        where: {
          phase: { in: ['Waiting', 'Running', 'Terminating'] },
          ...(clusters && { cluster: { in: clusters } }),
        },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      });
      return rows.map(toRecord);
    },

    /** Newest first of one Application, for the guards of auto-sync. */
    async recent(applicationUid: string, limit: number): Promise<OperationRecord[]> {
      const rows = await table.findMany({
        where: { applicationUid },
        orderBy: { number: 'desc' },
        take: limit,
      });
      return rows.map(toRecord);
    },

    /** How many were asked for since then, by hour, and how many of them failed. */
    async perHour(query: {
      since: Date;
      projects?: string[];
    }): Promise<{ hour: string; total: number; failed: number }[]> {
      const { since, projects } = query;
      const rows = await db.prisma.$queryRaw<{ hour: Date; total: bigint; failed: bigint }[]>`
        SELECT date_trunc('hour', "created_at", 'UTC') AS "hour", count(*) AS "total",
          count(*) FILTER (WHERE "phase" IN ('Failed', 'Error')) AS "failed"
        FROM "operation"
        WHERE "created_at" >= ${since} AND (${projects === undefined} OR "project" = ANY(${projects ?? []}))
        GROUP BY 1 ORDER BY 1`;
      return rows.map(({ hour, total, failed }) => ({
        hour: hour.toISOString(),
        total: Number(total),
        failed: Number(failed),
      }));
    },

    /** The latest Operation of each Application, where that one failed; newest first. */
    async failing(query: {
      projects?: string[];
      limit: number;
    }): Promise<{ items: OperationRecord[]; total: number }> {
      const { projects, limit } = query;
      const ids = await db.prisma.$queryRaw<{ id: string }[]>`
        SELECT "latest"."id" FROM "application" CROSS JOIN LATERAL (
          SELECT "id", "phase", "created_at" FROM "operation"
          WHERE "application_uid" = "application"."uid" ORDER BY "number" DESC LIMIT 1
        ) AS "latest"
        WHERE "latest"."phase" IN ('Failed', 'Error')
          AND (${projects === undefined} OR "application"."project" = ANY(${projects ?? []}))
        ORDER BY "latest"."created_at" DESC`;
      const rows = await table.findMany({
        where: { id: { in: ids.slice(0, limit).map(({ id }) => id) } },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      });
      return { items: rows.map(toRecord), total: ids.length };
    },

    /** Whether there ever was one of this kind, asked for by a person when `byUser`. */
    async hasAny(query: { projects?: string[]; planKind: PlanKind; byUser: boolean }): Promise<boolean> {
      const { projects, planKind, byUser } = query;
      const row = await table.findFirst({
        where: {
          planKind,
          ...(byUser && { requestedByKind: 'user' }),
          ...(projects && { project: { in: projects } }),
        },
        select: { id: true },
      });
      return row !== null;
    },

    /** Newest first. `before` is the cursor. */
    async list(query: {
      projects?: string[];
      application?: string;
      applicationUid?: string;
      phase?: OperationPhase;
      planId?: string;
      limit: number;
      before?: { at: string; id: string };
    }): Promise<{ items: OperationRecord[]; total: number }> {
      const { projects, limit, before, ...equal } = query;
      const where: Prisma.OperationWhereInput = { ...equal, ...(projects && { project: { in: projects } }) };
      const older = before && {
        OR: [
          { createdAt: { lt: new Date(before.at) } },
          { createdAt: new Date(before.at), id: { lt: before.id } },
        ],
      };
      const [rows, total] = await Promise.all([
        table.findMany({
          where: older ? { AND: [where, older] } : where,
          orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
          take: limit,
        }),
        table.count({ where }),
      ]);
      return { items: rows.map(toRecord), total };
    },
  };
}

async function refuseSecond<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (cause) {
    if (!isUniqueViolation(cause)) throw cause;
    throw new AppError({
      code: 'operation_running',
      status: 409,
      message: 'Another operation of this application is running.',
      hint: 'Wait until it is finished, or stop it.',
      cause,
    });
  }
}

function columnsOf(patch: OperationPatch): Prisma.OperationUpdateManyMutationInput {
  const { decision, waitingFor, startedAt, finishedAt, nextRetryAt, ...plain } = patch;
  return {
    ...plain,
    ...(decision !== undefined && { decision: decision === null ? Prisma.DbNull : toJson(decision) }),
    ...(waitingFor !== undefined && { waitingFor: toJson(waitingFor) }),
    ...(startedAt !== undefined && { startedAt: fromTime(startedAt) }),
    ...(finishedAt !== undefined && { finishedAt: fromTime(finishedAt) }),
    ...(nextRetryAt !== undefined && { nextRetryAt: fromTime(nextRetryAt) }),
  };
}

function toRecord(row: Operation): OperationRecord {
  return {
    id: row.id,
    number: row.number,
    applicationUid: row.applicationUid,
    project: row.project,
    application: row.application,
    cluster: row.cluster,
    planId: row.planId,
    planKind: row.planKind as PlanKind,
    digest: row.digest,
    desiredDigest: row.desiredDigest,
    generation: row.generation,
    phase: row.phase as OperationPhase,
    requestedBy: toActor(row.requestedByKind, row.requestedByName),
    reason: row.reason,
    message: row.message,
    decision: row.decision as unknown as Decision | null,
    attempt: row.attempt,
    epoch: Number(row.epoch),
    createdAt: toTime(row.createdAt),
    startedAt: toTime(row.startedAt),
    finishedAt: toTime(row.finishedAt),
    nextRetryAt: toTime(row.nextRetryAt),
    terminateBy: row.terminateBy,
    waitingFor: row.waitingFor as unknown as ResourceKey[],
    release: row.release,
  };
}
