import { join } from 'node:path';
import { Client } from 'pg';
import { findPostmaster } from '../postgres/postmaster.ts';
import { type RunningPostgres, startPostgres } from '../postgres/start-postgres.ts';
import type { StartOptions } from './options.ts';

const name = 'bowline';
const watchMs = 1000;
const failuresMax = 5;

type Place = Pick<StartOptions, 'databaseUrl' | 'dataDir'>;
/** Keeps the bundled server running until `stopping`; `onGiveUp` hears when it cannot be started any more. */
type Keeper = { stopping: AbortSignal; onGiveUp: (reason: string) => void };

/** The database of this installation: the user's own, or one in the bundled PostgreSQL under the data folder. */
export async function startDatabase(
  { databaseUrl, dataDir }: Place,
  port: number,
  keeper?: Keeper,
): Promise<{ url: string; wasAdopted: boolean; stop(): Promise<void> }> {
  if (databaseUrl) return { url: databaseUrl, wasAdopted: true, stop: async () => {} };
  const dir = join(dataDir, 'postgres');
  const server = await startPostgres({ dir, port, tuning: 'durable' });
  await createWhenMissing(server.url);
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  const { stop } = keeper ? keepRunning(server, { dir, ...keeper }) : server;
  return { url: url.href, wasAdopted: server.wasAdopted, stop };
}

/** Starts the server again when it has ended by itself, at the address that others were given. */
function keepRunning(
  server: RunningPostgres,
  input: Keeper & { dir: string },
): Pick<RunningPostgres, 'stop'> {
  let current = server;
  let failures = 0;
  let restarting: Promise<void> | undefined;
  const timer = setInterval(() => {
    if (restarting || input.stopping.aborted || findPostmaster(join(input.dir, 'data'))) return;
    restarting = again().finally(() => (restarting = undefined));
  }, watchMs);
  timer.unref();

  async function again(): Promise<void> {
    try {
      const next = await startPostgres({ dir: input.dir, port: server.port, tuning: 'durable' });
      if (next.port !== server.port) {
        await next.stop();
        throw new Error(`Port ${server.port} is taken by another program.`);
      }
      current = next;
      failures = 0;
      console.error('PostgreSQL had ended; it runs again.');
    } catch (error) {
      failures += 1;
      if (failures >= failuresMax) input.onGiveUp(`PostgreSQL ended: ${(error as Error).message}`);
    }
  }

  return {
    async stop() {
      clearInterval(timer);
      await restarting;
      await current.stop();
    },
  };
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
