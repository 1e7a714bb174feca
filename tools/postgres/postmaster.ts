import { existsSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** What a running server says of itself in `postmaster.pid`. */
export type Postmaster = { pid: number; port: number; isReady: boolean };

/** The server that runs on this data folder, or undefined when the file is absent or left over from a dead one. */
export function findPostmaster(dataDir: string): Postmaster | undefined {
  const lines = readLock(dataDir);
  const pid = Number(lines[0]);
  if (!pid || !isAlive(pid) || !worksIn(pid, dataDir)) return undefined;
  return { pid, port: Number(lines[3]), isReady: lines[7]?.trim() === 'ready' };
}

/** Removes a lock whose pid another program got since: PostgreSQL itself removes only those of dead ones. */
export function removeStaleLock(dataDir: string): void {
  const pid = Number(readLock(dataDir)[0]);
  if (pid && isAlive(pid) && !worksIn(pid, dataDir)) rmSync(join(dataDir, 'postmaster.pid'), { force: true });
}

/** Asks a server to disconnect its clients and stop, insists after 15 s, and returns when it is gone. */
export async function stopPostmaster(pid: number): Promise<void> {
  for (const [signal, patienceMs] of [
    ['SIGINT', 15_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 2_000],
  ] as const) {
    if (!signalProcess(pid, signal)) return;
    for (const end = Date.now() + patienceMs; Date.now() < end; ) {
      if (!isAlive(pid)) return;
      await delay(20);
    }
  }
}

function readLock(dataDir: string): string[] {
  const file = join(dataDir, 'postmaster.pid');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
}

function isAlive(pid: number): boolean {
  return signalProcess(pid, 0) && !isZombie(pid);
}

// In a container whose first process reaps nobody, an orphan that ended stays in the table for ever.
function isZombie(pid: number): boolean {
  const file = `/proc/${pid}/stat`;
  if (process.platform !== 'linux' || !existsSync(file)) return false;
  return readFileSync(file, 'utf8').split(') ').at(-1)?.startsWith('Z') ?? false;
}

function signalProcess(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

// A pid may have been given to another program since. A postmaster works inside its data folder; where the
// platform does not tell, the live pid has to do.
function worksIn(pid: number, dataDir: string): boolean {
  if (process.platform !== 'linux') return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(dataDir);
  } catch {
    return false;
  }
}
