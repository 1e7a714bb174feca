import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A server process that ends with this one, however this one ends. */
export interface Child {
  readonly name: string;
  readonly exited: boolean;
  /** The last lines it wrote. */
  logTail(): string;
  /** Ends its process group: SIGTERM, then SIGKILL after a grace of five seconds. */
  stop(): Promise<void>;
}

const watchdog = fileURLToPath(new URL('./watchdog.mjs', import.meta.url));
const stopTimeoutMs = 8_000;

/**
 * Starts a server under a watchdog that holds a pipe to us: when we die, even by SIGKILL, the pipe closes and the
 * watchdog ends the server. Its output goes to `<dir>/<name>.log`.
 */
export function startChild(file: string, args: readonly string[], dir: string): Child {
  const name = basename(file);
  const tail: string[] = [];
  const log = createWriteStream(join(dir, `${name}.log`), { flags: 'a' });
  const child = spawn(process.execPath, [watchdog, file, ...args], {
    cwd: dir,
    env: { PATH: process.env.PATH, HOME: dir, LC_ALL: 'C.UTF-8', TZ: 'UTC' },
    stdio: ['pipe', 'ignore', 'pipe'],
    detached: true,
  });
  child.stdin?.on('error', () => {});
  child.stderr?.on('data', (chunk: Buffer) => {
    log.write(chunk);
    tail.push(chunk.toString());
    if (tail.length > 40) tail.shift();
  });
  const ended = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      tail.push(String(error));
      resolve();
    });
    child.once('exit', () => resolve());
  });
  void ended.then(() => log.end());
  return {
    name,
    get exited() {
      return hasExited(child);
    },
    logTail: () => tail.join('').trim().split('\n').slice(-15).join('\n'),
    stop: () => stopChild(child, ended),
  };
}

async function stopChild(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (hasExited(child)) return;
  child.stdin?.end();
  const timer = setTimeout(() => killGroup(child), stopTimeoutMs);
  await ended;
  clearTimeout(timer);
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The group is gone already.
  }
}

function hasExited(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}
