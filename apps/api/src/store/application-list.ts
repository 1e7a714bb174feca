import type { Actor, HealthStatus, OperationPhase, SyncStatus } from '@bowline/sync-engine/core/model';
import { type ApplicationFilter, type FacetName, whereOf } from './application-filter.ts';
import type { Db } from './database.ts';
import { Prisma } from './generated/client.ts';
import { toTime } from './json.ts';

export type ApplicationSort = 'name' | 'health' | 'sync' | 'release' | 'created';
export type ApplicationListRequest = {
  filter: ApplicationFilter;
  sort: ApplicationSort;
  isDescending: boolean;
  limit: number;
  /** Position of the last row of the former page, as `next` gave it. */
  after?: ListPosition;
};
/** `value` is null for rows without one, which come last. */
export type ListPosition = { value: string | number | null; name: string; uid: string };

/** A row of the list: flat, without spec or conditions. */
export type ApplicationListRow = {
  uid: string;
  project: string;
  name: string;
  health: HealthStatus;
  healthMessage: string;
  healthSince: string | null;
  sync: SyncStatus;
  pending: number;
  drift: number;
  unknownCause: number;
  prune: number;
  syncMessage: string;
  cluster: string;
  namespace: string;
  targetRevision: string;
  desiredRevision: string;
  liveRevision: string;
  release: { number: number; by: string; at: string } | null;
  autoSync: 'off' | 'on' | 'hold';
  operation: OperationPhase | null;
  conditions: number;
  isDeleting: boolean;
  labels: Record<string, string>;
  createdAt: string;
  reconciledAt: string | null;
};

export type FacetCounts = Record<FacetName, Record<string, number>>;

const sortColumns: Record<ApplicationSort, Prisma.Sql> = {
  name: Prisma.sql`"name"`,
  health: Prisma.sql`"health_rank"`,
  sync: Prisma.sql`"sync"`,
  release: Prisma.sql`"live_release_at"`,
  created: Prisma.sql`"created_at"`,
};
const columns = Prisma.sql`"uid"::text, "project", "name", "health", "health_rank", "health_message", "health_since", "sync",
  "pending_count", "drift_count", "unknown_count", "prune_count", "sync_message", "cluster", "namespace", "target_revision",
  "desired_revision", "live_revision", "live_release", "live_release_at", "live_release_by", "auto_sync", "is_held",
  "operation_phase", jsonb_array_length(jsonb_path_query_array("conditions", '$[*] ? (!(@.severity == "warning"))'))
    AS "condition_count", "deletion_timestamp", "labels", "created_at",
  "reconciled_at"`;

type Row = {
  uid: string;
  project: string;
  name: string;
  health: string;
  health_rank: number;
  health_message: string;
  health_since: Date | null;
  sync: string;
  pending_count: number;
  drift_count: number;
  unknown_count: number;
  prune_count: number;
  sync_message: string;
  cluster: string;
  namespace: string;
  target_revision: string;
  desired_revision: string;
  live_revision: string | null;
  live_release: number | null;
  live_release_at: Date | null;
  live_release_by: Actor | null;
  auto_sync: boolean;
  is_held: boolean;
  operation_phase: string | null;
  condition_count: number;
  deletion_timestamp: Date | null;
  labels: Record<string, string>;
  created_at: Date;
  reconciled_at: Date | null;
};

/** The list of Applications: keyset pages, counts and facets, filtered and sorted by the database. */
export function applicationList(db: Db) {
  return {
    /** One page and the position to go on from; null when it is the last. */
    async page(
      request: ApplicationListRequest,
    ): Promise<{ items: ApplicationListRow[]; next: ListPosition | null }> {
      const rows = await db.prisma.$queryRaw<Row[]>(pageQuery(request));
      const items = rows.slice(0, request.limit);
      const last = rows.length > request.limit ? items.at(-1) : undefined;
      return { items: items.map(toListRow), next: last ? positionOf(last, request.sort) : null };
    },

    async count(filter: ApplicationFilter): Promise<number> {
      const rows = await db.prisma.$queryRaw<{ count: number }[]>(
        Prisma.sql`SELECT count(*)::int AS "count" FROM "application" WHERE ${whereOf(filter)}`,
      );
      return rows[0]?.count ?? 0;
    },

    /** Rows by word of each facet; a facet's own filter does not narrow it, so its other words can be added. */
    facets: (filter: ApplicationFilter): Promise<FacetCounts> => countFacets(db, filter),
  };
}

/** The query of one page; exported so that a test can read its plan. */
export function pageQuery(request: ApplicationListRequest): Prisma.Sql {
  const column = sortColumns[request.sort];
  const where = whereOf(request.filter);
  const position = request.after ? Prisma.sql` AND ${afterPosition(request, request.after)}` : Prisma.empty;
  const order =
    request.sort === 'name'
      ? request.isDescending
        ? Prisma.sql`"name" DESC, "application"."uid" DESC`
        : Prisma.sql`"name", "application"."uid"`
      : request.isDescending
        ? Prisma.sql`${column} DESC NULLS LAST, "name", "application"."uid"`
        : Prisma.sql`${column} NULLS LAST, "name", "application"."uid"`;
  return Prisma.sql`SELECT ${columns} FROM "application" WHERE ${where}${position} ORDER BY ${order} LIMIT ${request.limit + 1}`;
}

function afterPosition(request: ApplicationListRequest, after: ListPosition): Prisma.Sql {
  const tie = Prisma.sql`("name", "uid") > (${after.name}, ${after.uid}::uuid)`;
  if (request.sort === 'name') {
    return request.isDescending ? Prisma.sql`("name", "uid") < (${after.name}, ${after.uid}::uuid)` : tie;
  }
  const column = sortColumns[request.sort];
  if (after.value === null) return Prisma.sql`${column} IS NULL AND ${tie}`;
  const value = valueOf(request.sort, after.value);
  const beyond = request.isDescending ? Prisma.sql`${column} < ${value}` : Prisma.sql`${column} > ${value}`;
  const nulls = request.sort === 'release' ? Prisma.sql` OR ${column} IS NULL` : Prisma.empty;
  return Prisma.sql`(${beyond} OR (${column} = ${value} AND ${tie})${nulls})`;
}

function valueOf(sort: ApplicationSort, value: string | number): Prisma.Sql {
  if (sort === 'health') return Prisma.sql`${Number(value)}::int`;
  return sort === 'sync' ? Prisma.sql`${String(value)}` : Prisma.sql`${new Date(String(value))}`;
}

function positionOf(row: Row, sort: ApplicationSort): ListPosition {
  const values: Record<ApplicationSort, string | number | null> = {
    name: row.name,
    health: row.health_rank,
    sync: row.sync,
    release: toTime(row.live_release_at),
    created: toTime(row.created_at),
  };
  return { value: values[sort], name: row.name, uid: row.uid };
}

const facetColumns: Partial<Record<FacetName, Prisma.Sql>> = {
  health: Prisma.sql`"health"`,
  sync: Prisma.sql`"sync"`,
  project: Prisma.sql`"project"`,
  cluster: Prisma.sql`"cluster"`,
  auto: Prisma.sql`CASE WHEN "is_held" THEN 'hold' WHEN "auto_sync" THEN 'on' ELSE 'off' END`,
};
const facetNames: FacetName[] = ['health', 'sync', 'reason', 'project', 'cluster', 'auto'];

async function countFacets(db: Db, filter: ApplicationFilter): Promise<FacetCounts> {
  const counts = await Promise.all(
    facetNames.map((name) => (name === 'reason' ? countReasons(db, filter) : countFacet(db, filter, name))),
  );
  return Object.fromEntries(facetNames.map((name, index) => [name, counts[index]])) as FacetCounts;
}

async function countFacet(
  db: Db,
  filter: ApplicationFilter,
  name: FacetName,
): Promise<Record<string, number>> {
  const rows = await db.prisma.$queryRaw<{ word: string; count: number }[]>(
    Prisma.sql`SELECT ${facetColumns[name] ?? Prisma.empty} AS "word", count(*)::int AS "count" FROM "application"
      WHERE ${whereOf(filter, name)} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 100`,
  );
  return Object.fromEntries(rows.map((row) => [row.word, row.count]));
}

async function countReasons(db: Db, filter: ApplicationFilter): Promise<Record<string, number>> {
  const rows = await db.prisma.$queryRaw<Record<string, number>[]>(
    Prisma.sql`SELECT count(*) FILTER (WHERE "pending_count" > 0)::int AS "pending",
        count(*) FILTER (WHERE "drift_count" > 0)::int AS "drift",
        count(*) FILTER (WHERE "unknown_count" > 0)::int AS "unknown",
        count(*) FILTER (WHERE "pending_count" > 0 AND "drift_count" > 0)::int AS "both"
      FROM "application" WHERE ${whereOf(filter, 'reason')}`,
  );
  return Object.fromEntries(Object.entries(rows[0] ?? {}).filter(([, count]) => count > 0));
}

function toListRow(row: Row): ApplicationListRow {
  const hasRelease = row.live_release !== null && row.live_release_at !== null;
  return {
    uid: row.uid,
    project: row.project,
    name: row.name,
    health: row.health as HealthStatus,
    healthMessage: row.health_message,
    healthSince: toTime(row.health_since),
    sync: row.sync as SyncStatus,
    pending: row.pending_count,
    drift: row.drift_count,
    unknownCause: row.unknown_count,
    prune: row.prune_count,
    syncMessage: row.sync_message,
    cluster: row.cluster,
    namespace: row.namespace,
    targetRevision: row.target_revision,
    desiredRevision: row.desired_revision,
    liveRevision: row.live_revision ?? '',
    release: hasRelease
      ? {
          number: row.live_release ?? 0,
          by: row.live_release_by?.name ?? '',
          at: toTime(row.live_release_at) ?? '',
        }
      : null,
    autoSync: row.is_held ? 'hold' : row.auto_sync ? 'on' : 'off',
    operation: row.operation_phase as OperationPhase | null,
    conditions: row.condition_count,
    isDeleting: row.deletion_timestamp !== null,
    labels: row.labels,
    createdAt: toTime(row.created_at),
    reconciledAt: toTime(row.reconciled_at),
  };
}
