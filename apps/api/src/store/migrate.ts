import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '@bowline/sync-engine/core/app-error';
import { Client } from 'pg';

/** Prisma's own advisory lock id, so that its CLI and this runner exclude each other. */
const migrationLock = 72707369;
/** Where the migrations of this version lie. */
export const migrationsDir = fileURLToPath(new URL('../../../../prisma/migrations', import.meta.url));

type Migration = { name: string; sql: string; checksum: string };
type Applied = { migration_name: string; finished_at: Date | null; rolled_back_at: Date | null };

/**
 * Brings the database to the schema of this version, in name order under a lock, so that any number of replicas may
 * start at once. Returns the names applied now. Refuses a database that is newer than the code, or half-migrated.
 */
export async function migrate(url: string, options: { dir?: string } = {}): Promise<string[]> {
  const migrations = readMigrations(options.dir ?? migrationsDir);
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    await client.query(migrationTable);
    const applied = await loadApplied(client);
    const missing = findMissing(migrations, applied);
    for (const migration of missing) await apply(client, migration);
    return missing.map((migration) => migration.name);
  } finally {
    await client.end();
  }
}

const migrationTable = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL, "logs" TEXT, "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(), "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`;

function readMigrations(dir: string): Migration[] {
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(join(dir, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

async function loadApplied(client: Client): Promise<Applied[]> {
  const result = await client.query<Applied>(
    'SELECT migration_name, finished_at, rolled_back_at FROM "_prisma_migrations"',
  );
  return result.rows.filter((row) => row.rolled_back_at === null);
}

function findMissing(migrations: Migration[], applied: Applied[]): Migration[] {
  const half = applied.find((row) => row.finished_at === null);
  if (half) throw refuse('half_migrated', `The migration ${half.migration_name} failed half-way.`);
  const known = new Set(migrations.map((migration) => migration.name));
  const newer = applied.find((row) => !known.has(row.migration_name));
  if (newer) throw refuse('newer_schema', `The database has the newer schema ${newer.migration_name}.`);
  const done = new Set(applied.map((row) => row.migration_name));
  return migrations.filter((migration) => !done.has(migration.name));
}

function refuse(detail: string, message: string): AppError {
  return new AppError({
    code: 'unavailable',
    status: 503,
    message,
    hint: 'Start the version of Bowline that wrote it, or restore a backup.',
    detail,
  });
}

// One multi-statement query is one implicit transaction: a failed file leaves nothing but its open record.
async function apply(client: Client, migration: Migration): Promise<void> {
  const id = randomUUID();
  await client.query('INSERT INTO "_prisma_migrations" (id, checksum, migration_name) VALUES ($1, $2, $3)', [
    id,
    migration.checksum,
    migration.name,
  ]);
  await client.query(migration.sql);
  await client.query(
    'UPDATE "_prisma_migrations" SET finished_at = clock_timestamp(), applied_steps_count = 1 WHERE id = $1',
    [id],
  );
}
