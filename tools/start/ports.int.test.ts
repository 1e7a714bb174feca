import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { choosePorts } from './ports.ts';

let dataDir: string;
let blocker: Server;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'bowline-ports-'));
  blocker = createServer();
});
afterEach(() => {
  blocker.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const block = (port: number) => new Promise<void>((resolve) => blocker.listen(port, '127.0.0.1', resolve));

it('keeps its ports over restarts and avoids an occupied one', async () => {
  const first = await choosePorts(dataDir, undefined);
  expect(await choosePorts(dataDir, undefined)).toEqual(first);
  await block(first.web);
  const moved = await choosePorts(dataDir, undefined);
  expect(moved).toEqual({ ...first, web: moved.web });
  expect(moved.web).not.toBe(first.web);
});

it('names a port that the user asked for or that addresses depend on', async () => {
  const { git, web } = await choosePorts(dataDir, undefined);
  await block(git);
  await expect(choosePorts(dataDir, undefined)).rejects.toThrow(`Port ${git} of git is taken`);
  blocker.close();
  blocker = createServer();
  await block(web);
  await expect(choosePorts(dataDir, web)).rejects.toThrow(
    `Port ${web} of web is taken by another program: stop that, or choose another port with --port.`,
  );
});
