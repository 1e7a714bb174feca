import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { GitResult } from '../../ports/git.ts';
import { failure } from './git-failure.ts';
import type { Mirror } from './mirror.ts';
import type { Snapshot } from './snapshot.ts';
import { isSafeName } from './tree.ts';

const filesMax = 100_000;
const bytesMax = 512 * 1024 * 1024;

/** A symlink to write at `file`; `target` is a path of the repository. */
type Link = { path: string; target: string; file: string };

/** Links to what lies outside the folder that is written; more is taken for a loop. */
const outsideLinksMax = 1_000;

/**
 * Writes a tree of objects into an empty folder. Bytes come from the object store, so no filter, LFS or hook can run (X8);
 * names are checked (X6). A symlink to another place of the repository is written as what it points at, one that dangles is
 * left out, one that leaves the repository is refused. Symlinks are made last, so nothing is ever written through one (X2).
 */
export async function checkoutTree(
  mirror: Mirror,
  snapshot: Snapshot,
  from: { path: string; treeId: string },
  dir: string,
): Promise<GitResult<void>> {
  const links: Link[] = [];
  const inside: { target: string; file: string }[] = [];
  let entries = 0;
  let bytes = 0;

  const refused = (await writeFolder(from.treeId, from.path, dir, 0)) ?? (await followLinks());
  if (refused !== undefined) return refused;
  for (const { target, file } of inside) await symlink(relative(dirname(file), target) || '.', file);
  return { ok: true, value: undefined };

  async function followLinks(): Promise<GitResult<never> | undefined> {
    let outside = 0;
    for (let link = links.shift(); link !== undefined; link = links.shift()) {
      const found = await snapshot.find(link.target);
      if (!found.ok) {
        if (found.code === 'git_path_not_found') continue;
        return found;
      }
      const target = from.path === '' ? link.target : relative(from.path, link.target);
      if (target !== '..' && !target.startsWith('../')) {
        inside.push({ target: join(dir, target), file: link.file });
        continue;
      }
      if (++outside > outsideLinksMax) {
        return failure(
          'path_escapes',
          `The symbolic link "${link.path}" leads to more than ${outsideLinksMax} others.`,
          'Let it point inside the folder of the source.',
        );
      }
      const { kind, id, path, isExecutable } = found.value;
      const problem =
        kind === 'directory'
          ? await writeFolder(id, path, link.file, 1)
          : kind === 'file'
            ? await writeBlob({ id, path, isExecutable }, link.file)
            : undefined;
      if (problem !== undefined) return problem;
    }
    return undefined;
  }

  async function writeFolder(
    treeId: string,
    path: string,
    into: string,
    depth: number,
  ): Promise<GitResult<never> | undefined> {
    if (depth > 64)
      return failure('git_failed', 'The repository nests folders too deep.', 'Nest at most 64 folders.');
    await mkdir(into, { recursive: true });
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
      if (++entries > filesMax) {
        return failure(
          'git_failed',
          `The source holds more than ${filesMax} files.`,
          'Choose a smaller folder.',
        );
      }
      const file = join(into, entry.name);
      // A submodule stays an empty place: its commit belongs to another repository, which nobody registered.
      if (entry.kind === 'submodule') continue;
      if (entry.kind === 'symlink') {
        const target = await snapshot.readLink(here, entry.id);
        if (!target.ok) return target;
        links.push({ path: here, target: target.value, file });
        continue;
      }
      const problem =
        entry.kind === 'directory'
          ? await writeFolder(entry.id, here, file, depth + 1)
          : await writeBlob({ id: entry.id, path: here, isExecutable: entry.isExecutable }, file);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }

  async function writeBlob(
    blob: { id: string; path: string; isExecutable: boolean },
    file: string,
  ): Promise<GitResult<never> | undefined> {
    const header = await mirror.header(blob.id);
    bytes += header?.sizeBytes ?? 0;
    if (bytes > bytesMax) {
      return failure(
        'git_failed',
        `The source is larger than ${bytesMax} bytes.`,
        'Choose a smaller folder.',
      );
    }
    const object = await mirror.object(blob.id);
    if (object === undefined)
      return failure('git_failed', `The file "${blob.path}" cannot be read.`, 'Refresh hard.');
    await writeFile(file, object.contents, { flag: 'wx', mode: blob.isExecutable ? 0o755 : 0o644 });
    return undefined;
  }
}
