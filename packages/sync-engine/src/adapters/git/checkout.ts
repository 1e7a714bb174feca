import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { GitResult } from '../../ports/git.ts';
import { failure } from './git-failure.ts';
import type { Mirror } from './mirror.ts';
import type { Snapshot } from './snapshot.ts';
import { isSafeName } from './tree.ts';

const filesMax = 100_000;
const bytesMax = 512 * 1024 * 1024;

type Link = { path: string; target: string };

/**
 * Writes a tree of objects into an empty folder. Bytes come from the object store, so no filter, LFS or hook can run (X8);
 * names are checked (X6); symlinks are made last, so nothing is ever written through one, and only when their target lies
 * inside what is written (X2).
 */
export async function checkoutTree(
  mirror: Mirror,
  snapshot: Snapshot,
  from: { path: string; treeId: string },
  dir: string,
): Promise<GitResult<void>> {
  const links: Link[] = [];
  const written = new Set<string>();
  let bytes = 0;

  const refused = await writeFolder(from.treeId, from.path, 0);
  if (refused !== undefined) return refused;
  for (const link of links) {
    const target = from.path === '' ? link.target : relative(from.path, link.target);
    if (target.startsWith('..') || !(await snapshot.find(link.target)).ok) {
      return failure(
        'path_escapes',
        `The symbolic link "${link.path}" points to "${link.target}", which is not part of what is rendered.`,
        'Let it point inside the folder of the source.',
      );
    }
    const file = join(dir, relative(from.path, link.path));
    await symlink(relative(dirname(file), join(dir, target)) || '.', file);
  }
  return { ok: true, value: undefined };

  async function writeFolder(
    treeId: string,
    path: string,
    depth: number,
  ): Promise<GitResult<never> | undefined> {
    if (depth > 64)
      return failure('git_failed', 'The repository nests folders too deep.', 'Nest at most 64 folders.');
    await mkdir(join(dir, relative(from.path, path)), { recursive: true });
    const folded = new Set<string>();
    for (const entry of await snapshot.entries(treeId)) {
      const here = path === '' ? entry.name : `${path}/${entry.name}`;
      if (!isSafeName(entry.name) || folded.has(entry.name)) {
        return failure(
          'git_failed',
          `The repository holds a name that cannot be written: "${here}".`,
          'Rename it.',
        );
      }
      folded.add(entry.name);
      if (written.add(here).size > filesMax) {
        return failure(
          'git_failed',
          `The source holds more than ${filesMax} files.`,
          'Choose a smaller folder.',
        );
      }
      if (entry.kind === 'directory') {
        const problem = await writeFolder(entry.id, here, depth + 1);
        if (problem !== undefined) return problem;
      } else if (entry.kind === 'symlink') {
        const target = await snapshot.readLink(here, entry.id);
        if (!target.ok) return target;
        links.push({ path: here, target: target.value });
      } else if (entry.kind === 'file') {
        const header = await mirror.header(entry.id);
        bytes += header?.sizeBytes ?? 0;
        if (bytes > bytesMax) {
          return failure(
            'git_failed',
            `The source is larger than ${bytesMax} bytes.`,
            'Choose a smaller folder.',
          );
        }
        const object = await mirror.object(entry.id);
        if (object === undefined)
          return failure('git_failed', `The file "${here}" cannot be read.`, 'Refresh hard.');
        await writeFile(join(dir, relative(from.path, here)), object.contents, {
          flag: 'wx',
          mode: entry.isExecutable ? 0o755 : 0o644,
        });
      }
      // A submodule stays an empty place: its commit belongs to another repository, which nobody registered.
    }
    return undefined;
  }
}
