import { spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

/** One program run: an argv array (never a shell), an environment made of `env` alone, limits in milliseconds and bytes. */
export type SpawnRequest = {
  file: string;
  args: string[];
  cwd: string;
  env?: Record<string, string>;
  input?: Buffer | string;
  timeoutMs: number;
  stdoutBytesMax: number;
  signal?: AbortSignal;
};

/** How a run ended. `not-started`: the program is missing or may not be executed. */
export type SpawnOutcome = {
  end: 'exited' | 'killed' | 'timeout' | 'overflow' | 'aborted' | 'not-started';
  /** null unless `exited`. */
  exitCode: number | null;
  stdout: Buffer;
  /** The last 64 KiB, as text. */
  stderr: string;
  durationMs: number;
};

const stderrBytesMax = 64 * 1024;

/**
 * Runs a program to its end and never rejects: a missing program, a timeout, too much output and an abort are outcomes.
 * The program leads its own process group, which is killed as a whole, so no grandchild outlives a timeout (X88).
 */
export async function spawnTool(request: SpawnRequest): Promise<SpawnOutcome> {
  const startedMs = performance.now();
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  let stdoutBytes = 0;
  let stderrBytes = 0;
  let cut: SpawnOutcome['end'] | undefined;

  if (request.signal?.aborted) return outcome('aborted', null);
  const child = spawn(request.file, request.args, {
    cwd: request.cwd,
    env: request.env ?? {},
    shell: false,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const stop = (why: SpawnOutcome['end']): void => {
    cut ??= why;
    killGroup(child.pid);
  };
  const timer = setTimeout(() => stop('timeout'), request.timeoutMs);
  const onAbort = (): void => stop('aborted');
  request.signal?.addEventListener('abort', onAbort, { once: true });

  child.stdout.on('data', (chunk: Buffer) => {
    stdoutBytes += chunk.length;
    if (stdoutBytes > request.stdoutBytesMax) stop('overflow');
    else stdout.push(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr.push(chunk);
    stderrBytes += chunk.length;
    while (stderr.length > 1 && stderrBytes - stderr[0]!.length > stderrBytesMax) {
      stderrBytes -= stderr.shift()!.length;
    }
  });
  // A program that exits without reading its input closes the pipe; the exit code tells the story.
  child.stdin.on('error', () => {});
  child.stdin.end(request.input ?? '');

  return await new Promise<SpawnOutcome>((resolve) => {
    const finish = (end: SpawnOutcome['end'], code: number | null): void => {
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', onAbort);
      resolve(outcome(cut ?? end, cut === undefined ? code : null));
    };
    child.once('error', (error) => {
      stderr.push(Buffer.from(error.message));
      if (child.pid === undefined) finish('not-started', null);
    });
    child.once('close', (code, signal) => {
      // A child left behind by a program that exited normally would hold on to memory and files.
      killGroup(child.pid);
      finish(signal === null ? 'exited' : 'killed', code);
    });
  });

  function outcome(end: SpawnOutcome['end'], exitCode: number | null): SpawnOutcome {
    return {
      end,
      exitCode,
      stdout: Buffer.concat(stdout),
      stderr: Buffer.concat(stderr).subarray(-stderrBytesMax).toString('utf8'),
      durationMs: performance.now() - startedMs,
    };
  }
}

/** A program that stays up and is talked to over its pipes; its owner calls `kill`. */
export type LongRunningTool = {
  stdin: Writable;
  stdout: Readable;
  /** Resolves when the program is gone, however that came about; never rejects. */
  exited: Promise<void>;
  kill(): void;
};

/** Starts a program for a conversation over stdin and stdout, in its own process group, with `env` alone. */
export function startTool(request: Pick<SpawnRequest, 'file' | 'args' | 'cwd' | 'env'>): LongRunningTool {
  const child = spawn(request.file, request.args, {
    cwd: request.cwd,
    env: request.env ?? {},
    shell: false,
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
  });
  child.stdin.on('error', () => {});
  child.stdout.on('error', () => {});
  const exited = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  // An idle helper must not keep a finished command alive; its group dies with the owner's `kill`.
  child.unref();
  return { stdin: child.stdin, stdout: child.stdout, exited, kill: () => killGroup(child.pid) };
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // ESRCH: the whole group is gone already, which is what was wanted.
  }
}
