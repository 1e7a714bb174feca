import picomatch from 'picomatch';
import type { KubeObject } from '../../core/model.ts';
import type { RenderFailure, RenderWork, Renderer, Rendered, SourceContext } from './renderer.ts';
import { failed } from './renderer.ts';
import { toManifests } from './manifests.ts';
import { ManifestSyntaxError, parseYaml } from './yaml.ts';

const manifestFile = /\.(ya?ml|json)$/;
const skipMark = '+argocd:skip-file-rendering';
const ownFiles = /^\.argocd-source(-[^/]*)?\.yaml$/;

/** Plain YAML and JSON files of a folder, read from git in memory: no process, no checkout (SRC-3). */
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
    if (files.some((file) => file.local.endsWith('.jsonnet')) && options.jsonnet !== undefined) {
      return failed(
        'source_invalid',
        'Jsonnet is not supported yet.',
        'Render it to YAML in the repository.',
      );
    }
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
    return {
      kind: 'work',
      inputs,
      options: [],
      tool: 'bowline',
      run: async () =>
        totalBytes > context.request.outputBytesMax
          ? tooLarge(context)
          : await readAll(
              context,
              inputs.map((input) => input.path),
            ),
    } satisfies RenderWork;
  },
};

async function readAll(context: SourceContext, paths: string[]): Promise<Rendered | RenderFailure> {
  const read = await context.git.readFiles(context.repository, context.revision, paths, {
    sizeBytesMax: context.request.outputBytesMax,
  });
  if (!read.ok) return { kind: 'failed', code: read.code, message: read.message, hint: read.hint };
  const manifests: KubeObject[] = [];
  for (const [path, bytes] of read.value) {
    const text = bytes.toString('utf8');
    if (text.includes(skipMark)) continue;
    try {
      const found = toManifests(parseYaml(text, { duplicateKeys: 'refuse' }), 'file');
      if (!found.ok) {
        return failed(
          'yaml_invalid',
          `${path}: ${found.message}.`,
          'Correct the file, or leave it out with directory.exclude.',
        );
      }
      manifests.push(...found.manifests);
    } catch (error) {
      if (!(error instanceof ManifestSyntaxError)) throw error;
      const where = error.line > 0 ? `${path}:${error.line}` : path;
      return failed('yaml_invalid', `${where}: ${error.message}.`, 'Correct the YAML of the file.');
    }
  }
  return { kind: 'rendered', manifests, warnings: [] };
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
