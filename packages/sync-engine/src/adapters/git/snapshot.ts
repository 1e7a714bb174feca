import type { GitRepository, GitResult } from '../../ports/git.ts';
import { failure } from './git-failure.ts';
import type { Mirror } from './mirror.ts';
import type { RawTreeEntry } from './tree.ts';
import { normalizeRepoPath, parseTree, symlinkTarget } from './tree.ts';

/** Where a path led: the entry itself after following symlinks that stay inside the repository. */
export type Found = {
  path: string;
  kind: 'file' | 'directory' | 'submodule';
  id: string;
  isExecutable: boolean;
};

const treesMax = 4_000;
const symlinkHopsMax = 16;

/** Parsed trees by id: immutable, so an entry is right for ever. */
const trees = new Map<string, RawTreeEntry[]>();

/** Reads the tree of one commit in memory; paths never become arguments of a process. */
export class Snapshot {
  readonly root: string;
  private readonly mirror: Mirror;
  private readonly idBytes: number;

  private constructor(mirror: Mirror, root: string, idBytes: number) {
    this.mirror = mirror;
    this.root = root;
    this.idBytes = idBytes;
  }

  /** Fetches the commit when the mirror lacks it. */
  static async open(mirror: Mirror, repo: GitRepository, revision: string): Promise<GitResult<Snapshot>> {
    if (!/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(revision)) {
      return failure(
        'git_revision_not_found',
        `"${revision.slice(0, 64)}" is not a commit id.`,
        'Resolve the target revision first.',
      );
    }
    const present = await mirror.ensure(repo, revision);
    if (!present.ok) return present;
    const header = await mirror.header(`${revision}^{tree}`);
    if (header === undefined) return broken(revision);
    return { ok: true, value: new Snapshot(mirror, header.id, revision.length / 2) };
  }

  /** Entries of a tree object. Throws RangeError when the mirror is damaged. */
  async entries(treeId: string): Promise<RawTreeEntry[]> {
    const known = trees.get(treeId);
    if (known !== undefined) return known;
    const object = await this.mirror.object(treeId);
    if (object?.header.type !== 'tree') throw new RangeError(`tree ${treeId} is missing`);
    const parsed = parseTree(object.contents, this.idBytes);
    if (trees.size >= treesMax) trees.delete(trees.keys().next().value!);
    trees.set(treeId, parsed);
    return parsed;
  }

  /** Follows a path and the symlinks on it; a symlink out of the repository is an error, not a missing file (X2). */
  async find(path: string): Promise<GitResult<Found>> {
    return await this.walk(path, 0);
  }

  private async walk(path: string, hops: number): Promise<GitResult<Found>> {
    const normal = normalizeRepoPath(path);
    if (normal === undefined) {
      return failure(
        'git_path_not_found',
        `The path "${path}" leads out of the repository.`,
        'Give a path inside the repository.',
      );
    }
    let at: Found = { path: '', kind: 'directory', id: this.root, isExecutable: false };
    if (normal === '') return { ok: true, value: at };
    const parts = normal.split('/');
    for (const [index, name] of parts.entries()) {
      if (at.kind !== 'directory') return missing(normal);
      const entry = (await this.entries(at.id)).find((candidate) => candidate.name === name);
      if (entry === undefined) return missing(normal);
      const here = at.path === '' ? name : `${at.path}/${name}`;
      if (entry.kind === 'symlink') {
        const target = await this.readLink(here, entry.id);
        if (!target.ok) return target;
        if (hops >= symlinkHopsMax) return missing(normal);
        return await this.walk([target.value, ...parts.slice(index + 1)].join('/'), hops + 1);
      }
      at = { path: here, kind: entry.kind, id: entry.id, isExecutable: entry.isExecutable };
    }
    return { ok: true, value: at };
  }

  /** Target of a symlink as a path inside the repository. */
  async readLink(path: string, id: string): Promise<GitResult<string>> {
    const object = await this.mirror.object(id);
    const text = object?.contents.toString('utf8') ?? '';
    const target = text.length > 4096 ? undefined : symlinkTarget(path, text);
    if (target !== undefined && object !== undefined) return { ok: true, value: target };
    return failure(
      'path_escapes',
      `The symbolic link "${path}" points out of the repository.`,
      'Replace it by the file, or let it point inside the repository.',
    );
  }
}

function missing(path: string): GitResult<never> {
  return failure(
    'git_path_not_found',
    `The repository has no "${path}" at this revision.`,
    'Check the path of the source.',
  );
}

function broken(revision: string): GitResult<never> {
  return failure(
    'git_failed',
    `The commit ${revision.slice(0, 12)} cannot be read.`,
    'Refresh hard, which fetches it again.',
  );
}
