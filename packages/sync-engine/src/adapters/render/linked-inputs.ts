import type { GitPort, GitRepository } from '../../ports/git.ts';
import type { RenderFailure } from './renderer.ts';
import { failed } from './renderer.ts';

/**
 * What the symlinks below a folder point at, by content id: a checkout writes it in their place, and the id of the folder's
 * tree does not change with it. Links that dangle are left out, as in the checkout.
 */
export async function linkedInputs(
  git: GitPort,
  repository: GitRepository,
  revision: string,
  folders: string[],
): Promise<{ path: string; id: string }[] | RenderFailure> {
  const inputs = new Map<string, string>();
  const followed = new Set<string>();
  const queue = folders.map((path) => ({ path, isLink: false }));
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    const listed = await git.listTree(repository, revision, at.path, { recurse: true });
    // A link to a file has nothing below it.
    if (!listed.ok && at.isLink) continue;
    if (!listed.ok) return failed(listed.code, listed.message, listed.hint);
    for (const entry of listed.value) {
      if (entry.kind !== 'symlink' || inputs.has(entry.path)) continue;
      const id = await git.pathId(repository, revision, entry.path);
      if (!id.ok && id.code === 'git_path_not_found') continue;
      if (!id.ok) return failed(id.code, id.message, id.hint);
      inputs.set(entry.path, id.value);
      if (!followed.has(id.value)) queue.push({ path: entry.path, isLink: true });
      followed.add(id.value);
    }
  }
  return [...inputs].map(([path, id]) => ({ path, id }));
}
