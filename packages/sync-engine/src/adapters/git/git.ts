import { mkdirSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommitInfo, GitPort, GitRepository, GitResult, TreeEntry } from '../../ports/git.ts';
import type { Clock } from '../../ports/time.ts';
import type { Egress } from '../egress.ts';
import { findOnPath } from '../find-on-path.ts';
import { checkoutTree } from './checkout.ts';
import { parseCommit } from './commit.ts';
import type { GitTool } from './git-command.ts';
import { failure } from './git-failure.ts';
import { Mirror, lsRemote, mirrorFolder } from './mirror.ts';
import { Snapshot } from './snapshot.ts';
import { resolveTarget } from './target-revision.ts';

type Reading<T> = (snapshot: Snapshot, mirror: Mirror) => Promise<GitResult<T>>;

export type GitOptions = {
  dataDir: string;
  clock: Clock;
  egress: Egress;
  /** Program to run; default: `git` on `path`. */
  git?: string;
  /** PATH of git and ssh. */
  path?: string;
};

export const defaultToolPath =
  '/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin:/usr/local/sbin:/usr/sbin:/sbin';

const entriesMax = 200_000;

/** Git over bare mirrors in `dataDir/git`, one per repository, and the real `git`. Failures are values; secrets are in none of them. */
export function createGit(options: GitOptions): GitPort {
  const scratchDir = join(options.dataDir, 'git', 'scratch');
  mkdirSync(scratchDir, { recursive: true, mode: 0o700 });
  const tool: GitTool = {
    git: options.git ?? 'git',
    scratchDir,
    egress: options.egress,
    path: options.path ?? defaultToolPath,
    prlimit:
      process.platform === 'linux'
        ? findOnPath('prlimit', options.path ?? defaultToolPath)
        : Promise.resolve(undefined),
  };
  const mirrors = new Map<string, Mirror>();

  function mirrorOf(repo: GitRepository): Mirror {
    const key = keyOf(repo);
    let mirror = mirrors.get(key);
    if (mirror === undefined) {
      mirror = new Mirror(tool, options.dataDir, repo);
      mirrors.set(key, mirror);
    }
    return mirror;
  }

  /** Nothing throws out of the port: what is left are disks that are full and mirrors that are damaged. */
  async function guarded<T>(task: () => Promise<GitResult<T>>): Promise<GitResult<T>> {
    return await task().catch((error: unknown) => {
      const { code = '', name = 'Error' } = error as { code?: string; name?: string };
      return failure<T>(
        'git_failed',
        `The local mirror could not be used (${code === '' ? name : code}).`,
        'Check the data folder of the server: its disk may be full or not writable.',
      );
    });
  }

  async function read<T>(repo: GitRepository, revision: string, reading: Reading<T>): Promise<GitResult<T>> {
    const mirror = mirrorOf(repo);
    const snapshot = await Snapshot.open(mirror, repo, revision);
    return snapshot.ok ? await reading(snapshot.value, mirror) : snapshot;
  }

  /** Reads at a commit; a mirror that turns out damaged is thrown away and fetched once more. */
  async function within<T>(
    repo: GitRepository,
    revision: string,
    reading: Reading<T>,
  ): Promise<GitResult<T>> {
    try {
      return await read(repo, revision, reading);
    } catch (error) {
      if (!(error instanceof RangeError)) return await guarded(() => Promise.reject(error));
      const mirror = mirrorOf(repo);
      mirrors.delete(keyOf(repo));
      await mirror.close();
      await rm(mirror.gitDir, { recursive: true, force: true });
      return await guarded(() => read(repo, revision, reading));
    }
  }

  return {
    async testConnection(repo) {
      const refs = await guarded(() => lsRemote(tool, repo));
      if (!refs.ok) return refs;
      return { ok: true, value: { defaultBranch: refs.value.defaultBranch, refs: refs.value.refs.length } };
    },

    async listRefs(repo) {
      const refs = await guarded(() => mirrorOf(repo).refs(repo));
      if (!refs.ok) return refs;
      return { ok: true, value: { defaultBranch: refs.value.defaultBranch, refs: refs.value.refs } };
    },

    async resolve(repo, targetRevision) {
      const mirror = mirrorOf(repo);
      const target = targetRevision.trim();
      const resolved = await guarded(() => resolveIn(mirror, repo, target));
      if (resolved.ok) mirror.lastResolved.set(target, resolved.value.revision);
      return resolved;
    },

    isReachable(repo, revision, targetRevision) {
      return guarded<boolean>(async () => {
        const mirror = mirrorOf(repo);
        const target = targetRevision.trim();
        let head = mirror.lastResolved.get(target);
        if (head === undefined) {
          const known = resolveTarget(target, await mirror.localRefs());
          if (known.kind === 'commit') head = (await mirror.header(`${known.prefix}^{commit}`))?.id;
          if (known.kind === 'ref') head = known.revision;
        }
        if (head === undefined || !(await mirror.has(revision))) return { ok: true, value: false };
        return { ok: true, value: await mirror.isAncestor(revision, head) };
      });
    },

    commitInfo(repo, revision) {
      return within<CommitInfo>(repo, revision, async (_snapshot, mirror) => {
        const object = await mirror.object(`${revision}^{commit}`);
        return { ok: true, value: parseCommit(revision, object?.contents.toString('utf8') ?? '') };
      });
    },

    pathId(repo, revision, path) {
      return within<string>(repo, revision, async (snapshot) => {
        const found = await snapshot.find(path);
        return found.ok ? { ok: true, value: found.value.id } : found;
      });
    },

    listTree(repo, revision, path, { recurse }) {
      return within<TreeEntry[]>(repo, revision, async (snapshot, mirror) => {
        const start = await snapshot.find(path);
        if (!start.ok) return start;
        if (start.value.kind !== 'directory') {
          return failure(
            'git_path_not_found',
            `"${path}" is a file, not a folder.`,
            'Give the folder that holds it.',
          );
        }
        const entries: TreeEntry[] = [];
        const queue = [{ id: start.value.id, path: start.value.path }];
        for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
          for (const entry of await snapshot.entries(next.id)) {
            const here = next.path === '' ? entry.name : `${next.path}/${entry.name}`;
            entries.push({ path: here, kind: entry.kind, id: entry.id, sizeBytes: 0 });
            if (recurse && entry.kind === 'directory') queue.push({ id: entry.id, path: here });
          }
          if (entries.length > entriesMax) {
            return failure(
              'git_failed',
              `"${path}" holds more than ${entriesMax} files.`,
              'Choose a smaller folder.',
            );
          }
        }
        const files = entries.filter((entry) => entry.kind === 'file');
        const headers = await Promise.all(files.map((entry) => mirror.header(entry.id)));
        files.forEach((entry, index) => (entry.sizeBytes = headers[index]?.sizeBytes ?? 0));
        return { ok: true, value: entries };
      });
    },

    readFiles(repo, revision, paths, { sizeBytesMax }) {
      return within<Map<string, Buffer>>(repo, revision, async (snapshot, mirror) => {
        const files = new Map<string, Buffer>();
        for (const path of paths) {
          const found = await snapshot.find(path);
          if (!found.ok) return found;
          if (found.value.kind !== 'file')
            return failure('git_path_not_found', `"${path}" is not a file.`, 'Give the path of a file.');
          const header = await mirror.header(found.value.id);
          if ((header?.sizeBytes ?? 0) > sizeBytesMax) {
            return failure(
              'render_too_large',
              `"${path}" is larger than ${sizeBytesMax} bytes.`,
              'Split it, or leave it out with an exclude pattern.',
            );
          }
          const object = await mirror.object(found.value.id);
          if (object === undefined)
            return failure('git_failed', `"${path}" cannot be read.`, 'Refresh hard.');
          files.set(path, object.contents);
        }
        return { ok: true, value: files };
      });
    },

    checkout(repo, revision, path, dir) {
      return within<void>(repo, revision, async (snapshot, mirror) => {
        const found = await snapshot.find(path);
        if (!found.ok) return found;
        if (found.value.kind !== 'directory')
          return failure('git_path_not_found', `"${path}" is not a folder.`, 'Give a folder.');
        await mkdir(dir, { recursive: true });
        return await checkoutTree(mirror, snapshot, { path: found.value.path, treeId: found.value.id }, dir);
      });
    },

    async forget(repoId) {
      for (const [key, mirror] of mirrors) {
        if ((JSON.parse(key) as string[])[0] !== repoId) continue;
        mirrors.delete(key);
        await mirror.close();
      }
      await rm(mirrorFolder(options.dataDir, repoId), { recursive: true, force: true });
    },
  };
}

function keyOf(repo: GitRepository): string {
  return JSON.stringify([repo.id, repo.url]);
}

async function resolveIn(
  mirror: Mirror,
  repo: GitRepository,
  target: string,
): Promise<GitResult<{ revision: string }>> {
  // A whole id that is here needs no contact: commits never change.
  if (/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(target) && (await mirror.has(target))) {
    return { ok: true, value: { revision: target } };
  }
  const branch = target.replace(/^refs\/heads\//, '');
  // A tag of the same name never wins over a branch, so what was a branch is one while the remote has it.
  const tip = mirror.followed.has(branch) ? await mirror.follow(repo, branch) : undefined;
  if (tip !== undefined) return { ok: true, value: { revision: tip } };
  const refs = await mirror.refs(repo);
  if (!refs.ok) return refs;
  const meaning = resolveTarget(target, refs.value);
  if (meaning.kind === 'none') return unresolved(target);
  if (meaning.kind === 'ref' && refs.value.refs.some((ref) => ref.kind === 'branch' && ref.name === branch))
    mirror.followed.add(branch);
  if (meaning.kind === 'ref') {
    const present = await mirror.ensure(repo, meaning.revision);
    return present.ok ? { ok: true, value: { revision: meaning.revision } } : present;
  }
  const whole = meaning.prefix.length === 40 || meaning.prefix.length === 64;
  const fetched = whole
    ? await mirror.ensure(repo, meaning.prefix)
    : await mirror.ensureAll(repo, refs.value);
  if (!fetched.ok) return fetched;
  const header = await mirror.header(`${meaning.prefix}^{commit}`);
  return header === undefined ? unresolved(target) : { ok: true, value: { revision: header.id } };
}

function unresolved(target: string): GitResult<never> {
  const shown = target === '' ? 'HEAD' : target.slice(0, 120);
  return failure(
    'git_revision_not_found',
    `The repository has no branch, tag, version or commit "${shown}".`,
    'Check the target revision; an abbreviated commit id must be unambiguous and have at least 7 digits.',
  );
}
