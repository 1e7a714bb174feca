import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { spawnTool, startTool } from './spawn.ts';

let cwd: string;
beforeEach(async () => void (cwd = await mkdtemp(join(tmpdir(), 'bowline-spawn-'))));
afterEach(() => rm(cwd, { recursive: true, force: true }));

const node = (script: string, more: Partial<Parameters<typeof spawnTool>[0]> = {}) =>
  spawnTool({
    file: process.execPath,
    args: ['-e', script],
    cwd,
    timeoutMs: 60_000,
    stdoutBytesMax: 1_000_000,
    ...more,
  });

describe('spawnTool', () => {
  it('gives the program no environment but its own (X19, X84)', async () => {
    const run = await node('process.stdout.write(JSON.stringify(process.env))', { env: { A: '1' } });
    expect(JSON.parse(run.stdout.toString())).toEqual({ A: '1' });
  });

  it('passes arguments as they are, never through a shell (X23)', async () => {
    const run = await spawnTool({
      file: process.execPath,
      args: ['-e', 'process.stdout.write(process.argv[1])', '--', '$(id); `id` && "x'],
      cwd,
      timeoutMs: 60_000,
      stdoutBytesMax: 1000,
    });
    expect(run.stdout.toString()).toBe('$(id); `id` && "x');
  });

  it('hands over input and returns output, errors and the exit code', async () => {
    const run = await node('process.stdin.pipe(process.stdout); console.error("bad"); process.exitCode = 3', {
      input: 'hello',
    });
    expect(run).toMatchObject({ end: 'exited', exitCode: 3, stderr: 'bad\n' });
    expect(run.stdout.toString()).toBe('hello');
  });

  it('kills grandchildren too when the time is up (SRC-16, X88)', async () => {
    const script = `const {spawn} = require('child_process');
      const c = spawn(process.execPath, ['-e', 'setInterval(()=>{},1000)']);
      console.log(c.pid); setInterval(()=>{},1000)`;
    // A busy machine may take longer than the first limits to start two programs.
    let grandchild = 0;
    for (let timeoutMs = 500; grandchild === 0; timeoutMs *= 2) {
      const run = await node(script, { timeoutMs });
      expect(run.end).toBe('timeout');
      grandchild = Number(run.stdout.toString());
    }
    await vi.waitFor(() => expect(isRunning(grandchild)).toBe(false), 30_000);
  });

  it('stops a program that prints without end (SRC-16, X21)', async () => {
    const run = await node('for(;;) require("fs").writeSync(1, "x".repeat(65536))', {
      stdoutBytesMax: 100_000,
    });
    expect(run.end).toBe('overflow');
    expect(run.stdout.length).toBeLessThanOrEqual(100_000);
  });

  it('answers for a program that does not exist', async () => {
    const run = await spawnTool({ file: '/nonexistent', args: [], cwd, timeoutMs: 1000, stdoutBytesMax: 1 });
    expect(run.end).toBe('not-started');
  });

  it('stops on abort', async () => {
    const control = new AbortController();
    const running = node('setInterval(()=>{},1000)', { signal: control.signal });
    control.abort();
    expect((await running).end).toBe('aborted');
  });
});

describe('startTool', () => {
  it('converses until it is killed', async () => {
    const tool = startTool({
      file: process.execPath,
      args: ['-e', 'process.stdin.pipe(process.stdout)'],
      cwd,
    });
    tool.stdin.write('ping');
    const [chunk] = await new Promise<Buffer[]>((resolve) => tool.stdout.once('data', (c) => resolve([c])));
    expect(chunk!.toString()).toBe('ping');
    tool.kill();
    await tool.exited;
  });
});

function isRunning(pid: number): boolean {
  if (!existsSync('/proc')) return false;
  if (!existsSync(`/proc/${pid}/stat`)) return false;
  return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}
