import picomatch from 'picomatch';
import type { DirectoryOptions, KubeObject } from '../../core/model.ts';
import { prepareJsonnet, runJsonnetWork } from './jsonnet/work.ts';
import type { JsonnetManifests, JsonnetWork } from './jsonnet/work.ts';
import type { RenderFailure, RenderWork, Renderer, Rendered, SourceContext } from './renderer.ts';
import { failed } from './renderer.ts';
import { foreignLineOf } from './foreign-line.ts';
import { toManifests } from './manifests.ts';
import { readDocuments } from './read-documents.ts';
import { documentLines } from './yaml.ts';

const manifestFile = /\.(ya?ml|json|jsonnet)$/;
const skipMark = '+argocd:skip-file-rendering';
const warningsMax = 20;
const ownFiles = /^\.argocd-source(-[^/]*)?\.yaml$/;

/** Plain YAML and JSON files of a folder and the Jsonnet among them, read from git in memory: no checkout (SRC-3, SRC-4). */
export const plain: Renderer = {
  name: 'plain',
  async prepare(context) {
    const options = context.source.directory ?? {};
    const listed = await context.git.listTree(context.repository, context.revision, context.path, {
      recurse: options.recurse === true,
    });
    if (!listed.ok) return { kind: 'failed', code: listed.code, message: listed.message, hint: listed.hint };
    const isWanted = fileFilter(options);
    const files = listed.value
      .filter((entry) => entry.kind === 'file' || entry.kind === 'symlink')
      .map((entry) => ({
        ...entry,
        local: context.path === '' ? entry.path : entry.path.slice(context.path.length + 1),
      }))
      .filter((entry) => isWanted(entry.local))
      .sort((a, b) => (a.local < b.local ? -1 : a.local > b.local ? 1 : 0));
    if (files.length === 0) {
      return failed(
        'path_empty',
        `"${context.path}" holds no manifest.`,
        'Choose the folder with the manifests, or set directory.recurse.',
      );
    }
    const inputs: { path: string; id: string }[] = [];
    for (const file of files) {
      // A link's own id does not change with the file it points at.
      const id =
        file.kind === 'symlink'
          ? await context.git.pathId(context.repository, context.revision, file.path)
          : undefined;
      // A link that dangles holds nothing, as in Argo CD.
      if (id?.ok === false && id.code === 'git_path_not_found') continue;
      if (id !== undefined && !id.ok)
        return { kind: 'failed', code: id.code, message: id.message, hint: id.hint };
      inputs.push({ path: file.path, id: id?.value ?? file.id });
    }
    const totalBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
    const programs = inputs.map((input) => input.path).filter((path) => path.endsWith('.jsonnet'));
    const jsonnet =
      programs.length === 0 ? undefined : await prepareJsonnet(context, programs, options.jsonnet);
    if (jsonnet !== undefined && 'kind' in jsonnet) return jsonnet;
    const paths = inputs.map((input) => input.path);
    return {
      kind: 'work',
      inputs: jsonnet === undefined ? inputs : [...inputs, ...jsonnet.found.inputs],
      options: jsonnet === undefined ? [] : [jsonnet.extVars, jsonnet.tlas, [...jsonnet.found.resolved]],
      tool: 'bowline',
      run: async () =>
        totalBytes > context.request.outputBytesMax
          ? tooLarge(context)
          : await readAll(context, paths, jsonnet),
    } satisfies RenderWork;
  },
};

async function readAll(
  context: SourceContext,
  paths: string[],
  jsonnet: JsonnetWork | undefined,
): Promise<Rendered | RenderFailure> {
  const read = await context.git.readFiles(context.repository, context.revision, paths, {
    sizeBytesMax: context.request.outputBytesMax,
  });
  if (!read.ok) return { kind: 'failed', code: read.code, message: read.message, hint: read.hint };
  const texts = [...read.value]
    .map(([path, bytes]) => ({ path, text: bytes.toString('utf8'), foreignLine: foreignLineOf(bytes) }))
    .filter(({ text }) => !text.includes(skipMark));
  const foreign = texts.find(({ path, foreignLine }) => foreignLine !== undefined && isProgram(path));
  if (foreign !== undefined) return unreadable(foreign.path, foreign.foreignLine, notUtf8);
  const mains = texts.map(({ path }) => path).filter(isProgram);
  const evaluated =
    jsonnet === undefined
      ? (new Map() as JsonnetManifests)
      : await runJsonnetWork(context, { ...jsonnet, mains });
  if ('kind' in evaluated) return evaluated;
  const manifests: KubeObject[] = [];
  const warnings: string[] = [];
  for (const { path, text, foreignLine } of texts) {
    const program = evaluated.get(path);
    if (program !== undefined) {
      manifests.push(...program.manifests);
      warnings.push(...program.warnings);
      continue;
    }
    const found =
      foreignLine === undefined
        ? readFile(path, text, context.request.objects ?? 'checked')
        : noYaml(path, text, { message: notUtf8, line: foreignLine });
    if (found.kind === 'failed') return found;
    manifests.push(...found.manifests);
    warnings.push(...found.warnings);
  }
  return { kind: 'rendered', manifests, warnings: warnings.slice(0, warningsMax) };
}

const notUtf8 = 'the text is not UTF-8';

function isProgram(path: string): boolean {
  return path.endsWith('.jsonnet');
}

/** Objects of one file. */
function readFile(path: string, text: string, objects: 'checked' | 'as-printed'): Rendered | RenderFailure {
  const read = readDocuments(text, objects);
  if (!read.ok) return noYaml(path, text, read.error);
  const found = toManifests(read.documents, { origin: 'file', objects });
  const lines = documentLines(text);
  const placeOf = (document: number): string =>
    lines.length === read.documents.length ? `${path}:${lines[document]}` : path;
  if (found.ok) {
    const warnings = found.warnings.map(({ message, document }) => `${placeOf(document)}: ${message}`);
    const { duplicate } = read;
    if (duplicate !== undefined && found.manifests.length > 0)
      warnings.unshift(`${path}:${duplicate.line}: ${duplicate.message}; the last one counts`);
    return { kind: 'rendered', manifests: found.manifests, warnings };
  }
  return failed(
    'yaml_invalid',
    `${placeOf(found.document)}: ${found.message}.`,
    'Correct the file, or leave it out with directory.exclude.',
  );
}

/** A text that cannot be read is an error only where it looks like a manifest, as in Argo CD (SRC-3). */
function noYaml(
  path: string,
  text: string,
  { message, line }: { message: string; line: number },
): Rendered | RenderFailure {
  if (looksLikeManifest(text)) return unreadable(path, line, message);
  const warning = `${at(path, line)}: ${message}; the file names no apiVersion, kind or metadata and is left out`;
  return { kind: 'rendered', manifests: [], warnings: [warning] };
}

function unreadable(path: string, line: number | undefined, message: string): RenderFailure {
  const hint = message === notUtf8 ? 'Save the file as UTF-8.' : 'Correct the YAML of the file.';
  return failed('yaml_invalid', `${at(path, line ?? 0)}: ${message}.`, hint);
}

function at(path: string, line: number): string {
  return line > 0 ? `${path}:${line}` : path;
}

function looksLikeManifest(text: string): boolean {
  return /^[\s{,"'-]*(apiVersion|kind|metadata)["']?\s*:/m.test(text);
}

/**
 * Files by their extension, or all where the filter is off; `include` and `exclude` match the path below the source, or the
 * bare file name, as Argo CD's globs do.
 */
function fileFilter({
  include,
  exclude,
  disableExtensionFilter,
}: DirectoryOptions): (path: string) => boolean {
  const matcher = (pattern: string): ((path: string) => boolean) => {
    // Patterns are short and run on short paths: a bound keeps a hostile one from backtracking for long (X18).
    if (pattern.length > 1000) return () => false;
    const matches = picomatch(pattern, { dot: true, bash: true });
    return (path) => matches(path) || matches(path.slice(path.lastIndexOf('/') + 1));
  };
  const isIncluded = include === undefined || include === '' ? () => true : matcher(include);
  const isExcluded = exclude === undefined || exclude === '' ? () => false : matcher(exclude);
  return (path) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const isManifest = disableExtensionFilter === true || manifestFile.test(name);
    return isManifest && !ownFiles.test(name) && isIncluded(path) && !isExcluded(path);
  };
}

function tooLarge(context: SourceContext): RenderFailure {
  return failed(
    'render_too_large',
    `The manifests of the source are larger than ${context.request.outputBytesMax} bytes.`,
    'Split the Application, or leave files out with directory.exclude.',
  );
}
