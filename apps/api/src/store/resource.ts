import { createHash } from 'node:crypto';
import type {
  HealthStatus,
  OutOfSyncReason,
  SyncPhase,
  SyncStatus,
  TreeNode,
  Verdict,
} from '@bowline/sync-engine/core/model';
import { formatKey, parseKey } from '@bowline/sync-engine/core/resource-key';
import { escapeLike } from './application-filter.ts';
import type { Db } from './database.ts';
import type { Prisma, Resource } from './generated/client.ts';
import { fromTime, toTime, toJson } from './json.ts';

export type TreeChange = { written: TreeNode[]; removed: string[] };

const batchSize = 500;

/** Every node of every tree. Keys are `group/kind/namespace/name`. */
export function resourceStore(db: Db) {
  const table = db.prisma.resource;
  return {
    /** Makes the stored tree equal to `nodes`: writes and deletes only what changed, and says what that was. */
    async replaceTree(applicationUid: string, nodes: TreeNode[]): Promise<TreeChange> {
      const stored = await table.findMany({
        where: { applicationUid },
        select: { key: true, rowHash: true },
      });
      const hashes = new Map(stored.map((row) => [row.key, row.rowHash]));
      const rows = nodes.map((node) => toRow(applicationUid, node));
      const wanted = new Set(rows.map((row) => row.key));
      const changed = rows.filter((row) => hashes.get(row.key) !== row.rowHash);
      const removed = stored.filter((row) => !wanted.has(row.key)).map((row) => row.key);
      const dropped = [...removed, ...changed.filter((row) => hashes.has(row.key)).map((row) => row.key)];
      for (let start = 0; start < dropped.length; start += batchSize) {
        await table.deleteMany({
          where: { applicationUid, key: { in: dropped.slice(start, start + batchSize) } },
        });
      }
      for (let start = 0; start < changed.length; start += batchSize) {
        await table.createMany({ data: changed.slice(start, start + batchSize), skipDuplicates: true });
      }
      const changedKeys = new Set(changed.map((row) => row.key));
      return { written: nodes.filter((node) => changedKeys.has(formatKey(node.key))), removed };
    },

    /** The stored tree, in a stable order (wave, kind, namespace, name). */
    async tree(applicationUid: string): Promise<TreeNode[]> {
      const rows = await table.findMany({
        where: { applicationUid },
        orderBy: [{ wave: 'asc' }, { kind: 'asc' }, { namespace: 'asc' }, { name: 'asc' }, { key: 'asc' }],
      });
      return rows.map(toNode);
    },

    async get(applicationUid: string, key: string): Promise<TreeNode | null> {
      const row = await table.findUnique({ where: { applicationUid_key: { applicationUid, key } } });
      return row && toNode(row);
    },

    /** Keys of managed resources other Applications hold: who else claims these objects on the same cluster. */
    async claimedBy(input: {
      cluster: string;
      keys: string[];
      exceptUid: string;
    }): Promise<{ key: string; uid: string; project: string; name: string }[]> {
      const rows = await table.findMany({
        where: {
          key: { in: input.keys },
          isManaged: true,
          applicationUid: { not: input.exceptUid },
          application: { cluster: input.cluster },
        },
        select: { key: true, application: { select: { uid: true, project: true, name: true } } },
      });
      return rows.map((row) => ({ key: row.key, ...row.application }));
    },

    /** Substring search over names in the given Projects (all when absent). */
    async search(input: { q: string; projects?: string[]; limit: number }) {
      const rows = await table.findMany({
        where: {
          name: { contains: escapeLike(input.q.toLowerCase()) },
          ...(input.projects && { application: { project: { in: input.projects } } }),
        },
        include: { application: { select: { project: true, name: true } } },
        take: input.limit,
      });
      return rows.map((row) => ({
        project: row.application.project,
        application: row.application.name,
        id: row.key,
        kind: row.kind,
        name: row.name,
        namespace: row.namespace,
        health: row.health as HealthStatus | null,
      }));
    },
  };
}

function toRow(applicationUid: string, node: TreeNode): Prisma.ResourceCreateManyInput {
  const row = {
    applicationUid,
    key: formatKey(node.key),
    ...node.key,
    version: node.version,
    uid: node.uid,
    parentKey: node.parent && formatKey(node.parent),
    isManaged: node.sync !== null || node.hookPhases.length > 0,
    health: node.health?.status ?? null,
    healthMessage: node.health?.message ?? '',
    sync: node.sync,
    verdict: node.verdict,
    reasons: node.reasons,
    hookPhases: node.hookPhases,
    wave: node.wave,
    message: node.message,
    images: node.images,
    createdAt: fromTime(node.createdAt),
    change: toJson(node.change),
    rollup: toJson(node.rollup),
  };
  return { ...row, rowHash: createHash('sha1').update(JSON.stringify(row)).digest('base64') };
}

function toNode(row: Resource): TreeNode {
  return {
    key: { group: row.group, kind: row.kind, namespace: row.namespace, name: row.name },
    version: row.version,
    uid: row.uid,
    parent: row.parentKey === null ? null : (parseKey(row.parentKey) ?? null),
    health: row.health === null ? null : { status: row.health as HealthStatus, message: row.healthMessage },
    sync: row.sync as SyncStatus | null,
    reasons: row.reasons as OutOfSyncReason[],
    verdict: row.verdict as Verdict | null,
    hookPhases: row.hookPhases as SyncPhase[],
    wave: row.wave,
    message: row.message,
    createdAt: toTime(row.createdAt),
    images: row.images,
    change: row.change as TreeNode['change'],
    rollup: row.rollup as TreeNode['rollup'],
  };
}
