import type {
  Actor,
  ApplicationSpec,
  KubeObject,
  PlanKind,
  ReleaseItem,
  SourceRevision,
  SyncPhase,
} from '@bowline/sync-engine/core/model';
import { formatKey, parseKey } from '@bowline/sync-engine/core/resource-key';
import { toActor } from './actor.ts';
import { applicationStore } from './application.ts';
import { blobStore } from './blob.ts';
import type { Db } from './database.ts';
import type { Release } from './generated/client.ts';
import { toJson, toTime } from './json.ts';

export type ReleaseRecord = {
  applicationUid: string;
  number: number;
  project: string;
  application: string;
  planId: string;
  operationId: string;
  kind: PlanKind;
  isPartial: boolean;
  restores: number | null;
  revisions: SourceRevision[];
  desiredDigest: string;
  planDigest: string;
  spec: ApplicationSpec;
  initiator: Actor;
  approvers: string[];
  counts: { create: number; change: number; prune: number };
  outcome: 'succeeded' | 'failed';
  message: string;
  /** false: retention took its manifests; it can no longer be restored. */
  hasSnapshot: boolean;
  createdAt: string;
  healthyAt: string | null;
};

export type NewRelease = Omit<ReleaseRecord, 'number' | 'hasSnapshot' | 'healthyAt'> & {
  /** Masked items with the manifest that was applied, unmasked. */
  items: { item: ReleaseItem; manifest: KubeObject }[];
};

const itemBatch = 2000;

/** Releases: numbered, immutable records of what was applied, with a snapshot that can be applied again. */
export function releaseStore(db: Db) {
  const table = db.prisma.release;
  const blobs = blobStore(db);

  const items = async (applicationUid: string, number: number, column: 'maskedBlob' | 'manifestBlob') => {
    const rows = await db.prisma.releaseItem.findMany({
      where: { applicationUid, number },
      orderBy: { index: 'asc' },
    });
    const objects = await blobs.getAll<KubeObject>(rows.map((row) => row[column]));
    return rows.map((row, index) => ({
      key: parseKey(row.key) as ReleaseItem['key'], // written with formatKey
      version: row.version,
      manifest: objects[index] as KubeObject, // one per row
      wave: row.wave,
      hookPhases: row.hookPhases as SyncPhase[],
    }));
  };

  return {
    /** Gives it the next number of its Application; call it in a transaction. */
    async create(input: NewRelease): Promise<ReleaseRecord> {
      const { items: entries, revisions, spec, approvers, counts, initiator, createdAt, ...plain } = input;
      const number = await applicationStore(db).nextNumber(input.applicationUid, 'release');
      const masked = await blobs.putAll(entries.map((entry) => entry.item.manifest));
      const unmasked = await blobs.putAll(entries.map((entry) => entry.manifest));
      const row = await table.create({
        data: {
          ...plain,
          number,
          revisions: toJson(revisions),
          spec: toJson(spec),
          approvers: toJson(approvers),
          counts: toJson(counts),
          initiatorKind: initiator.kind,
          initiatorName: initiator.name,
          createdAt: new Date(createdAt),
        },
      });
      const rows = entries.map(({ item }, index) => ({
        applicationUid: input.applicationUid,
        number,
        index,
        key: formatKey(item.key),
        version: item.version,
        wave: item.wave,
        hookPhases: item.hookPhases,
        maskedBlob: masked[index] as string, // one per entry
        manifestBlob: unmasked[index] as string,
      }));
      for (let start = 0; start < rows.length; start += itemBatch) {
        await db.prisma.releaseItem.createMany({ data: rows.slice(start, start + itemBatch) });
      }
      return toRecord(row);
    },

    async get(applicationUid: string, number: number): Promise<ReleaseRecord | null> {
      const row = await table.findUnique({ where: { applicationUid_number: { applicationUid, number } } });
      return row && toRecord(row);
    },

    /** Masked items: for comparing and showing. */
    items: (applicationUid: string, number: number): Promise<ReleaseItem[]> =>
      items(applicationUid, number, 'maskedBlob'),

    /** Unmasked items: to build and run a rollback only. */
    openItems: (applicationUid: string, number: number): Promise<ReleaseItem[]> =>
      items(applicationUid, number, 'manifestBlob'),

    /** Newest first; `beforeNumber` is the cursor. */
    async list(
      applicationUid: string,
      query: { limit: number; beforeNumber?: number },
    ): Promise<{ items: ReleaseRecord[]; total: number }> {
      const [rows, total] = await Promise.all([
        table.findMany({
          where: {
            applicationUid,
            ...(query.beforeNumber !== undefined && { number: { lt: query.beforeNumber } }),
          },
          orderBy: { number: 'desc' },
          take: query.limit,
        }),
        table.count({ where: { applicationUid } }),
      ]);
      return { items: rows.map(toRecord), total };
    },

    /** First moment the Application was Healthy with it; later calls change nothing. */
    async markHealthy(applicationUid: string, number: number, at: string): Promise<boolean> {
      const result = await table.updateMany({
        where: { applicationUid, number, healthyAt: null },
        data: { healthyAt: new Date(at) },
      });
      return result.count > 0;
    },

    /** Whether a Release before this one was Healthy once and can still be restored. */
    async hasHealthy(applicationUid: string, { before }: { before: number }): Promise<boolean> {
      const where = { applicationUid, number: { lt: before }, healthyAt: { not: null }, hasSnapshot: true };
      return (await table.findFirst({ where, select: { number: true } })) !== null;
    },

    /** Drops the snapshots of all but the newest `keep` Releases; the records stay. */
    async retain(applicationUid: string, keep: number): Promise<number> {
      const kept = await table.findMany({
        where: { applicationUid, hasSnapshot: true },
        orderBy: { number: 'desc' },
        skip: keep,
        select: { number: true },
      });
      const numbers = kept.map((row) => row.number);
      if (numbers.length === 0) return 0;
      await db.prisma.releaseItem.deleteMany({ where: { applicationUid, number: { in: numbers } } });
      await table.updateMany({
        where: { applicationUid, number: { in: numbers } },
        data: { hasSnapshot: false },
      });
      return numbers.length;
    },
  };
}

function toRecord(row: Release): ReleaseRecord {
  return {
    applicationUid: row.applicationUid,
    number: row.number,
    project: row.project,
    application: row.application,
    planId: row.planId,
    operationId: row.operationId,
    kind: row.kind as PlanKind,
    isPartial: row.isPartial,
    restores: row.restores,
    revisions: row.revisions as unknown as SourceRevision[],
    desiredDigest: row.desiredDigest,
    planDigest: row.planDigest,
    spec: row.spec as unknown as ApplicationSpec,
    initiator: toActor(row.initiatorKind, row.initiatorName),
    approvers: row.approvers as string[],
    counts: row.counts as ReleaseRecord['counts'],
    outcome: row.outcome === 'failed' ? 'failed' : 'succeeded',
    message: row.message,
    hasSnapshot: row.hasSnapshot,
    createdAt: toTime(row.createdAt),
    healthyAt: toTime(row.healthyAt),
  };
}
