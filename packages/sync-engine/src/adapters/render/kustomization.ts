import { isObject } from '../../core/schema/json.ts';
import { normalizeRepoPath } from '../git/tree.ts';
import { kustomizationFiles } from './detect.ts';
import type { RenderFailure, SourceContext } from './renderer.ts';
import { failed } from './renderer.ts';
import { refusedCharts } from './kustomize-charts.ts';
import { ManifestSyntaxError, parseYaml } from './yaml.ts';
import { printableUrl } from './printable-url.ts';

/** A folder with a kustomization: its path, the id of its tree, the path of the file in it, what the file says. */
export type Kustomization = { path: string; id: string; file: string; content: Record<string, unknown> };

const rootsMax = 500;
const directoryFields = [
  'resources',
  'bases',
  'components',
  'generators',
  'transformers',
  'validators',
  'crds',
  'configurations',
];

/**
 * The kustomization at `start` and every one that it builds on. Kustomize's own load restriction confines each to its
 * folder, so the trees of these folders are all that a build reads: they are its cache key and its checkout. Remote bases and
 * files, and charts, are refused before anything runs (X9, X10).
 */
export async function findKustomizations(
  context: SourceContext,
  start: string,
  extra: string[],
): Promise<Kustomization[] | RenderFailure> {
  const found = new Map<string, Kustomization>();
  const queue = [start];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    if (found.has(at)) continue;
    if (found.size >= rootsMax)
      return failed(
        'render_failed',
        `The source builds on more than ${rootsMax} kustomizations.`,
        'Use fewer.',
      );
    const one = await readKustomization(context, at);
    if ('kind' in one) return one;
    found.set(at, one);
    const refused = refusal(one);
    if (refused !== undefined) return refused;
    for (const reference of [...referencesOf(one.content), ...(at === start ? extra : [])]) {
      const target = await resolveFolder(context, one, reference);
      if (typeof target === 'object') return target;
      if (target !== undefined) queue.push(target);
    }
  }
  return [...found.values()];
}

async function readKustomization(
  context: SourceContext,
  path: string,
): Promise<Kustomization | RenderFailure> {
  const { git, repository, revision } = context;
  const listed = await git.listTree(repository, revision, path, { recurse: false });
  if (!listed.ok) return failed(listed.code, listed.message, listed.hint);
  const id = await git.pathId(repository, revision, path);
  if (!id.ok) return failed(id.code, id.message, id.hint);
  const names = new Set(listed.value.map((entry) => entry.path.slice(entry.path.lastIndexOf('/') + 1)));
  const present = kustomizationFiles.filter((name) => names.has(name));
  const [fileName] = present;
  if (fileName === undefined || present.length > 1) {
    const what =
      fileName === undefined ? 'has no kustomization file' : `has ${present.length} kustomization files`;
    return failed(
      'render_failed',
      `"${path}" ${what}.`,
      'Keep exactly one kustomization.yaml in the folder.',
    );
  }
  const file = path === '' ? fileName : `${path}/${fileName}`;
  const read = await git.readFiles(repository, revision, [file], { sizeBytesMax: 1024 * 1024 });
  if (!read.ok) return failed(read.code, read.message, read.hint);
  try {
    const [content = {}] = parseYaml(read.value.get(file)?.toString('utf8') ?? '', {
      // As kustomize reads it: the last of two equal keys counts.
      duplicateKeys: 'last-wins',
    });
    if (!isObject(content)) return failed('render_failed', `${file} is not a map.`, 'Correct the file.');
    return { path, id: id.value, file, content };
  } catch (error) {
    if (!(error instanceof ManifestSyntaxError)) throw error;
    const where = error.line > 0 ? `${file}:${error.line}` : file;
    return failed('render_failed', `${where}: ${error.message}.`, 'Correct the YAML of the file.');
  }
}

function refusal(one: Kustomization): RenderFailure | undefined {
  const { file } = one;
  const refused = refusedCharts(one.content);
  if (refused !== undefined) return failed('source_invalid', `${file}: ${refused.message}`, refused.hint);
  const remote = strings(one.content, pathFields).find(isRemote);
  if (remote === undefined) return undefined;
  return failed(
    'path_escapes',
    `${file} refers to "${printableUrl(remote)}", which is not in the repository.`,
    'Copy it into the repository: nothing is fetched while rendering.',
  );
}

/** Fields of a kustomization that hold paths, at any depth. */
const pathFields = new Set([
  ...directoryFields,
  'patchesStrategicMerge',
  'path',
  'files',
  'envs',
  'env',
  'literals-file',
]);

/** What stands below is a chart's own: `path` there is no path of a file. */
const valueFields = new Set(['valuesInline']);

function strings(value: unknown, fields: Set<string>, isPath = false): string[] {
  if (typeof value === 'string')
    return isPath && !value.includes('\n') ? [value.replace(/^[^=/]+=(?=[a-z]+:\/\/)/, '')] : [];
  if (Array.isArray(value)) return value.flatMap((item) => strings(item, fields, isPath));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    valueFields.has(key) ? [] : strings(item, fields, fields.has(key)),
  );
}

function isRemote(text: string): boolean {
  return (
    /^[a-z][a-z0-9+.-]*::?\/?\//i.test(text) ||
    /^[a-z]+::/i.test(text) ||
    /^[^/\s]+@[^/\s]+:/.test(text) ||
    /^(www\.)?(github|gitlab|bitbucket)\.(com|org)[/:]/i.test(text) ||
    /[?&](ref|version|submodules|timeout)=/.test(text) ||
    text.includes('_git/')
  );
}

function referencesOf(content: Record<string, unknown>): string[] {
  return directoryFields.flatMap((field) => {
    const list = content[field];
    return Array.isArray(list)
      ? list.filter((item): item is string => typeof item === 'string' && !item.includes('\n'))
      : [];
  });
}

/** The folder a reference names; undefined when it is a file of the same tree or missing, which kustomize itself reports. */
async function resolveFolder(
  context: SourceContext,
  from: Kustomization,
  reference: string,
): Promise<string | undefined | RenderFailure> {
  const path = reference.startsWith('/') ? undefined : normalizeRepoPath(`${from.path}/${reference}`);
  if (path === undefined) {
    return failed(
      'path_escapes',
      `"${reference.slice(0, 200)}" in "${from.path}" leads out of the repository.`,
      'Keep bases inside the repository.',
    );
  }
  const listed = await context.git.listTree(context.repository, context.revision, path, { recurse: false });
  if (listed.ok) return path;
  return listed.code === 'git_path_not_found' ? undefined : failed(listed.code, listed.message, listed.hint);
}
