import { createHash } from 'node:crypto';
import { copyFile, lstat, mkdir, readFile, readdir, readlink, realpath, symlink } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { normalizeRepoPath } from '@bowline/sync-engine/adapters/git/tree';
import type { GitPort, GitResult, TreeEntry } from '@bowline/sync-engine/ports/git';

/** The only "revision" of a folder: what lies in it now. */
export const workingTree = 'working-tree';

const entriesMax = 200_000;

/**
 * A folder of this machine as the renderers read repositories: no git, nothing is fetched. `extraFiles` are read as if they
 * lay in the folder (path → bytes). Links are followed only as far as they stay below `linkRoot` (X2).
 */
export function createLocalTree(input: {
  root: string;
  linkRoot: string;
  extraFiles: ReadonlyMap<string, Buffer>;
}): GitPort {
  const { root, linkRoot, extraFiles } = input;
  const fixed = { ok: true as const, value: { revision: workingTree } };

  async function locate(path: string): Promise<GitResult<{ file: string; kind: 'file' | 'directory' }>> {
    const inside = normalizeRepoPath(path);
    if (inside === undefined) return absent(path);
    try {
      const file = await realpath(join(root, inside));
      const isLink = file !== join(root, inside);
      if (!isBelow(isLink ? linkRoot : root, file)) return escapes(path);
      const stat = await lstat(file);
      return { ok: true, value: { file, kind: stat.isDirectory() ? 'directory' : 'file' } };
    } catch {
      return absent(path);
    }
  }

  async function listFolder(path: string): Promise<GitResult<TreeEntry[]>> {
    const found = await locate(path);
    if (!found.ok) return found;
    if (found.value.kind !== 'directory')
      return failure('git_path_not_found', `"${path}" is a file, not a folder.`);
    const names = (await readdir(found.value.file)).filter((name) => name !== '.git').sort();
    const entries: TreeEntry[] = [];
    for (const name of names) {
      const stat = await lstat(join(found.value.file, name));
      const here = path === '' ? name : `${path}/${name}`;
      const kind = stat.isSymbolicLink()
        ? 'symlink'
        : stat.isDirectory()
          ? 'directory'
          : stat.isFile()
            ? 'file'
            : undefined;
      // Sockets and devices are nothing that git could hold.
      if (kind !== undefined) entries.push({ path: here, kind, id: idOf(here), sizeBytes: stat.size });
    }
    return { ok: true, value: entries };
  }

  return {
    testConnection: () => Promise.resolve({ ok: true, value: { defaultBranch: '', refs: 0 } }),
    listRefs: () => Promise.resolve({ ok: true, value: { defaultBranch: '', refs: [] } }),
    resolve: () => Promise.resolve(fixed),
    isReachable: () => Promise.resolve({ ok: true, value: true }),
    commitInfo: () =>
      Promise.resolve({
        ok: true,
        value: { revision: workingTree, author: '', email: '', date: '', message: '' },
      }),
    forget: () => Promise.resolve(),

    async pathId(_repo, _revision, path) {
      if (extraFiles.has(path)) return { ok: true, value: idOf(path) };
      const found = await locate(path);
      return found.ok ? { ok: true, value: idOf(normalizeRepoPath(path) ?? path) } : found;
    },

    async listTree(_repo, _revision, path, { recurse }) {
      const start = normalizeRepoPath(path) ?? path;
      const all: TreeEntry[] = [];
      const queue = [start];
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const listed = await listFolder(next);
        if (!listed.ok) return listed;
        all.push(...listed.value);
        if (all.length > entriesMax)
          return failure('git_failed', `"${path}" holds more than ${entriesMax} files.`);
        if (recurse)
          queue.push(...listed.value.flatMap((entry) => (entry.kind === 'directory' ? [entry.path] : [])));
      }
      return { ok: true, value: all };
    },

    async readFiles(_repo, _revision, paths, { sizeBytesMax }) {
      const files = new Map<string, Buffer>();
      for (const path of paths) {
        const extra = extraFiles.get(path);
        if (extra !== undefined) {
          files.set(path, extra);
          continue;
        }
        const found = await locate(path);
        if (!found.ok) return found;
        if (found.value.kind !== 'file') return failure('git_path_not_found', `"${path}" is not a file.`);
        const stat = await lstat(found.value.file);
        if (stat.size > sizeBytesMax)
          return failure('git_file_too_large', `"${path}" is larger than ${sizeBytesMax} bytes.`);
        files.set(path, await readFile(found.value.file));
      }
      return { ok: true, value: files };
    },

    async checkout(_repo, _revision, path, dir) {
      const found = await locate(path);
      if (!found.ok) return found;
      if (found.value.kind !== 'directory')
        return failure('git_path_not_found', `"${path}" is not a folder.`);
      return copyFolder(linkRoot, found.value.file, dir);
    },
  };
}

/**
 * Copies files and folders. A link to another place below `linkRoot` is copied as what it points at, one that dangles is left
 * out, one that leaves it is refused; links are made last.
 */
async function copyFolder(linkRoot: string, from: string, to: string): Promise<GitResult<void>> {
  const queue = [{ from, to }];
  const links: { target: string; file: string }[] = [];
  let count = 0;
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    await mkdir(at.to, { recursive: true });
    for (const name of await readdir(at.from)) {
      if (name === '.git') continue;
      if (++count > entriesMax)
        return failure('git_failed', `"${from}" holds more than ${entriesMax} files.`);
      const source = join(at.from, name);
      const file = join(at.to, name);
      const stat = await lstat(source);
      if (stat.isDirectory()) queue.push({ from: source, to: file });
      else if (stat.isFile()) await copyFile(source, file);
      else if (stat.isSymbolicLink()) {
        const target = await realpath(source).catch(() => undefined);
        if (target === undefined) continue;
        if (isBelow(from, target)) links.push({ target: join(to, relative(from, target)), file });
        else if (!isBelow(linkRoot, target) || target.split(sep).includes('.git')) {
          const shown = await readlink(source);
          return failure(
            'path_escapes',
            `The symbolic link "${relative(from, source)}" points to "${shown}", which is not part of the repository.`,
          );
        } else if ((await lstat(target)).isDirectory()) queue.push({ from: target, to: file });
        else await copyFile(target, file);
      }
    }
  }
  for (const { target, file } of links) await symlink(relative(dirname(file), target) || '.', file);
  return { ok: true, value: undefined };
}

function isBelow(root: string, file: string): boolean {
  return file === root || file.startsWith(root.endsWith(sep) ? root : root + sep);
}

// One run reads each path once and nothing changes in between, so the path is identity enough.
function idOf(path: string): string {
  return createHash('sha1').update(path).digest('hex');
}

function failure(code: string, message: string): { ok: false; code: string; message: string; hint: string } {
  return { ok: false, code, message, hint: '' };
}

function absent(path: string): GitResult<never> {
  return failure('git_path_not_found', `"${path}" does not exist.`);
}

function escapes(path: string): GitResult<never> {
  return failure('path_escapes', `"${path}" leads out of the folder.`);
}
