import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { findFreePort } from '../../tools/postgres/free-port.ts';
import { until } from './until.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The API as a process of its own, which a test can kill. */
export type ApiProcess = {
  url: string;
  /** What it logged since it was first started, JSON lines. */
  log(): string;
  /** SIGKILL: nothing is closed, nothing is saved. Resolves when the process is gone. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data; resolves when it is ready. */
  start(): Promise<void>;
  /** SIGTERM, then SIGKILL after a grace. */
  stop(): Promise<void>;
};

const graceMs = 8_000;
const children = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

/** Starts `apps/api/src/main.ts` on a free port with exactly this environment. */
export async function startApiProcess(env: Record<string, string>): Promise<ApiProcess> {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  let text = '';
  let child: ChildProcess | undefined;

  const start = async (): Promise<void> => {
    const started = spawn(process.execPath, ['--import', 'tsx', 'apps/api/src/main.ts'], {
      cwd: root,
      env: {
        PATH: process.env.PATH ?? '',
        HOME: process.env.HOME ?? '',
        BOWLINE_HOST: '127.0.0.1',
        BOWLINE_PORT: String(port),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    children.add(started);
    started.once('exit', () => children.delete(started));
    for (const stream of [started.stdout, started.stderr])
      stream?.on('data', (chunk: Buffer) => (text += chunk));
    await until(
      'the API to be ready',
      async () => {
        if (hasExited(started)) return true;
        return (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2000) })).ok;
      },
      { deadlineMs: 90_000 },
    );
    if (hasExited(started)) throw new Error(`The API ended while it started:\n${text.slice(-4000)}`);
  };

  await start();
  return {
    url,
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
