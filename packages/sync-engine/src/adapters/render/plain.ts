import picomatch from 'picomatch';
import type { KubeObject } from '../../core/model.ts';
import { prepareJsonnet, runJsonnetWork } from './jsonnet/work.ts';
import type { JsonnetWork } from './jsonnet/work.ts';
import type { RenderFailure, RenderWork, Renderer, Rendered, SourceContext } from './renderer.ts';
import { failed } from './renderer.ts';
import { toManifests } from './manifests.ts';
import { ManifestSyntaxError, parseYaml } from './yaml.ts';

const manifestFile = /\.(ya?ml|json|jsonnet)$/;
const skipMark = '+argocd:skip-file-rendering';
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
    const isWanted = fileFilter(options.include, options.exclude);
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
    .map(([path, bytes]) => ({ path, text: bytes.toString('utf8') }))
    .filter(({ text }) => !text.includes(skipMark));
  const mains = texts.map(({ path }) => path).filter((path) => path.endsWith('.jsonnet'));
  const evaluated =
    jsonnet === undefined
      ? new Map<string, KubeObject[]>()
      : await runJsonnetWork(context, { ...jsonnet, mains });
  if ('kind' in evaluated) return evaluated;
  const manifests: KubeObject[] = [];
  for (const { path, text } of texts) {
    const found = evaluated.get(path) ?? readFile(path, text);
    if (!Array.isArray(found)) return found;
    manifests.push(...found);
  }
  return { kind: 'rendered', manifests, warnings: [] };
}

function readFile(path: string, text: string): KubeObject[] | RenderFailure {
  try {
    const found = toManifests(parseYaml(text, { duplicateKeys: 'refuse' }), 'file');
    if (found.ok) return found.manifests;
    return failed(
      'yaml_invalid',
      `${path}: ${found.message}.`,
      'Correct the file, or leave it out with directory.exclude.',
    );
  } catch (error) {
    if (!(error instanceof ManifestSyntaxError)) throw error;
    const where = error.line > 0 ? `${path}:${error.line}` : path;
    return failed('yaml_invalid', `${where}: ${error.message}.`, 'Correct the YAML of the file.');
  }
}

/** `include` and `exclude` match the path below the source, or the bare file name, as Argo CD's globs do. */
function fileFilter(include: string | undefined, exclude: string | undefined): (path: string) => boolean {
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
    return manifestFile.test(name) && !ownFiles.test(name) && isIncluded(path) && !isExcluded(path);
  };
}

function tooLarge(context: SourceContext): RenderFailure {
  return failed(
    'render_too_large',
    `The manifests of the source are larger than ${context.request.outputBytesMax} bytes.`,
    'Split the Application, or leave files out with directory.exclude.',
  );
}
