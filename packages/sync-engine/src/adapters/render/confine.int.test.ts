import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Confinement } from './confine.ts';
import { findOnPath } from '../find-on-path.ts';
import { findConfinement, workDir } from './confine.ts';

const path = '/usr/local/bin:/usr/bin:/bin';
let base: string;
let secretDir: string;
let confinement: Confinement;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'bowline-confine-'));
  secretDir = join(base, 'data');
  await mkdir(secretDir, { mode: 0o755 });
  await writeFile(join(secretDir, 'key'), 'hunter2', { mode: 0o644 });
  const scratchDir = await mkdtemp(join(tmpdir(), 'bowline-probe-'));
  confinement = await findConfinement({ hide: [secretDir], path, scratchDir });
  await rm(scratchDir, { recursive: true, force: true });
});
afterAll(() => rm(base, { recursive: true, force: true }));

async function shell(
  script: string,
  more: { timeoutMs?: number } = {},
): Promise<{ code: number | null; out: string; end: string }> {
  const scratchDir = await mkdtemp(join(tmpdir(), 'bowline-job-'));
  try {
    const run = await confinement.run({
      file: (await findOnPath('sh', path))!,
      args: ['-c', script, 'sh', workDir],
      env: { A: 'b', WORK: workDir },
      scratchDir,
      homeName: 'home',
      timeoutMs: more.timeoutMs ?? 60_000,
      stdoutBytesMax: 100_000,
    });
    return { code: run.exitCode, out: run.stdout.toString() + run.stderr, end: run.end };
  } finally {
    await rm(scratchDir, { recursive: true, force: true });
  }
}

describe('a confined program', () => {
  it('says what could not be done', () => {
    expect(confinement.missing === '').toBe(confinement.level === 'namespaces');
  });

  it('gets its own environment and a home it may write to', async () => {
    const run = await shell(
      'env; echo x > "$HOME/file" && cat "$HOME/file"; ls -d "$1" && [ "$1" = "$WORK" ] && echo same',
    );
    expect(run.out).toContain('A=b');
    expect(run.out).not.toContain('VITEST');
    expect(run.out).toContain('same');
    expect(run.out).toMatch(/^x$/m);
  });

  it('passes the exit code on, and dies when its time is up', async () => {
    expect((await shell('exit 7')).code).toBe(7);
    expect((await shell('sleep 30', { timeoutMs: 500 })).end).toBe('timeout');
  });

  it('cannot allocate without bound', async () => {
    if (confinement.level === 'none') return;
    const run = await shell('head -c 4000000000 /dev/zero | tail -c 3000000000 | wc -c');
    expect(run.out.trim()).not.toBe('3000000000');
  });

  it('cannot see data folder, processes or network of the server (X19)', async () => {
    if (confinement.level !== 'namespaces') return;
    const server = createServer((_request, response) => void response.end('inside'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const run = await shell(
      `cat ${secretDir}/key; cat /proc/${process.pid}/environ; ls /proc | grep -c '^[0-9]'; umount ${secretDir}; mount -t tmpfs x /mnt; (exec 3<>/dev/tcp/127.0.0.1/${port}) 2>&1; cat /proc/net/dev | grep -c eth; id -u; kill -9 ${process.pid}`,
    );
    server.close();
    expect(run.out).not.toContain('hunter2');
    expect(run.out).not.toContain('VITEST');
    expect(run.out).not.toContain('inside');
    expect(run.out).toMatch(/must be superuser|not permitted|permission denied|not mounted/i);
  });
});
