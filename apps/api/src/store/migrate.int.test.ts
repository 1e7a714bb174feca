import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../../../tools/postgres/test-database.ts';
import { migrate } from './migrate.ts';

const shipped = fileURLToPath(new URL('../../../../prisma/migrations', import.meta.url));
let url: string;
let server: { url: string; drop(): Promise<void> };
let dir: string;
let counter = 0;

beforeEach(async () => {
  const name = `migrate_${process.pid}_${counter++}`;
  server = await createTestDatabase();
  await run(server.url, `CREATE DATABASE ${name}`);
  const target = new URL(server.url);
  target.pathname = `/${name}`;
  url = target.href;
  dir = mkdtempSync(join(tmpdir(), 'bowline-migrations-'));
  cpSync(shipped, dir, { recursive: true });
});
afterEach(async () => {
  rmSync(dir, { recursive: true, force: true });
  await run(server.url, `DROP DATABASE ${new URL(url).pathname.slice(1)} WITH (FORCE)`);
  await server.drop();
});

async function run(target: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: target });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

function add(name: string, sql: string): void {
  mkdirSync(join(dir, name));
  writeFileSync(join(dir, name, 'migration.sql'), sql);
}

describe('migrate', () => {
  it('is applied once by any number of replicas that start at once', async () => {
    const applied = await Promise.all([migrate(url, { dir }), migrate(url, { dir }), migrate(url, { dir })]);
    expect(applied.flat()).toHaveLength(new Set(applied.flat()).size);
    expect(applied.flat().length).toBeGreaterThan(0);
    expect(await migrate(url, { dir })).toEqual([]);
  });

  it('refuses a database of a newer version', async () => {
    add('29990101000000_future', 'CREATE TABLE future (id int)');
    await migrate(url, { dir });
    rmSync(join(dir, '29990101000000_future'), { recursive: true });
    await expect(migrate(url, { dir })).rejects.toMatchObject({
      code: 'unavailable',
      detail: 'newer_schema',
    });
  });

  it('leaves nothing of a migration that fails, and stops until someone looks', async () => {
    add('29990101000000_broken', 'CREATE TABLE half (id int); SELECT 1/0;');
    await expect(migrate(url, { dir })).rejects.toThrow(/division/);
    expect(await run(url, "SELECT to_regclass('half') AS half")).toEqual([{ half: null }]);
    await expect(migrate(url, { dir })).rejects.toMatchObject({ detail: 'half_migrated' });
  });
});
