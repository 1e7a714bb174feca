import { randomBytes } from 'node:crypto';
import type {
  Actor,
  Approval,
  KubeObject,
  Plan,
  PlanItem,
  PlanKind,
  PlanStep,
  Risk,
  SourceRevision,
} from '@bowline/sync-engine/core/model';
import { formatKey } from '@bowline/sync-engine/core/resource-key';
import { toActor } from './actor.ts';
import { applicationStore } from './application.ts';
import { blobStore } from './blob.ts';
import type { Db } from './database.ts';
import type { Plan as PlanRow, Prisma } from './generated/client.ts';
import { toJson, toTime } from './json.ts';

export const planStates = ['open', 'executed', 'rejected', 'expired', 'superseded'] as const;
export type PlanState = (typeof planStates)[number];
export type PlanCounts = { create: number; change: number; prune: number; hook: number; restartPods: number };
export type PlanWarning = { code: string; message: string };

/** A Plan as lists show it; its body comes from `body`. */
export type PlanRecord = {
  id: string;
  number: number;
  applicationUid: string;
  project: string;
  application: string;
  kind: PlanKind;
  state: PlanState;
  stateAt: string;
  stateMessage: string;
  digest: string;
  desiredDigest: string;
  generation: number;
  isPartial: boolean;
  restores: number | null;
  revisions: SourceRevision[];
  counts: PlanCounts;
  risks: Risk[];
  warnings: PlanWarning[];
  builtBy: Actor;
  reason: string;
  builtAt: string;
  expiresAt: string;
  supersededBy: string | null;
};

export type ApprovalRecord = Approval & { comment: string };

export type NewPlan = {
  plan: Plan;
  /** Unmasked desired manifests by `group/kind/namespace/name`; they are kept encrypted for execution only. */
  manifests: Map<string, KubeObject>;
  counts: PlanCounts;
  warnings: PlanWarning[];
  builtBy: Actor;
  reason: string;
  builtAt: string;
  expiresAt: string;
};

/** Plans and their Approvals. Bodies are immutable; only `state` moves, from open to one of the others. */
export function planStore(db: Db) {
  const table = db.prisma.plan;
  const blobs = blobStore(db);

  return {
    /** Saves a Plan; call it in a transaction, with the Application existing. */
    async create(input: NewPlan): Promise<PlanRecord> {
      const { plan } = input;
      const { items, ...head } = plan;
      const number = await applicationStore(db).nextNumber(plan.application.uid, 'plan');
      const unmasked = items.map((item) => input.manifests.get(formatKey(item.key)));
      const saved = await blobs.putAll([
        head,
        ...items,
        ...unmasked.filter((manifest) => manifest !== undefined),
      ]);
      const [headBlob, ...bodyBlobs] = saved;
      const manifestBlobs = saved.slice(1 + items.length);
      const row = await table.create({
        data: { id: newId('pl'), number, headBlob: headBlob as string, ...columnsOf(input) },
      });
      const next = manifestBlobs.values();
      await createItems(
        db,
        items.map((item, index) => ({
          planId: row.id,
          index,
          key: formatKey(item.key),
          action: item.action,
          changeCount: item.fields.length,
          bodyBlob: bodyBlobs[index] as string, // one per item
          manifestBlob: unmasked[index] === undefined ? null : (next.next().value as string),
        })),
      );
      return toRecord(row);
    },

    async get(id: string): Promise<PlanRecord | null> {
      const row = await table.findUnique({ where: { id } });
      return row && toRecord(row);
    },

    /** The newest open Plan of this very digest and kind. */
    async findOpen(
      applicationUid: string,
      { digest, kind }: Pick<Plan, 'digest' | 'kind'>,
    ): Promise<PlanRecord | null> {
      const row = await table.findFirst({
        where: { applicationUid, state: 'open', digest, kind },
        orderBy: [{ builtAt: 'desc' }, { id: 'desc' }],
      });
      return row && toRecord(row);
    },

    /** Locks the row until the transaction ends: approving, executing and rejecting exclude each other. */
    async lock(id: string): Promise<PlanRecord | null> {
      await db.prisma.$queryRaw`SELECT 1 FROM "plan" WHERE "id" = ${id} FOR UPDATE`;
      const row = await table.findUnique({ where: { id } });
      return row && toRecord(row);
    },

    /** The whole Plan, masked, as it was built. */
    async body(id: string): Promise<Plan> {
      const row = await table.findUniqueOrThrow({
        where: { id },
        select: { headBlob: true, items: { orderBy: { index: 'asc' }, select: { bodyBlob: true } } },
      });
      const [head, ...items] = await blobs.getAll<unknown>([
        row.headBlob,
        ...row.items.map((item) => item.bodyBlob),
      ]);
      return { ...(head as Omit<Plan, 'items'>), items: items as PlanItem[] };
    },

    /** Steps alone, which are kept apart from what each object is and becomes. */
    async steps(id: string): Promise<PlanStep[]> {
      const { headBlob } = await table.findUniqueOrThrow({ where: { id }, select: { headBlob: true } });
      const [head] = await blobs.getAll<Plan>([headBlob]);
      return head?.steps ?? [];
    },

    /** Items by their index: what happens to few objects needs not be read with all of the Plan. */
    async items(id: string, indexes: number[]): Promise<Map<number, PlanItem>> {
      if (indexes.length === 0) return new Map();
      const rows = await db.prisma.planItem.findMany({
        where: { planId: id, index: { in: indexes } },
        select: { index: true, bodyBlob: true },
      });
      const items = await blobs.getAll<PlanItem>(rows.map((row) => row.bodyBlob));
      return new Map(rows.map((row, at) => [row.index, items[at] as PlanItem])); // one per row
    },

    /** Unmasked desired manifests by key: for dry run, apply and the Release's snapshot only. */
    async openManifests(id: string, keys?: string[]): Promise<Map<string, KubeObject>> {
      const rows = await db.prisma.planItem.findMany({
        where: { planId: id, manifestBlob: { not: null }, ...(keys && { key: { in: keys } }) },
        select: { key: true, manifestBlob: true },
      });
      const objects = await blobs.getAll<KubeObject>(rows.map((row) => row.manifestBlob as string)); // not null above
      return new Map(rows.map((row, index) => [row.key, objects[index] as KubeObject]));
    },

    /** Moves an open Plan; false when it was not open any more. */
    async close(
      id: string,
      input: { state: Exclude<PlanState, 'open'>; message: string; at: string; supersededBy?: string },
    ): Promise<boolean> {
      const result = await table.updateMany({
        where: { id, state: 'open' },
        data: {
          state: input.state,
          stateMessage: input.message,
          stateAt: new Date(input.at),
          supersededBy: input.supersededBy ?? null,
        },
      });
      return result.count > 0;
    },

    /** Closes the other open Plans of an Application. Returns their ids. */
    async supersedeOthers(
      applicationUid: string,
      input: { by: string; kinds?: PlanKind[]; builtByKind?: Actor['kind']; at: string },
    ): Promise<string[]> {
      const rows = await table.updateManyAndReturn({
        where: {
          applicationUid,
          state: 'open',
          id: { not: input.by },
          ...(input.kinds && { kind: { in: input.kinds } }),
          ...(input.builtByKind && { builtByKind: input.builtByKind }),
        },
        data: { state: 'superseded', stateAt: new Date(input.at), supersededBy: input.by },
        select: { id: true },
      });
      return rows.map((row) => row.id);
    },

    /** Expires what was not executed in time. Returns the Plans expired now. */
    async expire(now: string): Promise<PlanRecord[]> {
      const rows = await table.updateManyAndReturn({
        where: { state: 'open', expiresAt: { lte: new Date(now) } },
        data: { state: 'expired', stateAt: new Date(now) },
      });
      return rows.map(toRecord);
    },

    /** Records consent to exactly this digest; the same actor's earlier consent to it is replaced. */
    async approve(id: string, approval: ApprovalRecord): Promise<void> {
      const key = {
        planId: id,
        digest: approval.digest,
        actorKind: approval.by.kind,
        actorName: approval.by.name,
      };
      const said = {
        tickedRisks: approval.tickedRisks,
        comment: approval.comment,
        at: new Date(approval.at),
      };
      await db.prisma.approval.upsert({
        where: { planId_digest_actorKind_actorName: key },
        create: { ...key, ...said },
        update: said,
      });
    },

    /** Of several Plans, oldest first, by the id of the Plan; one query. */
    approvalsOf: (ids: string[]): Promise<Map<string, ApprovalRecord[]>> => approvalsOf(db, ids),

    approvals: async (id: string): Promise<ApprovalRecord[]> => (await approvalsOf(db, [id])).get(id) ?? [],

    /** Newest first. `before` is the cursor: `builtAt` and id of the last row of the former page. */
    async list(query: PlanQuery): Promise<{ items: PlanRecord[]; total: number }> {
      const where = whereOf(query);
      const { before } = query;
      const older = before && {
        OR: [
          { builtAt: { lt: new Date(before.at) } },
          { builtAt: new Date(before.at), id: { lt: before.id } },
        ],
      };
      const [rows, total] = await Promise.all([
        table.findMany({
          where: older ? { AND: [where, older] } : where,
          orderBy: [{ builtAt: 'desc' }, { id: 'desc' }],
          take: query.limit,
        }),
        table.count({ where }),
      ]);
      return { items: rows.map(toRecord), total };
    },

    /** Deletes closed Plans built before `before` that no Release or Operation names. */
    async sweep(before: string): Promise<number> {
      return db.prisma.$executeRaw`
        DELETE FROM "plan" p WHERE p."state" <> 'open' AND p."built_at" < ${new Date(before)}
          AND NOT EXISTS (SELECT 1 FROM "operation" o WHERE o."plan_id" = p."id")
          AND NOT EXISTS (SELECT 1 FROM "release" r WHERE r."plan_id" = p."id")`;
    },
  };
}

async function approvalsOf(db: Db, ids: string[]): Promise<Map<string, ApprovalRecord[]>> {
  const rows = await db.prisma.approval.findMany({
    where: { planId: { in: ids } },
    orderBy: { at: 'asc' },
  });
  const byPlan = new Map<string, ApprovalRecord[]>();
  for (const row of rows) {
    const of = byPlan.get(row.planId) ?? [];
    byPlan.set(row.planId, of);
    of.push({
      by: toActor(row.actorKind, row.actorName),
      digest: row.digest,
      at: toTime(row.at),
      tickedRisks: row.tickedRisks,
      comment: row.comment,
    });
  }
  return byPlan;
}

export type PlanQuery = {
  projects?: string[];
  application?: string;
  applicationUid?: string;
  state?: PlanState;
  kind?: PlanKind;
  limit: number;
  before?: { at: string; id: string };
};

/** Ids that say what they name and cannot be guessed: `pl_…`, `op_…`. */
export function newId(prefix: 'pl' | 'op' | 'tok'): string {
  return `${prefix}_${randomBytes(10).toString('hex')}`;
}

function whereOf(query: PlanQuery): Prisma.PlanWhereInput {
  return {
    ...(query.projects && { project: { in: query.projects } }),
    ...(query.application !== undefined && { application: query.application }),
    ...(query.applicationUid !== undefined && { applicationUid: query.applicationUid }),
    ...(query.state && { state: query.state }),
    ...(query.kind && { kind: query.kind }),
  };
}

const itemBatch = 2000;

async function createItems(db: Db, rows: Prisma.PlanItemCreateManyInput[]): Promise<void> {
  for (let start = 0; start < rows.length; start += itemBatch) {
    await db.prisma.planItem.createMany({ data: rows.slice(start, start + itemBatch) });
  }
}

function columnsOf({ plan, ...input }: NewPlan) {
  return {
    applicationUid: plan.application.uid,
    project: plan.application.project,
    application: plan.application.name,
    generation: plan.application.generation,
    kind: plan.kind,
    state: 'open',
    digest: plan.digest,
    desiredDigest: plan.desiredDigest,
    isPartial: plan.isPartial,
    restores: plan.restores ?? null,
    revisions: toJson(plan.revisions),
    counts: toJson(input.counts),
    risks: toJson(plan.risks),
    warnings: toJson(input.warnings),
    builtByKind: input.builtBy.kind,
    builtByName: input.builtBy.name,
    reason: input.reason,
    builtAt: new Date(input.builtAt),
    stateAt: new Date(input.builtAt),
    expiresAt: new Date(input.expiresAt),
  };
}

function toRecord(row: PlanRow): PlanRecord {
  return {
    id: row.id,
    number: row.number,
    applicationUid: row.applicationUid,
    project: row.project,
    application: row.application,
    kind: row.kind as PlanKind,
    state: row.state as PlanState,
    stateAt: toTime(row.stateAt),
    stateMessage: row.stateMessage,
    digest: row.digest,
    desiredDigest: row.desiredDigest,
    generation: row.generation,
    isPartial: row.isPartial,
    restores: row.restores,
    revisions: row.revisions as unknown as SourceRevision[],
    counts: row.counts as unknown as PlanCounts,
    risks: row.risks as unknown as Risk[],
    warnings: row.warnings as unknown as PlanWarning[],
    builtBy: toActor(row.builtByKind, row.builtByName),
    reason: row.reason,
    builtAt: toTime(row.builtAt),
    expiresAt: toTime(row.expiresAt),
    supersededBy: row.supersededBy,
  };
}
