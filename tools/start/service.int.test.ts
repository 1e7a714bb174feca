import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { chooseQuietPort } from '../postgres/free-port.ts';
import { findRunning, stopGroup } from './processes.ts';
import { type Service, type ServiceSpec, startService } from './service.ts';

let dataDir: string;
const services: Service[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'bowline-start-'));
  mkdirSync(join(dataDir, 'logs'));
});
afterEach(async () => {
  await Promise.all(services.splice(0).map((service) => service.stop()));
  rmSync(dataDir, { recursive: true, force: true });
  vi.restoreAllMocks();
});

const quiet = () => ({ dataDir, stopping: new AbortController().signal, onGiveUp: () => {} });

async function specOf(script: string): Promise<ServiceSpec> {
  const port = await chooseQuietPort();
  const source = script.replaceAll('PORT', String(port));
  const readyUrl = `http://127.0.0.1:${port}/`;
  return { name: 'knot', command: process.execPath, args: ['-e', source], cwd: dataDir, env: {}, readyUrl };
}

const serve = `console.log('tied'); require('node:http').createServer((q, r) => r.end(String(process.pid))).listen(PORT, '127.0.0.1');`;
const fetchText = (url: string) => fetch(url).then((response) => response.text());

describe('startService', () => {
  it('waits until the service answers, notes its process and stops it', async () => {
    const spec = await specOf(serve);
    const service = await startService(spec, quiet());
    expect(await fetchText(spec.readyUrl)).toBe(String(findRunning(dataDir)[0]?.pid));
    await service.stop();
    expect(findRunning(dataDir)).toEqual([]);
    await expect(fetchText(spec.readyUrl)).rejects.toThrow();
  });

  it('says why a service did not start, with the end of its log', async () => {
    const spec = await specOf(`console.error('the rope is missing'); process.exit(3)`);
    await expect(startService(spec, quiet())).rejects.toThrow('the rope is missing');
  });

  it('gives up a start that a signal interrupts', async () => {
    const spec = await specOf(`setInterval(() => {}, 1000)`);
    const stopping = AbortSignal.timeout(200);
    await expect(startService(spec, { ...quiet(), stopping })).rejects.toThrow('Stopped.');
    const [left] = findRunning(dataDir); // the supervisor stops what it finds noted
    await stopGroup(left?.pid ?? 0);
  });

  it('starts a killed service again and shows its last lines', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const spec = await specOf(serve);
    services.push(await startService(spec, quiet()));
    const first = await fetchText(spec.readyUrl);
    process.kill(Number(first), 'SIGKILL');
    await vi.waitFor(async () => expect(await fetchText(spec.readyUrl)).not.toBe(first), 60_000);
    expect(said.mock.calls.flat().join('\n')).toContain('knot ended (SIGKILL)');
    expect(readFileSync(join(dataDir, 'logs/knot.log'), 'utf8')).toBe('tied\ntied\n');
  });

  it('lets the next start find and stop what a killed one left behind', async () => {
    const spec = await specOf(serve);
    services.push(await startService({ ...spec, name: 'left' }, quiet()));
    const [left] = findRunning(dataDir);
    expect(left?.name).toBe('left');
    vi.spyOn(console, 'error').mockImplementation(() => {});
    await services.pop()?.stop();
    await stopGroup(left?.pid ?? 0); // a second stop of what is gone does nothing
    expect(findRunning(dataDir)).toEqual([]);
  });
});
