import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Binaries, prepareBinaries } from './binaries.ts';
import { findFreePort } from './free-port.ts';
import { findPostmaster, type Postmaster, removeStaleLock, stopPostmaster } from './postmaster.ts';
import { findRunAs, type RunAs } from './run-as.ts';

export type PostgresOptions = {
  /** Folder of the server: `data/`, `password` and `postgres.log` in it. Created when missing. */
  dir: string;
  /** Port wished for; another one is taken when it is occupied, and an adopted server keeps its own. */
  port?: number;
  /** Password of the user `postgres`, used when the data folder is created. Default: random. */
  password?: string;
  /** `test` gives up durability for speed, and the server ends with this process however that ends. */
  tuning: 'durable' | 'test';
};

export type RunningPostgres = {
  url: string;
  port: number;
  pid: number;
  wasAdopted: boolean;
  stop(): Promise<void>;
};

const startTimeoutMs = 60_000;
const common = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'shared_buffers=64MB'];
const settings = {
  durable: [...common, 'max_connections=100'],
  test: [
    ...common,
    'max_connections=300',
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
    'wal_level=minimal',
    'max_wal_senders=0',
  ],
};

/**
 * Starts the bundled PostgreSQL, creating its data folder at first, or adopts the one that already runs on `dir`.
 * Rejects with one sentence and the end of its log when it does not come up within a minute.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { dir, tuning } = options;
  const dataDir = join(dir, 'data');
  mkdirSync(dir, { recursive: true, mode: 0o700 });

  const earlier = findPostmaster(dataDir);
  const adopted = earlier && (await waitUntilReady(dataDir, () => findPostmaster(dataDir) !== undefined));
  if (adopted) return describe(dir, adopted, true);

  const runAs = findRunAs();
  const binaries = prepareBinaries(runAs);
  const password = loadPassword(dir, options.password);
  if (!existsSync(dataDir)) initialise(binaries, { dir, dataDir, runAs, password });

  for (let attempt = 1; ; attempt++) {
    const started = await launch(binaries, {
      dir,
      dataDir,
      runAs,
      tuning,
      port: await findFreePort(options.port),
    });
    if (started) return describe(dir, started, false);
    // Two starts at once: the loser adopts the winner's server.
    const other = await waitUntilReady(dataDir, () => findPostmaster(dataDir) !== undefined);
    if (other) return describe(dir, other, true);
    if (attempt === 3) throw new Error(`PostgreSQL did not start. The end of its log:\n${readLogEnd(dir)}`);
  }
}

function describe(dir: string, { pid, port }: Postmaster, wasAdopted: boolean): RunningPostgres {
  const password = encodeURIComponent(readFileSync(join(dir, 'password'), 'utf8').trim());
  return {
    url: `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`,
    port,
    pid,
    wasAdopted,
    stop: () => stopPostmaster(pid),
  };
}

function loadPassword(dir: string, wanted: string | undefined): string {
  const file = join(dir, 'password');
  if (!existsSync(file))
    writeFileSync(file, `${wanted ?? randomBytes(18).toString('base64url')}\n`, { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

type Place = { dir: string; dataDir: string; runAs: RunAs };

// Made beside its place and renamed, so that an interrupted first start leaves no half-made database.
function initialise(binaries: Binaries, { dataDir, runAs, password }: Place & { password: string }): void {
  const fresh = `${dataDir}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  give(fresh, runAs);
  const scratch = mkdtempSync(join(tmpdir(), 'bowline-initdb-'));
  const passwordFile = join(scratch, 'password');
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  give(scratch, runAs);
  give(passwordFile, runAs);
  try {
    const method = ['-U', 'postgres', '-A', 'scram-sha-256', '--pwfile', passwordFile];
    const args = ['-D', pathSeenInside(fresh, runAs), ...method, '-E', 'UTF8', '--no-locale', '-N'];
    execFileSync(binaries.initdb, args, { ...childOptions(fresh, runAs), stdio: 'pipe' });
  } catch (error) {
    const { stderr } = error as { stderr?: Buffer };
    throw new Error(
      `PostgreSQL could not create its database in ${dataDir}: ${stderr?.toString().trim() || String(error)}`,
      { cause: error },
    );
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  renameSync(fresh, dataDir);
}

type Launch = Place & { tuning: 'durable' | 'test'; port: number };

// Its own process group: Ctrl-C in the terminal must not stop the database under a server that is still saving.
async function launch(
  binaries: Binaries,
  { dir, dataDir, runAs, tuning, port }: Launch,
): Promise<Postmaster | undefined> {
  removeStaleLock(dataDir);
  const log = openSync(join(dir, 'postgres.log'), 'a', 0o600);
  const flags = settings[tuning].flatMap((setting) => ['-c', setting]);
  const child = spawn(
    binaries.postgres,
    ['-D', pathSeenInside(dataDir, runAs), '-p', String(port), ...flags],
    {
      ...childOptions(dataDir, runAs),
      detached: true,
      stdio: ['ignore', log, log],
    },
  );
  closeSync(log);
  let isRunning = true;
  child.once('exit', () => (isRunning = false));
  child.once('error', () => (isRunning = false));
  child.unref();
  if (tuning === 'test' && child.pid) endWithThisProcess(child.pid);
  return waitUntilReady(dataDir, () => isRunning);
}

// `cat` ends when the pipe closes, which the kernel does for us even after SIGKILL.
function endWithThisProcess(pid: number): void {
  const watch = spawn('sh', ['-c', 'cat >/dev/null; kill -INT "$1" 2>/dev/null', 'watch', String(pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watch.once('error', () => {});
  watch.unref();
  (watch.stdin as unknown as { unref(): void }).unref(); // a socket underneath; must not keep this process alive
}

async function waitUntilReady(dataDir: string, isRunning: () => boolean): Promise<Postmaster | undefined> {
  for (const end = Date.now() + startTimeoutMs; Date.now() < end; ) {
    const found = findPostmaster(dataDir);
    if (found?.isReady) return found;
    if (!isRunning()) return undefined;
    await delay(10);
  }
  return undefined;
}

// `nobody` cannot pass a folder of mode 0700 on the way to its data. Linux lets a child start inside a folder it
// could not have walked to and name it by its own working directory.
function pathSeenInside(dataDir: string, runAs: RunAs): string {
  return runAs.uid !== undefined && process.platform === 'linux' ? '/proc/self/cwd' : dataDir;
}

function childOptions(
  cwd: string,
  runAs: RunAs,
): { uid?: number; gid?: number; cwd: string; env: NodeJS.ProcessEnv } {
  return { ...runAs, cwd, env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' } };
}

function give(path: string, { uid, gid }: RunAs): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

function readLogEnd(dir: string): string {
  const file = join(dir, 'postgres.log');
  return existsSync(file)
    ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-12).join('\n')
    : '(no log)';
}
