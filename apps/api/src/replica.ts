import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

const separator = '|';

/**
 * Name of this process among the replicas, new at every start: the random part, then where it runs (boot of the kernel, PID
 * namespace, host name) and which process of that place it is. Elsewhere than on Linux only the random part, which nobody
 * can be told dead by.
 */
export function nameReplica(uuid: string): string {
  const place = placeOfProcess();
  const startedAt = place && statOf(process.pid)?.startedAt;
  return place && startedAt ? [uuid, place, process.pid, startedAt].join(separator) : uuid;
}

/**
 * Whether that replica's process has certainly ended: it ran where this one runs, and its process is not there any more.
 * False whenever that cannot be known, e.g. on another machine or in another container: its lease must run out.
 */
export function hasReplicaEnded(name: string): boolean {
  const [, place, pidText, startedAt] = name.split(separator);
  const pid = Number(pidText);
  if (!place || !startedAt || !Number.isSafeInteger(pid) || pid <= 0) return false;
  if (place !== placeOfProcess()) return false;
  if (!isThere(pid)) return true;
  // The number may have been given to another process since.
  const found = statOf(pid);
  return found !== undefined && (found.startedAt !== startedAt || found.state === 'Z' || found.state === 'X');
}

/** Equal only for processes that see each other's numbers; undefined where the platform does not say. */
function placeOfProcess(): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return [boot, readlinkSync('/proc/self/ns/pid'), hostname().replaceAll(separator, '_')].join('/');
  } catch {
    return undefined;
  }
}

// Unlike /proc, a signal tells a process of somebody else from none even where processes are hidden.
function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function statOf(pid: number): { state: string; startedAt: string } | undefined {
  try {
    // The second field is the program's name in parentheses and may hold anything.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    const [state, startedAt] = [fields[0], fields[19]];
    return state && startedAt ? { state, startedAt } : undefined;
  } catch {
    return undefined;
  }
}
