import picomatch from 'picomatch';
import type { HelmOptions } from '../../core/model.ts';
import type { GitRepository } from '../../ports/git.ts';
import { normalizeRepoPath } from '../git/tree.ts';
import type { RenderFailure, SourceContext } from './renderer.ts';
import { failed } from './renderer.ts';
import { printableUrl } from './printable-url.ts';

/** A file given to helm, by repository path and content id. */
export type ValueFile = {
  role: 'values' | 'parameter';
  /** Name of the parameter, for `parameter`. */
  parameter: string;
  repository: GitRepository;
  revision: string;
  path: string;
  id: string;
};

type Place = { repository: GitRepository; revision: string; path: string };

/**
 * Value files in their order, globs expanded (SRC-7), `$ref/…` read from the referenced source (SRC-13), `/…` from the root
 * of the repository. Whatever leaves the repository is refused, and URLs are never fetched (X1).
 */
export async function resolveValueFiles(
  context: SourceContext,
  options: HelmOptions,
  replace: (text: string) => string,
): Promise<ValueFile[] | RenderFailure> {
  const files: ValueFile[] = [];
  for (const written of options.valueFiles ?? []) {
    const place = placeOf(context, replace(written));
    if ('kind' in place) return place;
    const paths = isGlob(place.path) ? await expand(context, place) : [place.path];
    if (!Array.isArray(paths)) return paths;
    if (paths.length === 0 && options.ignoreMissingValueFiles !== true) return missing(written);
    for (const path of paths) {
      const id = await context.git.pathId(place.repository, place.revision, path);
      if (!id.ok) {
        if (id.code !== 'git_path_not_found') return failed(id.code, id.message, id.hint);
        if (options.ignoreMissingValueFiles === true) continue;
        return missing(written);
      }
      const isKnown = files.some((file) => file.path === path && file.repository.id === place.repository.id);
      if (!(isKnown && isGlob(place.path))) {
        files.push({
          role: 'values',
          parameter: '',
          repository: place.repository,
          revision: place.revision,
          path,
          id: id.value,
        });
      }
    }
  }
  for (const { name, path: written } of options.fileParameters ?? []) {
    const place = placeOf(context, replace(written));
    if ('kind' in place) return place;
    const id = await context.git.pathId(place.repository, place.revision, place.path);
    if (!id.ok)
      return id.code === 'git_path_not_found' ? missing(written) : failed(id.code, id.message, id.hint);
    files.push({ role: 'parameter', parameter: name, ...place, id: id.value });
  }
  return files;
}

function placeOf(context: SourceContext, written: string): Place | RenderFailure {
  if (/^[a-z][a-z0-9+.-]*:/i.test(written)) {
    return failed(
      'path_escapes',
      `The value file "${printableUrl(written)}" is a URL, which is not fetched.`,
      'Put the file into a registered repository.',
    );
  }
  const reference = /^\$([^/]+)\/(.*)$/.exec(written);
  if (reference !== null) {
    const ref = context.refs.get(reference[1]!);
    if (ref === undefined) {
      return failed(
        'source_invalid',
        `The value file "${printableUrl(written)}" names a source that does not exist.`,
        'Give one source `ref` with that name.',
      );
    }
    const path = normalizeRepoPath(reference[2]!);
    return path === undefined ? escapes(written) : { ...ref, path };
  }
  const path = normalizeRepoPath(written.startsWith('/') ? written : `${context.path}/${written}`);
  return path === undefined
    ? escapes(written)
    : { repository: context.repository, revision: context.revision, path };
}

/** Matches in lexical order, a folder's own files before those of its folders. */
async function expand(context: SourceContext, place: Place): Promise<string[] | RenderFailure> {
  const parts = place.path.split('/');
  const fixed = parts.slice(0, parts.findIndex(isGlob)).join('/');
  const listed = await context.git.listTree(place.repository, place.revision, fixed, { recurse: true });
  if (!listed.ok)
    return listed.code === 'git_path_not_found' ? [] : failed(listed.code, listed.message, listed.hint);
  if (place.path.length > 1000) return [];
  const matches = picomatch(place.path, { dot: true });
  return listed.value
    .filter((entry) => entry.kind !== 'directory' && matches(entry.path))
    .map((entry) => entry.path)
    .sort(byFolder);
}

function byFolder(a: string, b: string): number {
  const [left, right] = [a.split('/'), b.split('/')];
  for (let index = 0; ; index++) {
    const isLeafLeft = index === left.length - 1;
    const isLeafRight = index === right.length - 1;
    if (isLeafLeft !== isLeafRight) return isLeafLeft ? -1 : 1;
    if (left[index] !== right[index]) return left[index]! < right[index]! ? -1 : 1;
    if (isLeafLeft) return 0;
  }
}

function isGlob(path: string): boolean {
  return /[*?[\]]/.test(path);
}

function missing(written: string): RenderFailure {
  return failed(
    'git_path_not_found',
    `The value file "${printableUrl(written)}" does not exist at this revision.`,
    'Correct helm.valueFiles, or set helm.ignoreMissingValueFiles.',
  );
}

function escapes(written: string): RenderFailure {
  return failed(
    'path_escapes',
    `The value file "${printableUrl(written)}" leads out of the repository.`,
    'Keep value files inside the repository.',
  );
}
