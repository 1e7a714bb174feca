import { chmod, chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findOnPath } from '../find-on-path.ts';
import type { SpawnOutcome } from '../spawn.ts';
import { spawnTool } from '../spawn.ts';

/** How strongly a renderer is kept apart from this server, found out once by trying. */
export type Confinement = {
  /**
   * `namespaces`: no network, own process list, data folder covered, other uid. `uid`: other uid and limits.
   * `limits`: resource limits. `none`: timeout, output cap and empty environment alone.
   */
  level: 'namespaces' | 'uid' | 'limits' | 'none';
  /** What could not be done here, for logs and `bowline doctor`; empty when everything could. */
  missing: string;
  run(job: ConfinedJob): Promise<SpawnOutcome>;
};

/** Stands for the scratch folder in arguments and environment: inside, it may have another path. */
export const workDir = '\u0001work\u0001';

/** Stands for the second program of a job. */
export const helperFile = '\u0001helper\u0001';

/** A program to run on a scratch folder, which it sees as {@link workDir}. */
export type ConfinedJob = {
  file: string;
  /** A program that this one starts; it stands in arguments and environment as {@link helperFile}. */
  helper?: string;
  args: string[];
  env: Record<string, string>;
  scratchDir: string;
  /** Folder below the scratch folder that the program may write to, its home. */
  homeName: string;
  timeoutMs: number;
  stdoutBytesMax: number;
};

type Helpers = { unshare?: string; setpriv?: string; prlimit?: string; sh?: string };

/** A uid that owns nothing, not even what runs as `nobody`, such as the embedded database. */
const strangerUid = 58_437;
const memoryBytesMax = 1024 * 1024 * 1024;
const fileBytesMax = 256 * 1024 * 1024;

/**
 * Runs inside the new mount namespace: binds the tool and the scratch folder to a private place, covers the hidden folders,
 * and hands over. A constant: everything variable comes as an argument (X23).
 */
const enterScript = [
  'set -e',
  'tool=$1; work=$2; helper=$3; shift 3',
  'mount -t tmpfs -o size=64k,mode=0755 tmpfs /mnt',
  'mkdir /mnt/work; : > /mnt/tool',
  'mount --bind "$work" /mnt/work',
  'mount --bind "$tool" /mnt/tool',
  'if [ -n "$helper" ]; then : > /mnt/helper; mount --bind "$helper" /mnt/helper; fi',
  'while [ "$1" != -- ]; do if [ -d "$1" ]; then mount -t tmpfs -o size=4k,mode=0700 tmpfs "$1"; fi; shift; done',
  'shift',
  'cd /mnt/work',
  'exec "$@"',
].join('\n');

/** Tries what this machine allows, strongest first, and returns the first level that works. */
export async function findConfinement(options: {
  hide: string[];
  path: string;
  scratchDir: string;
}): Promise<Confinement> {
  const helpers: Helpers = {};
  if (process.platform === 'linux') {
    for (const name of ['unshare', 'setpriv', 'prlimit', 'sh'] as const) {
      helpers[name] = await findOnPath(name, options.path);
    }
  }
  const isRoot = process.getuid?.() === 0;
  for (const level of ['namespaces', 'uid', 'limits'] as const) {
    if (level === 'uid' && !isRoot) continue;
    const wrap = wrapper(level, helpers, options, isRoot);
    if (wrap === undefined) continue;
    const confinement = confinementOf(level, wrap, options.path, isRoot);
    if (await works(confinement, options)) return confinement;
  }
  return confinementOf(
    'none',
    (job) => ({ file: job.file, args: job.args, work: job.scratchDir, helper: job.helper }),
    options.path,
    isRoot,
  );
}

type Wrapped = { file: string; args: string[]; work: string; helper: string | undefined };

function wrapper(
  level: 'namespaces' | 'uid' | 'limits',
  helpers: Helpers,
  options: { hide: string[] },
  isRoot: boolean,
): ((job: ConfinedJob) => Wrapped) | undefined {
  const { unshare, setpriv, prlimit, sh } = helpers;
  if (prlimit === undefined) return undefined;
  const limits = (job: ConfinedJob): string[] => [
    prlimit,
    `--data=${memoryBytesMax}`,
    `--fsize=${fileBytesMax}`,
    `--cpu=${Math.ceil(job.timeoutMs / 1000) + 1}`,
    '--nofile=1024',
    '--core=0',
    // The count is per uid: for our own uid it would include this server.
    ...(isRoot && level !== 'limits' ? ['--nproc=512'] : []),
    '--',
  ];
  if (level === 'limits') {
    return (job) => {
      const [file = '', ...args] = limits(job);
      return { file, args: [...args, job.file, ...job.args], work: job.scratchDir, helper: job.helper };
    };
  }
  if (setpriv === undefined) return undefined;
  const identity = isRoot ? [`--reuid=${strangerUid}`, `--regid=${strangerUid}`, '--clear-groups'] : [];
  const drop = [setpriv, ...identity, '--no-new-privs', '--inh-caps=-all', '--bounding-set=-all', '--'];
  if (level === 'uid') {
    return (job) => {
      const [file = '', ...args] = [...limits(job), ...drop];
      return { file, args: [...args, job.file, ...job.args], work: job.scratchDir, helper: job.helper };
    };
  }
  if (unshare === undefined || sh === undefined) return undefined;
  const user = isRoot ? [] : ['--user', '--map-root-user'];
  return (job) => ({
    file: unshare,
    args: [
      ...user,
      '--net',
      '--mount',
      '--pid',
      '--ipc',
      '--fork',
      '--kill-child',
      '--mount-proc',
      '--',
      sh,
      '-c',
      enterScript,
      'sh',
      job.file,
      job.scratchDir,
      job.helper ?? '',
      ...options.hide,
      '--',
      ...limits(job),
      ...drop,
      '/mnt/tool',
      ...job.args,
    ],
    work: '/mnt/work',
    helper: '/mnt/helper',
  });
}

function confinementOf(
  level: Confinement['level'],
  wrap: (job: ConfinedJob) => Wrapped,
  path: string,
  isRoot: boolean,
): Confinement {
  const missing = {
    namespaces: '',
    uid: 'renderers share the network and the process list of this server: network namespaces are not permitted here',
    limits:
      'renderers run as the user of this server and share its network: namespaces are not permitted here, and the server is not root',
    none: 'renderers run without resource limits or isolation: this platform has none of the tools for it',
  }[level];
  return {
    level,
    missing,
    async run(job) {
      const home = join(job.scratchDir, job.homeName);
      await mkdir(home, { recursive: true });
      if (isRoot && (level === 'namespaces' || level === 'uid')) {
        await chown(home, strangerUid, strangerUid);
        await chmod(job.scratchDir, 0o711);
      }
      const wrapped = wrap(job);
      const place = (text: string): string =>
        text.replaceAll(workDir, wrapped.work).replaceAll(helperFile, wrapped.helper ?? '');
      const work = join(wrapped.work, job.homeName);
      const env = Object.fromEntries(Object.entries(job.env).map(([name, value]) => [name, place(value)]));
      return await spawnTool({
        file: wrapped.file,
        args: wrapped.args.map((argument) => (argument === enterScript ? argument : place(argument))),
        cwd: job.scratchDir,
        env: { PATH: path, HOME: work, TMPDIR: work, GOMEMLIMIT: '700MiB', LC_ALL: 'C', ...env },
        timeoutMs: job.timeoutMs,
        stdoutBytesMax: job.stdoutBytesMax,
      });
    },
  };
}

async function works(
  confinement: Confinement,
  options: { scratchDir: string; path: string },
): Promise<boolean> {
  const file = await findOnPath('true', options.path);
  if (file === undefined) return false;
  const run = await confinement.run({
    file,
    args: [],
    env: {},
    scratchDir: options.scratchDir,
    homeName: 'home',
    timeoutMs: 5_000,
    stdoutBytesMax: 1_000,
  });
  return run.end === 'exited' && run.exitCode === 0;
}
