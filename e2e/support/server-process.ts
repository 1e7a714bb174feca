import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { until } from './until.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A server of Bowline as a process of its own, which a test can kill. */
export type ServerProcess = {
  url: string;
  /** Of the process that runs now. */
  pid(): number | undefined;
  /** What it wrote since it was first started. */
  log(): string;
  /** SIGKILL: nothing is closed, nothing is saved. Resolves when the process is gone. */
  kill(): Promise<void>;
  /** Starts it again with the same settings; resolves when it is ready. */
  start(): Promise<void>;
  /** SIGTERM, then SIGKILL after a grace. */
  stop(): Promise<void>;
};

export type ServerSpec = {
  name: string;
  /** Arguments of node, from the repository's root. */
  args: string[];
  url: string;
  /** Answers with less than 500 once it is ready. */
  readyPath: string;
  /** Its whole environment, besides PATH and HOME. */
  env: Record<string, string>;
};

const graceMs = 8_000;
const readyMs = 180_000;
const children = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

/** Starts a server and waits until it is ready; it ends with this process at the latest. */
export async function startServer(spec: ServerSpec): Promise<ServerProcess> {
  let text = '';
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const started = spawn(process.execPath, spec.args, {
      cwd: root,
      env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...spec.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    children.add(started);
    started.once('exit', () => children.delete(started));
    for (const stream of [started.stdout, started.stderr])
      stream?.on('data', (chunk: Buffer) => (text += chunk));
    await until(`${spec.name} to be ready`, async () => hasExited(started) || isReady(spec), {
      deadlineMs: readyMs,
    });
    if (hasExited(started)) throw new Error(`${spec.name} ended while it started:\n${text.slice(-4000)}`);
  };
  await start();
  return {
    url: spec.url,
    pid: () => child?.pid,
    log: () => text,
    kill: () => end(child, 'SIGKILL'),
    start,
    async stop() {
      const timer = setTimeout(() => child?.kill('SIGKILL'), graceMs);
      await end(child, 'SIGTERM');
      clearTimeout(timer);
    },
  };
}

async function isReady({ url, readyPath }: ServerSpec): Promise<boolean> {
  const response = await fetch(`${url}${readyPath}`, { signal: AbortSignal.timeout(2000) });
  await response.body?.cancel();
  return response.status < 500;
}

function hasExited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function end(child: ChildProcess | undefined, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (!child || hasExited(child)) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}
