import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../../../tools/postgres/test-database.ts';
import {
  type ApplicationListRequest,
  applicationList,
  type ListPosition,
  pageQuery,
} from './application-list.ts';
import { type Database, openDatabase } from './database.ts';
import { Prisma } from './generated/client.ts';
import { resourceStore } from './resource.ts';

let database: Database;
let drop: () => Promise<void>;
const total = 10_000;

beforeAll(async () => {
  const test = await createTestDatabase();
  database = await openDatabase(test.url, { masterKey: randomBytes(32) });
  drop = async () => {
    await database.close();
    await test.drop();
  };
  await database.prisma.$executeRaw`
    INSERT INTO "application" ("uid", "project", "name", "spec", "cluster", "namespace", "auto_sync", "is_held", "health",
      "health_rank", "sync", "pending_count", "drift_count", "labels", "repositories", "created_at", "live_release", "live_release_at")
    SELECT gen_random_uuid(), 'p' || i % 20, 'app-' || lpad(i::text, 5, '0'), '{}', 'prod-' || i % 5, 'ns' || i % 50, i % 2 = 0,
      i % 100 = 0, CASE WHEN i % 50 = 0 THEN 'Degraded' ELSE 'Healthy' END, CASE WHEN i % 50 = 0 THEN 4 ELSE 0 END,
      CASE WHEN i % 10 = 0 THEN 'OutOfSync' ELSE 'Synced' END, CASE WHEN i % 10 = 0 THEN 2 ELSE 0 END,
      CASE WHEN i % 40 = 0 THEN 1 ELSE 0 END, jsonb_build_object('team', 't' || i % 30), ARRAY['git.example/r' || i % 100],
      now() - make_interval(secs => i), CASE WHEN i % 3 = 0 THEN 1 END, CASE WHEN i % 3 = 0 THEN now() - make_interval(mins => i) END
    FROM generate_series(1, ${total}) AS i`;
  await database.prisma.$executeRaw`
    INSERT INTO "resource" ("application_uid", "key", "group", "version", "kind", "namespace", "name", "uid", "is_managed",
      "change", "rollup", "row_hash")
    SELECT a."uid", 'apps/Deployment/' || a."namespace" || '/' || a."name" || '-' || n, 'apps', 'v1', 'Deployment', a."namespace",
      a."name" || '-' || n, '', true, '{}', '{}', '' FROM "application" a, generate_series(1, 10) AS n`;
  await database.prisma.$executeRaw`VACUUM (ANALYZE)`;
});
afterAll(() => drop());

const request = (change: Partial<ApplicationListRequest>): ApplicationListRequest => ({
  filter: {},
  sort: 'name',
  isDescending: false,
  limit: 100,
  ...change,
});

describe('application list', () => {
  it.each(['name', 'health', 'sync', 'release', 'created'] as const)(
    'pages by %s show every row once, both ways',
    async (sort) => {
      const list = applicationList(database);
      for (const isDescending of [false, true]) {
        const seen: string[] = [];
        let after: ListPosition | undefined;
        do {
          const filter = { project: { any: ['p1', 'p10'], none: [] } };
          const page = await list.page(
            request({ filter, sort, isDescending, limit: 300, ...(after && { after }) }),
          );
          seen.push(...page.items.map((item) => item.uid));
          after = page.next ?? undefined;
        } while (after);
        expect(seen).toHaveLength(1000);
        expect(new Set(seen).size).toBe(1000);
      }
    },
  );

  it('shows the worst, and the latest release, first', async () => {
    const list = applicationList(database);
    const worst = await list.page(request({ sort: 'health', isDescending: true, limit: 2 }));
    expect(worst.items.map((item) => [item.name, item.health])).toEqual([
      ['app-00050', 'Degraded'],
      ['app-00100', 'Degraded'],
    ]);
    const latest = await list.page(request({ sort: 'release', isDescending: true, limit: 1 }));
    expect(latest.items[0]?.name).toBe('app-00003');
  });

  it.each([
    ['words and negation', { cluster: { any: ['prod-*'], none: ['prod-1'] } }, 8000],
    ['reason', { reason: { any: ['drift'], none: [] } }, 250],
    ['both reasons', { reason: { any: ['both'], none: [] } }, 250],
    ['unknown word', { reason: { any: ['nonsense'], none: [] } }, 0],
    ['hold', { auto: { any: ['hold'], none: [] } }, 100],
    ['labels', { labels: [{ key: 'team', value: 't1', isNegated: false }] }, 334],
    ['repository', { repository: { any: ['git.example/r7'], none: [] } }, 100],
    ['text', { q: 'p1/app 0001' }, 1],
    ['permission', { visibleProjects: ['p3'] }, 500],
    ['no permission', { visibleProjects: [] }, 0],
    ['a wildcard as a letter (X80)', { q: '%' }, 0],
    ['SQL as a letter (X80)', { q: "' OR 1=1 --", health: { any: ["x' OR '1'='1"], none: [] } }, 0],
  ])('filters by %s', async (_, filter, expected) => {
    expect(await applicationList(database).count(filter)).toBe(expected);
  });

  it('counts facets as the filtered list has them', async () => {
    const list = applicationList(database);
    const filter = { health: { any: ['Degraded'], none: [] } };
    const facets = await list.facets(filter);
    expect(facets.health).toEqual({ Healthy: 9800, Degraded: 200 });
    expect(facets.reason).toEqual({ pending: 200, drift: 50, both: 50 });
    const narrowed = await list.count({ ...filter, cluster: { any: ['prod-0'], none: [] } });
    expect(facets.cluster['prod-0']).toBe(narrowed);
  });

  it.each([
    ['by name', request({})],
    ['worst first', request({ sort: 'health', isDescending: true })],
    ['one health', request({ filter: { health: { any: ['Degraded'], none: [] } } })],
    ['one repository', request({ filter: { repository: { any: ['git.example/r7'], none: [] } } })],
    ['by text', request({ filter: { q: 'app-00421' } })],
    ['held', request({ filter: { auto: { any: ['hold'], none: [] } } })],
  ])('reads %s through an index', async (_, query) => {
    const sql = Prisma.sql`EXPLAIN (FORMAT JSON) ${pageQuery(query)}`;
    const rows = await database.prisma.$queryRaw<Record<string, unknown>[]>(sql);
    const plan = JSON.stringify(rows);
    expect(plan).toMatch(/Index/);
    expect(plan).not.toMatch(/Seq Scan/);
  });

  it('finds resources by a part of their name', async () => {
    const found = await resourceStore(database).search({ q: 'app-00421-3', limit: 5 });
    expect(found).toMatchObject([{ application: 'app-00421', kind: 'Deployment' }]);
  });
});
