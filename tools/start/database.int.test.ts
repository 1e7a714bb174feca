import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { expect, it, onTestFinished, vi } from 'vitest';
import { findPostmaster } from '../postgres/postmaster.ts';
import { startDatabase } from './database.ts';

it('starts the bundled PostgreSQL again at its address when it was killed', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'bowline-database-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const stopping = new AbortController();
  const database = await startDatabase({ dataDir }, 0, {
    stopping: stopping.signal,
    onGiveUp: expect.unreachable,
  });
  onTestFinished(() => database.stop());
  const postmaster = () => findPostmaster(join(dataDir, 'postgres', 'data'));
  const first = postmaster()?.pid ?? 0;
  process.kill(first, 'SIGKILL');
  const answer = await vi.waitFor(
    async () => {
      const client = new Client({ connectionString: database.url });
      await client.connect();
      return client.query('SELECT 1 AS one').finally(() => client.end());
    },
    { timeout: 60_000, interval: 200 },
  );
  expect(answer.rows).toEqual([{ one: 1 }]);
  expect(postmaster()?.pid).not.toBe(first);
  stopping.abort();
  await database.stop();
  expect(postmaster()).toBeUndefined();
});
