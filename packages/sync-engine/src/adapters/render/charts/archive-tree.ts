import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { GitPort, GitRepository, GitResult, TreeEntry } from '../../../ports/git.ts';
import { normalizeRepoPath } from '../../git/tree.ts';

/** The files of one packaged chart, read as renderers read a repository. */
export type ArchiveTree = { repository: GitRepository; files: ReadonlyMap<string, Buffer> };

/** A port that reads `archives` from memory and everything else from `git`. */
export function withArchives(git: GitPort, archives: ReadonlyMap<string, ArchiveTree>): GitPort {
  const filesOf = (repository: GitRepository): ReadonlyMap<string, Buffer> | undefined =>
    archives.get(repository.id)?.files;
  return {
    ...git,
    async pathId(repository, revision, path) {
      const files = filesOf(repository);
      if (files === undefined) return await git.pathId(repository, revision, path);
      const at = normalizeRepoPath(path) ?? path;
      const file = files.get(at);
      if (file !== undefined) return { ok: true, value: hash(file) };
      const below = [...files].filter(([name]) => isBelow(name, at));
      if (below.length === 0) return missing(path);
      return { ok: true, value: hash(below.map(([name, bytes]) => `${hash(bytes)} ${name}`).join('\n')) };
    },
    async listTree(repository, revision, path, options) {
      const files = filesOf(repository);
      if (files === undefined) return await git.listTree(repository, revision, path, options);
      const at = normalizeRepoPath(path) ?? path;
      const entries = new Map<string, TreeEntry>();
      for (const [name, bytes] of files) {
        if (!isBelow(name, at)) continue;
        const parts = name.slice(at === '' ? 0 : at.length + 1).split('/');
        for (let depth = 1; depth <= (options.recurse ? parts.length : 1); depth++) {
          const here = [...(at === '' ? [] : [at]), ...parts.slice(0, depth)].join('/');
          const isFile = depth === parts.length;
          entries.set(here, {
            path: here,
            kind: isFile ? 'file' : 'directory',
            id: isFile ? hash(bytes) : '',
            sizeBytes: isFile ? bytes.length : 0,
          });
        }
      }
      return entries.size === 0 ? missing(path) : { ok: true, value: [...entries.values()] };
    },
    async readFiles(repository, revision, paths, options) {
      const files = filesOf(repository);
      if (files === undefined) return await git.readFiles(repository, revision, paths, options);
      const read = new Map<string, Buffer>();
      for (const path of paths) {
        const bytes = files.get(normalizeRepoPath(path) ?? path);
        if (bytes === undefined) return missing(path);
        if (bytes.length > options.sizeBytesMax) return tooLarge(path, options.sizeBytesMax);
        read.set(path, bytes);
      }
      return { ok: true, value: read };
    },
    async checkout(repository, revision, path, dir) {
      const files = filesOf(repository);
      if (files === undefined) return await git.checkout(repository, revision, path, dir);
      const at = normalizeRepoPath(path) ?? path;
      await mkdir(dir, { recursive: true });
      for (const [name, bytes] of files) {
        if (!isBelow(name, at)) continue;
        const file = join(dir, name.slice(at === '' ? 0 : at.length + 1));
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, bytes, { flag: 'wx' });
      }
      return { ok: true, value: undefined };
    },
  };
}

function isBelow(name: string, folder: string): boolean {
  return folder === '' || name.startsWith(`${folder}/`);
}

function hash(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}

function missing(path: string): GitResult<never> {
  return {
    ok: false,
    code: 'git_path_not_found',
    message: `The package has no "${path.slice(0, 200)}".`,
    hint: 'Correct the path.',
  };
}

function tooLarge(path: string, bytesMax: number): GitResult<never> {
  return {
    ok: false,
    code: 'git_failed',
    message: `"${path.slice(0, 200)}" is larger than ${bytesMax} bytes.`,
    hint: 'Use a smaller file.',
  };
}
