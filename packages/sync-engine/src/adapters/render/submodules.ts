import type { GitPort, GitRepository } from '../../ports/git.ts';

const fileBytesMax = 1024 * 1024;

/** A place in a repository; `path` is normalised, '' for the root. */
type Place = { repository: GitRepository; revision: string; path: string };

/**
 * Git submodules at, above or below a path: their commits belong to other repositories and are not fetched, so a render finds
 * nothing there (SRC-17). Empty where the files lie as a folder of this machine has them.
 */
export async function submodulesAround(
  git: GitPort,
  { repository, revision, path }: Place,
): Promise<string[]> {
  const read = await git.readFiles(repository, revision, ['.gitmodules'], { sizeBytesMax: fileBytesMax });
  if (!read.ok) return [];
  const text = read.value.get('.gitmodules')?.toString('utf8') ?? '';
  const paths = [...text.matchAll(/^\s*path\s*=\s*"?([^"\n]+?)"?\s*$/gm)].map(([, found = '']) => found);
  const near = paths.filter((module) => isWithin(module, path) || isWithin(path, module));
  const isEmpty = await Promise.all(
    near.map((module) => isSubmodule(git, { repository, revision, path: module })),
  );
  return near.filter((_module, index) => isEmpty[index]);
}

/** Whether `path` is `folder` or lies in it. */
export function isWithin(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

async function isSubmodule(git: GitPort, { repository, revision, path }: Place): Promise<boolean> {
  const parent = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
  const listed = await git.listTree(repository, revision, parent, { recurse: false });
  return listed.ok && listed.value.some((entry) => entry.path === path && entry.kind === 'submodule');
}
