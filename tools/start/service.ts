import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { forgetProcess, noteProcess, stopGroup } from './processes.ts';

/** A program that `npm start` keeps running. */
export type ServiceSpec = {
  name: string;
  command: string;
  args: string[];
  cwd: string;
  env: Record<string, string | undefined>;
  /** Answers below 500 when the service can be used. */
  readyUrl: string;
};

export type Service = { name: string; stop(): Promise<void> };

const readyTimeoutMs = 90_000;
const logBytesMax = 20_000_000;
const restartsMax = 5;

/** What a service needs of its surroundings: `stopping` ends its start and its restarts. */
export type ServiceContext = { dataDir: string; stopping: AbortSignal; onGiveUp: (reason: string) => void };

/**
 * Starts a service, waits until it answers, and starts it again when it ends by itself; `onGiveUp` hears after five
 * quick ends in a row. Its output goes to `<data>/logs/<name>.log`.
 */
export async function startService(
  spec: ServiceSpec,
  { dataDir, stopping, onGiveUp }: ServiceContext,
): Promise<Service> {
  if (stopping.aborted) throw new Error('Stopped.');
  const log = join(dataDir, 'logs', `${spec.name}.log`);
  let child = spawnService(spec, dataDir, log);
  let isStopping = false;
  let restarts = 0;

  const watch = () => {
    const startedAt = Date.now();
    child.once('exit', async (code, signal) => {
      if (isStopping || stopping.aborted) return;
      restarts = Date.now() - startedAt > 60_000 ? 1 : restarts + 1;
      const words = `${spec.name} ended (${signal ?? `exit code ${code}`}). The last lines of ${log}:\n${readLogEnd(log)}`;
      if (restarts > restartsMax) return onGiveUp(words);
      console.error(`\n${words}\nStarting ${spec.name} again.`);
      await delay(250 * 2 ** restarts);
      if (isStopping || stopping.aborted) return;
      child = spawnService(spec, dataDir, log);
      watch();
    });
  };

  await waitUntilReady(spec, child, log, stopping);
  watch();
  return {
    name: spec.name,
    async stop() {
      isStopping = true;
      if (child.pid) await stopGroup(child.pid);
      forgetProcess(dataDir, spec.name);
    },
  };
}

// A process group of its own: Ctrl-C reaches only the supervisor, which stops the services in the right order.
function spawnService(spec: ServiceSpec, dataDir: string, log: string): ChildProcess {
  rotate(log);
  const out = openSync(log, 'a', 0o600);
  const child = spawn(spec.command, spec.args, {
    cwd: spec.cwd,
    env: { ...spec.env, PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: process.env.TMPDIR },
    detached: true,
    stdio: ['ignore', out, out],
  });
  closeSync(out);
  child.once('error', () => {}); // 'exit' does not follow; waitUntilReady tells
  if (child.pid) noteProcess(dataDir, spec.name, child.pid);
  return child;
}

async function waitUntilReady(
  { name, readyUrl }: ServiceSpec,
  child: ChildProcess,
  log: string,
  stopping: AbortSignal,
): Promise<void> {
  for (const end = Date.now() + readyTimeoutMs; Date.now() < end; ) {
    if (stopping.aborted) throw new Error('Stopped.');
    const hasEnded = child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
    if (hasEnded) throw new Error(`${name} did not start. The last lines of ${log}:\n${readLogEnd(log)}`);
    if (await answers(readyUrl)) return;
    await delay(50);
  }
  if (child.pid) await stopGroup(child.pid);
  throw new Error(
    `${name} did not answer within ${readyTimeoutMs / 1000} s. The last lines of ${log}:\n${readLogEnd(log)}`,
  );
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(5000) });
    await response.body?.cancel();
    return response.status < 500;
  } catch {
    return false;
  }
}

function rotate(log: string): void {
  const size = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  if (size > logBytesMax) renameSync(log, `${log}.1`);
}

function readLogEnd(log: string): string {
  return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-20).join('\n');
}
