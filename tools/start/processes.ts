import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A process as it was written down: the start time tells it from a later one with the same pid. */
type Noted = { name: string; pid: number; startedAt: string };

/** Writes down a running process of this installation, so that the next start can find it. */
export function noteProcess(dataDir: string, name: string, pid: number): void {
  mkdirSync(join(dataDir, 'run'), { recursive: true, mode: 0o700 });
  const noted: Noted = { name, pid, startedAt: startTimeOf(pid) ?? '' };
  writeFileSync(join(dataDir, 'run', `${name}.json`), JSON.stringify(noted));
}

export function forgetProcess(dataDir: string, name: string): void {
  rmSync(join(dataDir, 'run', `${name}.json`), { force: true });
}

/** The noted processes that still run. */
export function findRunning(dataDir: string): { name: string; pid: number }[] {
  const folder = join(dataDir, 'run');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Noted)
    .filter(({ pid, startedAt }) => startedAt !== '' && startTimeOf(pid) === startedAt);
}

/** Stops a process group: asks, waits up to `patienceMs`, insists. */
export async function stopGroup(pid: number, patienceMs = 10_000): Promise<void> {
  if (!signalGroup(pid, 'SIGTERM')) return;
  for (const end = Date.now() + patienceMs; Date.now() < end; ) {
    if (startTimeOf(pid) === undefined) break;
    await delay(25);
  }
  signalGroup(pid, 'SIGKILL'); // also what the process left behind in its group
}

function signalGroup(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}

/** When the process began, in the platform's own words; undefined when it is gone (a zombie is). */
function startTimeOf(pid: number): string | undefined {
  if (process.platform === 'linux') {
    const file = `/proc/${pid}/stat`;
    if (!existsSync(file)) return undefined;
    const fields = readFileSync(file, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return fields[0] === 'Z' ? undefined : fields[19];
  }
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}
