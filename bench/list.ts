// The list page over 5,000 Applications: every filter and sort a person uses, one request after the other.
import { createNamespace } from './support/cluster.ts';
import { machine, percentile, report, timed } from './support/figures.ts';
import { addRepository, startStand } from './support/stand.ts';

const applications = 5000;
const rounds = 40;

// Only the API role: no controller looks at the copied rows.
const stand = await startStand({ roles: 'api' });
try {
  await createNamespace(stand.cluster, 'bench');
  await addRepository(stand, 'one', {
    'app/settings.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
  });
  await stand.addApplication('app-0', { repository: 'one', path: 'app' });
  await copyRows();

  const queries = {
    'first page by name': { limit: 100 },
    'second page': { limit: 100, cursor: '' },
    'by health': { limit: 100, sort: 'health' },
    'by latest Release': { limit: 100, sort: '-release' },
    degraded: { limit: 100, health: 'Degraded' },
    'out of sync': { limit: 100, sync: 'OutOfSync', sort: 'name' },
    'one cluster': { limit: 100, cluster: 'bench' },
    'text search': { limit: 100, q: 'app-49' },
    'by label': { limit: 100, label: 'team=team-7' },
  } as const;
  const first = await stand.client.call('listApplications', { query: { limit: 100 } });
  const all: number[] = [];
  const figures = [];
  for (const [what, given] of Object.entries(queries)) {
    const query = 'cursor' in given ? { ...given, cursor: first.next ?? '' } : given;
    const samples: number[] = [];
    for (let round = 0; round < rounds; round++) {
      samples.push((await timed(() => stand.client.call('listApplications', { query }))).ms);
    }
    all.push(...samples.slice(5));
    figures.push({ what: `${what}, p95`, value: percentile(samples.slice(5), 0.95), unit: 'ms' });
  }
  report(
    `List page over ${applications} Applications, ${all.length} requests`,
    [
      ...figures,
      { what: 'all together, p50', value: percentile(all, 0.5), unit: 'ms' },
      {
        what: 'all together, p95',
        value: percentile(all, 0.95),
        unit: 'ms',
        limit: { kind: 'at most', value: 50 },
      },
    ],
    [machine()],
  );
} finally {
  await stand.stop();
}

/** Rows like those that controllers write, with every state a facet counts. */
async function copyRows(): Promise<void> {
  const { rows } = await stand.db.query<{ column_name: string }>(
    `SELECT column_name FROM information_schema.columns WHERE table_name = 'application' AND is_generated = 'NEVER' ORDER BY ordinal_position`,
  );
  const changed: Record<string, string> = {
    uid: 'gen_random_uuid()',
    name: `'app-' || n`,
    labels: `jsonb_build_object('team', 'team-' || n % 50)`,
    health: `(ARRAY['Healthy','Suspended','Progressing','Missing','Degraded','Unknown'])[1 + CASE WHEN n % 10 < 7 THEN 0 ELSE n % 6 END]`,
    health_rank: `CASE WHEN n % 10 < 7 THEN 0 ELSE n % 6 END`,
    sync: `(ARRAY['Synced','OutOfSync','Unknown'])[1 + CASE WHEN n % 5 < 4 THEN 0 ELSE 1 + n % 2 END]`,
    namespace: `'team-' || n % 50`,
    resource_count: '20',
    live_release: '1 + n % 40',
    live_release_at: `now() - n * interval '1 minute'`,
    live_release_by: `'{"kind":"user","name":"kim"}'::jsonb`,
    reconciled_at: 'now()',
  };
  const columns = rows.map((row) => `"${row.column_name}"`);
  const values = rows.map((row) => changed[row.column_name] ?? `"${row.column_name}"`);
  await stand.db.query(
    `INSERT INTO application (${columns.join(', ')}) SELECT ${values.join(', ')} FROM application, generate_series(1, ${applications - 1}) n`,
  );
  await stand.db.query('ANALYZE application');
}
