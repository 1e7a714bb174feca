import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type {
  ApplicationSpec,
  Condition,
  Decision,
  Health,
  Hold,
  SourceRevision,
  SyncStatus,
} from '@bowline/sync-engine/core/model';
import { healthOrder } from '@bowline/sync-engine/core/model';
import {
  type ApplicationRecord,
  type ApplicationRow,
  statusColumnsOf,
  toRecord,
} from './application-record.ts';
import { alreadyExists, isUniqueViolation, notFound, versionMismatch } from './conflict.ts';
import type { Db } from './database.ts';
import { Prisma } from './generated/client.ts';
import { fromTime, toJson } from './json.ts';

export type { ApplicationRecord } from './application-record.ts';

export type NewApplication = {
  uid?: string;
  name: string;
  spec: ApplicationSpec;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  managedBy: string | null;
  finalizers?: string[];
  /** Registered cluster name of the destination (its text when unknown), and `urlKey`s of the sources. */
  cluster: string;
  repositories: string[];
};

/** What a reconcile found out. Absent keys stay as they are. */
export type StatusPatch = {
  health?: Health;
  sync?: { status: SyncStatus; message: string };
  counts?: {
    pending: number;
    drift: number;
    unknown: number;
    prune: number;
    resources: number;
    problems: number;
    changed: number;
  };
  conditions?: Condition[];
  revisions?: SourceRevision[];
  targetRevision?: string;
  desiredRevision?: string;
  desiredDigest?: string | null;
  images?: string[];
  urls?: string[];
  decision?: Decision | null;
  reconciledAt?: string;
  liveAsOf?: string | null;
  observedGeneration?: number;
};

type Spec = Pick<
  NewApplication,
  'spec' | 'labels' | 'annotations' | 'managedBy' | 'cluster' | 'repositories'
>;

/** Applications: desired spec, and the status columns that lists and pages are served from. */
export function applicationStore(db: Db) {
  const table = db.prisma.application;

  const get = async (uid: string): Promise<ApplicationRecord | null> => {
    const row = await table.findUnique({ where: { uid } });
    return row && toRecord(row);
  };

  const write = async (
    uid: string,
    data: Prisma.ApplicationUpdateInput,
    where?: Prisma.ApplicationWhereInput,
  ): Promise<ApplicationRecord | null> => {
    const rows = await table.updateManyAndReturn({
      where: { ...where, uid },
      data: { ...data, resourceVersion: { increment: 1 }, updatedAt: new Date() },
    });
    return rows[0] ? toRecord(rows[0]) : null;
  };

  return {
    get,

    /** Those of them that are there. */
    async many(uids: string[]): Promise<ApplicationRecord[]> {
      if (uids.length === 0) return [];
      const rows = await table.findMany({ where: { uid: { in: uids } } });
      return rows.map(toRecord);
    },

    async find(project: string, name: string): Promise<ApplicationRecord | null> {
      const row = await table.findUnique({ where: { project_name: { project, name } } });
      return row && toRecord(row);
    },

    /** Locks the row until the transaction ends and reads it. */
    async lock(uid: string): Promise<ApplicationRecord | null> {
      await lockRow(db, uid);
      return get(uid);
    },

    /** Throws already_exists. */
    async create(input: NewApplication): Promise<ApplicationRecord> {
      try {
        const row = await table.create({
          data: {
            uid: input.uid ?? randomUUID(),
            name: input.name,
            finalizers: input.finalizers ?? [],
            ...specColumns(input),
          },
        });
        return toRecord(row);
      } catch (error) {
        if (isUniqueViolation(error)) {
          throw alreadyExists('Application', `${input.spec.project}/${input.name}`, error);
        }
        throw error;
      }
    },

    /**
     * Replaces spec and metadata; `generation` moves when the spec differs. `ifVersion` is any version seen since the last
     * such write: what controllers write of the status meanwhile is no conflict. Throws version_mismatch, not_found.
     */
    async updateSpec(
      uid: string,
      input: Spec,
      options: { ifVersion?: number } = {},
    ): Promise<ApplicationRecord> {
      await lockRow(db, uid);
      const row = await table.findUnique({ where: { uid } });
      if (!row) throw notFound('Application', uid);
      if (options.ifVersion !== undefined && options.ifVersion < row.specVersion) {
        throw versionMismatch('Application', `${row.project}/${row.name}`);
      }
      const isSame = isDeepStrictEqual(row.spec, input.spec);
      const updated = await write(uid, {
        ...specColumns(input),
        specVersion: row.resourceVersion + 1,
        ...(isSame ? {} : { generation: { increment: 1 } }),
      });
      if (!updated) throw notFound('Application', uid);
      return updated;
    },

    /**
     * Writes what differs from the Application as its one writer of status has loaded it; null when nothing did, or the
     * Application is gone.
     */
    async updateStatus(known: ApplicationRecord, patch: StatusPatch): Promise<ApplicationRecord | null> {
      const before = statusColumnsOf(known);
      const data = changedColumns(before, statusColumns(before, patch, new Date()));
      return Object.keys(data).length === 0 ? null : write(known.uid, data);
    },

    setHold(uid: string, hold: Hold | null): Promise<ApplicationRecord | null> {
      return write(uid, { hold: hold === null ? dbNull : toJson(hold), isHeld: hold !== null });
    },

    /** The Operation shown on the Application; null clears it. */
    setOperation(
      uid: string,
      operation: {
        id: string;
        number: number;
        phase: string;
        message: string;
        startedAt: string | null;
      } | null,
    ): Promise<ApplicationRecord | null> {
      return write(uid, {
        operationId: operation?.id ?? null,
        operationNumber: operation?.number ?? null,
        operationPhase: operation?.phase ?? null,
        operationMessage: operation?.message ?? '',
        operationStartedAt: fromTime(operation?.startedAt ?? null),
      });
    },

    setRelease(
      uid: string,
      release: ApplicationRecord['status']['release'],
    ): Promise<ApplicationRecord | null> {
      return write(uid, {
        liveRelease: release?.number ?? null,
        liveReleaseAt: fromTime(release?.at ?? null),
        liveReleaseBy: release ? toJson(release.by) : dbNull,
        liveReleaseKind: release?.kind ?? null,
        liveRevision: release?.revision ?? null,
        liveDigest: release?.desiredDigest ?? null,
      });
    },

    /** Marks it Deleting (kept when set before) until its finalizers are gone. */
    async markDeleting(uid: string, at: string, finalizers: string[]): Promise<ApplicationRecord | null> {
      return (
        (await write(uid, { deletionTimestamp: new Date(at), finalizers }, { deletionTimestamp: null })) ??
        get(uid)
      );
    },

    setFinalizers(uid: string, finalizers: string[]): Promise<ApplicationRecord | null> {
      return write(uid, { finalizers });
    },

    /** Takes back a deletion that did not happen. */
    unmarkDeleting(uid: string): Promise<ApplicationRecord | null> {
      return write(uid, { deletionTimestamp: null, finalizers: [] });
    },

    /** Removes the row and its tree. Plans, Operations and Releases stay for the history until retention takes them. */
    async exists(uid: string): Promise<boolean> {
      return (await table.count({ where: { uid } })) > 0;
    },

    /** Children that it leaves behind are nobody's from then on, and may be edited. */
    async remove(uid: string): Promise<void> {
      await db.prisma.$executeRaw`
        UPDATE "application" AS child SET "managed_by" = NULL FROM "application" AS parent
        WHERE parent."uid" = ${uid}::uuid AND child."managed_by" = parent."project" || '/' || parent."name"`;
      await table.deleteMany({ where: { uid } });
    },

    /** Asks the owning controller for a refresh; hard beats normal. Returns the Applications marked. */
    async requestRefresh(uids: string[], mode: 'normal' | 'hard'): Promise<number> {
      if (uids.length === 0) return 0;
      return db.prisma.$executeRaw`
        UPDATE "application" SET "refresh_requested_at" = clock_timestamp(),
          "refresh_mode" = CASE WHEN "refresh_mode" = 'hard' THEN 'hard' ELSE ${mode} END
        WHERE "uid" IN (SELECT "uid" FROM "application" WHERE "uid" = ANY(${uids}::uuid[]) ORDER BY "uid" FOR UPDATE)`;
    },

    /** Takes the request back unless a newer one came in the meantime. */
    async clearRefresh(uid: string, requestedAt: string): Promise<void> {
      await table.updateMany({
        where: { uid, refreshRequestedAt: { lte: new Date(requestedAt) } },
        data: { refreshRequestedAt: null, refreshMode: null },
      });
    },

    async refreshRequested(): Promise<{ uid: string; project: string; cluster: string }[]> {
      return table.findMany({
        where: { refreshRequestedAt: { not: null } },
        select: { uid: true, project: true, cluster: true },
      });
    },

    /** Applications with a source in one of these repositories (`urlKey`s). */
    async byRepository(urlKeys: string[]): Promise<ApplicationRecord[]> {
      const rows = await table.findMany({ where: { repositories: { hasSome: urlKeys } } });
      return rows.map(toRecord);
    },

    /** Applications that another one renders: `managedBy` is its `project/name`. */
    async managedBy(owner: string): Promise<ApplicationRecord[]> {
      const rows = await table.findMany({ where: { managedBy: owner }, orderBy: { name: 'asc' } });
      return rows.map(toRecord);
    },

    async byCluster(
      cluster: string,
    ): Promise<{ uid: string; project: string; name: string; deletionTimestamp: string | null }[]> {
      const rows = await table.findMany({
        where: { cluster },
        select: { uid: true, project: true, name: true, deletionTimestamp: true },
      });
      return rows.map((row) => ({ ...row, deletionTimestamp: row.deletionTimestamp?.toISOString() ?? null }));
    },

    /** Everything, small: for sweeps and the owner of the clusters. */
    async refs(): Promise<{ uid: string; project: string; name: string; cluster: string }[]> {
      return table.findMany({ select: { uid: true, project: true, name: true, cluster: true } });
    },

    async countBy(where: { project?: string; cluster?: string; repository?: string }): Promise<number> {
      const { repository, ...rest } = where;
      return table.count({
        where: { ...rest, ...(repository === undefined ? {} : { repositories: { has: repository } }) },
      });
    },

    /** Applications per Project or Cluster. */
    async countPer(column: 'project' | 'cluster'): Promise<Map<string, number>> {
      const rows = await db.prisma.application.groupBy({ by: [column], _count: { _all: true } });
      return new Map(rows.map((row) => [row[column], row._count._all]));
    },

    /** Applications per repository `urlKey`. */
    async countPerRepository(): Promise<Map<string, number>> {
      const rows = await db.prisma.$queryRaw<{ key: string; count: number }[]>`
        SELECT unnest("repositories") AS "key", count(DISTINCT "uid")::int AS "count" FROM "application" GROUP BY 1`;
      return new Map(rows.map((row) => [row.key, row.count]));
    },

    /** Next number of this Application's plans, operations or releases; locks the row. */
    async nextNumber(uid: string, of: 'plan' | 'operation' | 'release'): Promise<number> {
      const column = `${of}Counter` as const;
      const row = await table.update({
        where: { uid },
        data: { [column]: { increment: 1 } },
        select: { planCounter: true, operationCounter: true, releaseCounter: true },
      });
      return row[column];
    },
  };
}

async function lockRow(db: Db, uid: string): Promise<void> {
  await db.prisma.$queryRaw`SELECT 1 FROM "application" WHERE "uid" = ${uid}::uuid FOR UPDATE`;
}

/** SQL NULL in a jsonb column; Prisma has its own word for it. */
const dbNull = Prisma.DbNull;

function specColumns(input: Spec) {
  const automated = input.spec.syncPolicy?.automated;
  return {
    project: input.spec.project,
    spec: toJson(input.spec),
    labels: toJson(input.labels),
    annotations: toJson(input.annotations),
    managedBy: input.managedBy,
    cluster: input.cluster,
    namespace: input.spec.destination.namespace,
    repositories: input.repositories,
    targetRevision: input.spec.sources[0]?.targetRevision ?? '',
    autoSync: automated !== undefined && automated !== null && automated.enabled !== false,
  };
}

function statusColumns(row: Partial<ApplicationRow>, patch: StatusPatch, now: Date): Partial<ApplicationRow> {
  const { health, sync, counts } = patch;
  return {
    ...(health && {
      health: health.status,
      healthRank: healthOrder.indexOf(health.status),
      healthMessage: health.message,
      healthSince: health.status === row.health && row.healthSince ? row.healthSince : now,
    }),
    ...(sync && {
      sync: sync.status,
      syncMessage: sync.message,
      syncSince: sync.status === row.sync && row.syncSince ? row.syncSince : now,
    }),
    ...(counts && {
      pendingCount: counts.pending,
      driftCount: counts.drift,
      unknownCount: counts.unknown,
      pruneCount: counts.prune,
      resourceCount: counts.resources,
      problemCount: counts.problems,
      changedCount: counts.changed,
    }),
    ...pick(
      patch,
      'targetRevision',
      'desiredRevision',
      'desiredDigest',
      'images',
      'urls',
      'observedGeneration',
    ),
    ...pick(patch, 'conditions', 'revisions', 'decision'),
    ...(patch.reconciledAt !== undefined && { reconciledAt: new Date(patch.reconciledAt) }),
    ...(patch.liveAsOf !== undefined && { liveAsOf: fromTime(patch.liveAsOf) }),
  } as Partial<ApplicationRow>; // jsonb columns take domain values
}

function pick<T extends object, K extends keyof T>(from: T, ...keys: K[]): Partial<Pick<T, K>> {
  return Object.fromEntries(
    keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]]),
  ) as Partial<Pick<T, K>>;
}

function changedColumns(
  row: Partial<ApplicationRow>,
  wanted: Partial<ApplicationRow>,
): Prisma.ApplicationUpdateInput {
  const changed = Object.entries(wanted).filter(
    ([column, value]) => !isDeepStrictEqual(row[column as keyof ApplicationRow], value),
  );
  return Object.fromEntries(
    changed.map(([column, value]) => [column, column === 'decision' && value === null ? dbNull : value]),
  );
}
