import { join } from 'node:path';
import { Client } from 'pg';
import { startPostgres } from '../postgres/start-postgres.ts';
import type { StartOptions } from './options.ts';

const name = 'bowline';

/** The database of this installation: the user's own, or one in the bundled PostgreSQL under the data folder. */
export async function startDatabase(
  { databaseUrl, dataDir }: Pick<StartOptions, 'databaseUrl' | 'dataDir'>,
  port: number,
): Promise<{ url: string; wasAdopted: boolean; stop(): Promise<void> }> {
  if (databaseUrl) return { url: databaseUrl, wasAdopted: true, stop: async () => {} };
  const server = await startPostgres({ dir: join(dataDir, 'postgres'), port, tuning: 'durable' });
  await createWhenMissing(server.url);
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  return { url: url.href, wasAdopted: server.wasAdopted, stop: server.stop };
}

async function createWhenMissing(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (!rowCount) await client.query(`CREATE DATABASE ${name}`);
  } finally {
    await client.end();
  }
}
