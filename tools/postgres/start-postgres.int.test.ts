import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { findPostmaster } from './postmaster.ts';
import { type RunningPostgres, startPostgres } from './start-postgres.ts';
import { createTestDatabase } from './test-database.ts';

const modulePath = fileURLToPath(new URL('./start-postgres.ts', import.meta.url));
const cleanups: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function scratchFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'bowline-pg-test-'));
  cleanups.push(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

async function start(dir: string, options: { port?: number } = {}): Promise<RunningPostgres> {
  const server = await startPostgres({ dir, tuning: 'test', ...options });
  cleanups.push(() => server.stop());
  return server;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('startPostgres', () => {
  it('starts in a folder that only its owner may enter, and keeps the data over a restart', async () => {
    const closed = join(scratchFolder(), 'closed');
    mkdirSync(closed, { mode: 0o700 });
    chmodSync(closed, 0o700);
    const first = await startPostgres({ dir: join(closed, 'db'), tuning: 'test' });
    await query(first.url, 'CREATE TABLE knot AS SELECT 1 AS turns');
    await first.stop();
    expect(findPostmaster(join(closed, 'db', 'data'))).toBeUndefined();

    const second = await start(join(closed, 'db'));
    expect(second.wasAdopted).toBe(false);
    expect(await query(second.url, 'SELECT turns FROM knot')).toEqual([{ turns: 1 }]);
  });

  it('adopts the server that a killed process left running', async () => {
    const dir = join(scratchFolder(), 'db');
    const script = `import { startPostgres } from ${JSON.stringify(modulePath)};
      await startPostgres({ dir: ${JSON.stringify(dir)}, tuning: 'durable' }); process.kill(process.pid, 'SIGKILL');`;
    const killed = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script]);
    expect(killed.signal).toBe('SIGKILL');
    const left = findPostmaster(join(dir, 'data'));

    const adopted = await start(dir);
    expect(adopted).toMatchObject({ wasAdopted: true, pid: left?.pid, port: left?.port });
    expect(await query(adopted.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('takes another port when the wished one is occupied', async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
    cleanups.push(() => void blocker.close());
    const { port } = blocker.address() as { port: number };
    const server = await start(join(scratchFolder(), 'db'), { port });
    expect(server.port).not.toBe(port);
  });

  it('lets two starts at once share one server', async () => {
    const dir = join(scratchFolder(), 'db');
    await (await startPostgres({ dir, tuning: 'test' })).stop();
    const [one, two] = await Promise.all([start(dir), start(dir)]);
    expect(one.port).toBe(two.port);
    expect(existsSync(join(dir, 'data', 'postmaster.pid'))).toBe(true);
  });
});

describe('createTestDatabase', () => {
  it('gives every test a database of its own', async () => {
    const [one, two] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    await query(one.url, 'CREATE TABLE only_here (id int)');
    expect(await query(two.url, `SELECT to_regclass('only_here') AS found`)).toEqual([{ found: null }]);
    await Promise.all([one.drop(), two.drop()]);
    await expect(query(one.url, 'SELECT 1')).rejects.toThrow('does not exist');
  });
});
