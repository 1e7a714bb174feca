import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { programPath } from './programs.mjs';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const program = 'tools/start/supervise.ts';
const files: Record<string, string> = {
  'package.json': '{"type":"module"}',
  'package-lock.json': '{}',
  'apps/api/package.json': '{}',
  'apps/api/src/main.ts': `import text from './told.ts'; console.log(text);`,
  'apps/api/src/told.ts': `import { readFileSync } from 'node:fs';
    const text: string = readFileSync(new URL('./told.txt', import.meta.url), 'utf8'); export default text;`,
  'apps/api/src/told.txt': 'beside the source',
  'packages/contract/src/index.ts': '',
  'packages/sync-engine/src/index.ts': '',
  'packages/sandbox/src/index.ts': '',
  'packages/sandbox/bin/sandbox.ts': `const place: string = require('node:path').sep; console.log(place, process.argv.slice(2));`,
  'tools/demo/serve.ts': '',
  [program]: '',
};
let root: string;
const write = (path: string, text: string) => {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
};
const run = (path: string, ...args: string[]) =>
  spawnSync(process.execPath, [path, ...args], { encoding: 'utf8', cwd: tmpdir() });

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bowline-programs-'));
  for (const [path, text] of Object.entries(files)) write(path, text);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('programPath', () => {
  it('bundles programs that find what lies beside their source', async () => {
    expect(run(await programPath(root, 'api')).stdout).toBe('beside the source\n');
    expect(run(await programPath(root, 'sandbox'), 'x').stdout).toContain("[ 'x' ]");
  });

  it('builds once for the same sources, also when asked twice at the same time', async () => {
    const [one, two] = await Promise.all([programPath(root, 'api'), programPath(root, 'api')]);
    expect(one).toBe(two);
    write('apps/api/src/main.ts', `console.log('changed')`);
    const changed = await programPath(root, 'api');
    expect(changed).not.toBe(one);
    expect(run(changed).stdout).toBe('changed\n');
    expect(run(one).stdout, 'what still runs keeps its parts').toBe('beside the source\n');
  });

  it('leaves no builder running', async () => {
    await programPath(root, 'api');
    const processes = spawnSync('ps', ['-A', '-o', 'ppid=,args='], { encoding: 'utf8' }).stdout.split('\n');
    const own = processes.filter((line) => line.trim().startsWith(`${process.pid} `));
    expect(own.filter((line) => line.includes('--service='))).toEqual([]);
  });

  it('names the line that cannot be built, and an unknown program', async () => {
    write('apps/api/src/main.ts', `import { no } from './told.ts'; console.log(no);`);
    await expect(programPath(root, 'api')).rejects.toThrow('apps/api/src/main.ts:1:9');
    await expect(programPath(root, 'bow')).rejects.toThrow('There is no program bow.');
  });
});

it('runs the server: it says what its configuration lacks and ends with 2', () => {
  const { status, stderr } = spawnSync(process.execPath, ['tools/start/run.mjs', 'api'], {
    cwd: repository,
    env: { PATH: process.env.PATH },
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('DATABASE_URL') });
});
