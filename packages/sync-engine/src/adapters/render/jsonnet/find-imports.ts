import { normalizeRepoPath } from '../../git/tree.ts';
import type { RenderFailure, SourceContext } from '../renderer.ts';
import { failed } from '../renderer.ts';
import { JsonnetError } from './failure.ts';
import { parseJsonnet } from './parser.ts';
import { importKey } from './run.ts';

/** The files that programs can read, all found before anything runs. */
export type JsonnetFiles = {
  /** Repository path → contents. */
  files: Map<string, Uint8Array>;
  inputs: { path: string; id: string }[];
  resolved: Map<string, string>;
};

const filesMax = 2_000;
const fileBytesMax = 4 * 1024 * 1024;

/**
 * Programs and what they import, however deep. Imports name their file by a plain string, so a program can read only what is
 * found here: files of the repository at this revision (X11). Looked for beside the importing file, then in `libs` (of the
 * root of the repository, the last first), then in the folder of the source (SRC-4).
 */
export async function findImports(
  context: SourceContext,
  mains: string[],
  libs: string[],
): Promise<JsonnetFiles | RenderFailure> {
  const { git, repository, revision } = context;
  const found: JsonnetFiles = { files: new Map(), inputs: [], resolved: new Map() };
  const folders: string[] = [];
  for (const lib of libs) {
    const folder = normalizeRepoPath(lib);
    if (folder === undefined) return escapes(lib);
    folders.unshift(folder);
  }
  folders.push(context.path);
  const queue = mains.map((path) => ({ path, isCode: true }));
  const parsed = new Set<string>();
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (!found.files.has(next.path)) {
      if (found.files.size >= filesMax) {
        return failed('render_failed', `The Jsonnet imports more than ${filesMax} files.`, 'Use fewer.');
      }
      const id = await git.pathId(repository, revision, next.path);
      if (!id.ok) return failed(id.code, id.message, id.hint);
      const read = await git.readFiles(repository, revision, [next.path], { sizeBytesMax: fileBytesMax });
      if (!read.ok) return failed(read.code, read.message, read.hint);
      found.files.set(next.path, new Uint8Array(read.value.get(next.path) ?? Buffer.alloc(0)));
      found.inputs.push({ path: next.path, id: id.value });
    }
    if (!next.isCode || parsed.has(next.path)) continue;
    parsed.add(next.path);
    const imports = importsOf(next.path, found.files.get(next.path)!);
    if (!Array.isArray(imports)) return imports;
    for (const { how, path: written } of imports) {
      const target = await resolve(context, next.path, written, folders);
      if (typeof target === 'object') return target;
      // A missing file is an error only when the import is reached, as in every Jsonnet.
      if (target === undefined) continue;
      found.resolved.set(importKey(next.path, written), target);
      queue.push({ path: target, isCode: how === 'code' });
    }
  }
  return found;
}

/** The imports that code given in options (TLAs, external variables) would make are none: it cannot name files. */
function importsOf(
  path: string,
  bytes: Uint8Array,
): ReturnType<typeof parseJsonnet>['imports'] | RenderFailure {
  try {
    return parseJsonnet(new TextDecoder().decode(bytes), path).imports;
  } catch (error) {
    if (!(error instanceof JsonnetError)) throw error;
    return jsonnetFailure(error);
  }
}

/** A mistake in a program, with its place. */
export function jsonnetFailure(error: { message: string; where: string }): RenderFailure {
  const message = error.where === '' ? error.message : `${error.where}: ${error.message}`;
  return failed('render_failed', `${message.slice(0, 1000)}.`, 'Correct the Jsonnet.');
}

async function resolve(
  context: SourceContext,
  from: string,
  written: string,
  folders: string[],
): Promise<string | undefined | RenderFailure> {
  if (written.startsWith('/')) return escapes(written);
  const own = from.includes('/') ? from.slice(0, from.lastIndexOf('/')) : '';
  let isInside = false;
  for (const folder of [own, ...folders]) {
    const path = normalizeRepoPath(`${folder}/${written}`);
    if (path === undefined) continue;
    isInside = true;
    const folderPath = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
    const listed = await context.git.listTree(context.repository, context.revision, folderPath, {
      recurse: false,
    });
    if (!listed.ok) {
      if (listed.code === 'git_path_not_found') continue;
      return failed(listed.code, listed.message, listed.hint);
    }
    if (listed.value.some((entry) => entry.path === path && entry.kind !== 'directory')) return path;
  }
  return isInside ? undefined : escapes(written);
}

function escapes(written: string): RenderFailure {
  return failed(
    'path_escapes',
    `"${written.slice(0, 200)}" leads out of the repository.`,
    'Keep imports and libraries inside the repository.',
  );
}
