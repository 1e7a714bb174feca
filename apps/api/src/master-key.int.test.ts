import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadMasterKey } from './master-key.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const module = pathToFileURL(join(root, 'apps/api/src/master-key.ts')).href;
/** All begin at the same moment, so that none finds the key of another already there. */
const script = (dataDir: string, atMs: number) => `
const { loadMasterKey } = await import(${JSON.stringify(module)});
while (Date.now() < ${atMs});
process.stdout.write(loadMasterKey({ masterKey: '', masterKeyFile: '', dataDir: ${JSON.stringify(dataDir)} }).toString('hex'));
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bowline-key-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('gives replicas that start at once on a new folder one and the same key', async () => {
  const dataDir = join(folder, 'data');
  const atMs = Date.now() + 4_000;
  const run = () =>
    promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '-e', script(dataDir, atMs)],
      { cwd: root },
    );
  const keys = await Promise.all(Array.from({ length: 6 }, async () => (await run()).stdout));
  expect(new Set(keys).size).toBe(1);
  expect(keys[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(readdirSync(dataDir)).toEqual(['master.key']);
  expect(statSync(join(dataDir, 'master.key')).mode & 0o777).toBe(0o600);
  expect(loadMasterKey({ masterKey: '', masterKeyFile: '', dataDir }).toString('hex')).toBe(keys[0]);
});
