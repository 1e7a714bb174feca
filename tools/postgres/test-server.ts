import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Client } from 'pg';
import { startPostgres } from './start-postgres.ts';

const template = 'bowline_template';
const migrateModule = fileURLToPath(new URL('../../apps/api/src/store/migrate.ts', import.meta.url));

/** A database of one test; `drop` disconnects whoever is still on it. */
export type TestDatabase = { url: string; drop(): Promise<void> };

/** Starts a throwaway server with a migrated template database; it ends with this process at the latest. */
export async function startTestServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const dir = mkdtempSync(join(tmpdir(), 'bowline-test-db-'));
  const server = await startPostgres({ dir, tuning: 'test' });
  const stop = async () => {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    await run(server.url, `CREATE DATABASE ${template}`);
    await migrate(withDatabase(server.url, template));
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: server.url, stop };
}

/** Copies the template of the server at `serverUrl`, in some 20 ms, under a name of its own. */
export async function createDatabaseOn(serverUrl: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await run(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`);
  return {
    url: withDatabase(serverUrl, name),
    drop: () => run(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

async function migrate(url: string): Promise<void> {
  if (!existsSync(migrateModule)) return;
  const module = (await import(pathToFileURL(migrateModule).href)) as {
    migrate(url: string): Promise<unknown>;
  };
  await module.migrate(url);
}

async function run(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
