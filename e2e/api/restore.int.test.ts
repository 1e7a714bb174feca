import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient } from '@bowline/contract/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findPostmaster } from '../../tools/postgres/postmaster.ts';
import { openOwnDatabase } from '../../tools/start/own-database.ts';
import { startApi } from '../support/servers.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Two servers, two databases and five commands one after another, on a machine that does much else. */
const testMs = 600_000;
const token = `bow_${randomBytes(32).toString('base64url')}`;
let home: string;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'bowline-restore-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** `bowline admin` as an operator of `npm start` runs it: only the data folder is named. */
function admin(dataDir: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const env = { PATH: process.env.PATH, HOME: home, BOWLINE_DATA: dataDir };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['apps/cli/bin/bowline.mjs', 'admin', ...args],
      { cwd: root, env },
      (error, out, err) =>
        resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, out, err }),
    );
  });
}

/** A server on the bundled database of this folder, as `npm start` runs it, for as long as `task` takes. */
async function withServer(
  dataDir: string,
  task: (client: ReturnType<typeof createClient>) => Promise<void>,
): Promise<void> {
  const database = await openOwnDatabase(dataDir);
  const env = { DATABASE_URL: database.url, BOWLINE_DATA: dataDir, BOWLINE_BOOTSTRAP_TOKEN: token };
  const api = await startApi(env);
  try {
    await task(createClient({ baseUrl: api.url, headers: () => ({ authorization: `Bearer ${token}` }) }));
  } finally {
    await api.stop();
    await database.close();
  }
}

const isRunning = (dataDir: string): boolean =>
  findPostmaster(join(dataDir, 'postgres', 'data')) !== undefined;

test(
  'a backup of npm start, running or stopped, comes back on an empty machine with its secrets',
  async () => {
    const [here, there] = [join(home, 'here'), join(home, 'there')];
    const [early, late] = [join(home, 'early.backup'), join(home, 'late.backup')];
    await withServer(here, async (client) => {
      await client.call('createRepository', {
        body: {
          metadata: { name: 'kept' },
          spec: { url: 'https://git.example.com/kept.git' },
          credential: { kind: 'basic', username: 'kim', password: 'geheim' },
        },
      });
      expect(await admin(here, 'backup', early)).toMatchObject({
        code: 0,
        out: expect.stringMatching(/^Backed up/),
      });
      expect(isRunning(here), 'the command leaves the running database alone').toBe(true);
      await client.call('createProject', { body: { metadata: { name: 'after-early' }, spec: {} } });
    });
    expect(await admin(here, 'backup', late)).toMatchObject({ code: 0 });
    expect(isRunning(here)).toBe(false);

    const keyless = await admin(there, 'restore', late);
    expect([keyless.code, keyless.err]).toEqual([2, expect.stringContaining('There is no master key')]);
    expect(existsSync(join(there, 'postgres')), 'nothing is made before the key is there').toBe(false);

    mkdirSync(there, { recursive: true, mode: 0o700 });
    copyFileSync(join(here, 'master.key'), join(there, 'master.key'));
    expect(await admin(there, 'restore', late)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Restored/),
    });
    expect(isRunning(there)).toBe(false);
    const again = await admin(there, 'restore', early);
    expect([again.code, again.err]).toEqual([
      2,
      expect.stringMatching(/not empty[^]*move the folder postgres/),
    ]);

    await withServer(there, async (client) => {
      const repository = await client.call('getRepository', { params: { name: 'kept' } });
      expect(repository.spec.url).toBe('https://git.example.com/kept.git');
      const { items } = await client.call('listProjects', { query: {} });
      expect(items.map(({ metadata }) => metadata.name)).toContain('after-early');
    });
    expect(existsSync(join(there, 'first-password')), 'the administrator came back, none was made').toBe(
      false,
    );
  },
  testMs,
);
