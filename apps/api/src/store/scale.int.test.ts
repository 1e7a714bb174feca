import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase } from '../../../../tools/postgres/test-database.ts';
import { applicationList } from './application-list.ts';
import { applicationStore } from './application.ts';
import { type Database, openDatabase } from './database.ts';
import { resourceStore } from './resource.ts';

// 10,000 Applications with 50 rows each: what a query reads must not grow with the fleet.
let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;

beforeAll(async () => {
  test = await createTestDatabase();
  // One connection, so that its own statistics can be flushed and read back.
  db = await openDatabase(test.url, { masterKey: Buffer.alloc(32, 3), poolMax: 1 });
  await db.prisma.$executeRaw`
    INSERT INTO "application" ("uid", "project", "name", "spec", "cluster", "namespace", "auto_sync", "health", "sync", "managed_by")
    SELECT gen_random_uuid(), 'team-' || n % 40, 'app-' || lpad(n::text, 5, '0'), '{}', 'prod-' || n % 5, 'ns-' || n, true,
      CASE WHEN n % 50 = 0 THEN 'Degraded' ELSE 'Healthy' END, CASE WHEN n % 20 = 0 THEN 'OutOfSync' ELSE 'Synced' END, NULL
    FROM generate_series(1, 10000) n`;
  await db.prisma.$executeRaw`
    INSERT INTO "resource" ("application_uid", "key", "group", "version", "kind", "namespace", "name", "uid", "is_managed",
      "change", "rollup", "row_hash")
    SELECT a."uid", '/ConfigMap/' || a."namespace" || '/' || a."name" || '-' || i, '', 'v1', 'ConfigMap', a."namespace",
      a."name" || '-' || i, gen_random_uuid()::text, true, '{}', '{}', ''
    FROM "application" a, generate_series(1, 50) i`;
  await db.prisma.$executeRawUnsafe('VACUUM ANALYZE "application"');
  await db.prisma.$executeRawUnsafe('VACUUM ANALYZE "resource"');
});
afterAll(async () => {
  await db?.close();
  await test?.drop();
});

/** Rows of each table read by sequential scans so far, by this connection's own count. */
async function scannedRows(): Promise<Record<string, number>> {
  await db.prisma.$queryRaw`SELECT pg_stat_force_next_flush()::text`;
  await db.prisma.$queryRaw`SELECT pg_stat_clear_snapshot()::text`;
  const rows = await db.prisma.$queryRaw<{ relname: string; seq_tup_read: bigint }[]>`
    SELECT "relname", "seq_tup_read" FROM pg_stat_user_tables WHERE "relname" IN ('application', 'resource')`;
  return Object.fromEntries(rows.map((row) => [row.relname, Number(row.seq_tup_read)]));
}

const only = (word: string) => ({ any: [word], none: [] });
const byName = { sort: 'name' as const, isDescending: false, limit: 100 };
const uidOf = async (name: string) => (await applicationStore(db).find('team-21', name))?.uid ?? '';

it.each<[string, () => Promise<unknown>]>([
  ['a page of the list', () => applicationList(db).page({ filter: {}, ...byName })],
  [
    'a page, worst first',
    () => applicationList(db).page({ filter: {}, ...byName, sort: 'health', isDescending: true }),
  ],
  ['a filtered page', () => applicationList(db).page({ filter: { health: only('Degraded') }, ...byName })],
  [
    'facets of a filtered list',
    () => applicationList(db).facets({ health: only('Degraded'), sync: only('OutOfSync') }),
  ],
  ['facets of the whole list', () => applicationList(db).facets({})],
  ['a count by health', () => applicationList(db).count({ health: only('Degraded') })],
  ['the tree of one Application', async () => resourceStore(db).tree(await uidOf('app-00421'))],
  [
    'one resource',
    async () => resourceStore(db).get(await uidOf('app-00421'), '/ConfigMap/ns-421/app-00421-7'),
  ],
  ['a search by part of a name', () => resourceStore(db).search({ q: 'pp-00421-4', limit: 20 })],
  [
    'who else claims an object',
    async () =>
      resourceStore(db).claimedBy({
        cluster: 'prod-1',
        keys: ['/ConfigMap/ns-421/app-00421-7'],
        exceptUid: await uidOf('app-00421'),
      }),
  ],
  ['the Applications that one renders', () => applicationStore(db).managedBy('default/fleet')],
  ['the Applications of a repository', () => applicationStore(db).byRepository(['git.example/r'])],
  ['who asked for a refresh', () => applicationStore(db).refreshRequested()],
])('reads %s without walking through a table', async (_, query) => {
  await query();
  const before = await scannedRows();
  await query();
  const after = await scannedRows();
  expect(after).toEqual(before);
});
