import type { Source } from '../../core/model.ts';
import { isObject, put } from '../../core/schema/json.ts';
import type { GitPort, GitRepository } from '../../ports/git.ts';
import type { RenderFailure } from './renderer.ts';
import { failed } from './renderer.ts';
import { ManifestSyntaxError, parseYaml } from './yaml.ts';

const bytesMax = 256 * 1024;
const blocks = ['helm', 'kustomize', 'directory'] as const;

/**
 * `.argocd-source.yaml` and `.argocd-source-<application>.yaml` in the folder of the source are merged over its renderer
 * options, in that order (SRC-12). They cannot change repository, path or revision.
 */
export async function applySourceOverrides(
  git: GitPort,
  at: { repository: GitRepository; revision: string; path: string; names: Set<string> },
  application: string,
  source: Source,
): Promise<Source | RenderFailure> {
  let merged = source;
  for (const name of ['.argocd-source.yaml', `.argocd-source-${application}.yaml`]) {
    if (!at.names.has(name)) continue;
    const path = at.path === '' ? name : `${at.path}/${name}`;
    const read = await git.readFiles(at.repository, at.revision, [path], { sizeBytesMax: bytesMax });
    if (!read.ok) return failed(read.code, read.message, read.hint);
    try {
      const text = read.value.get(path)?.toString('utf8') ?? '';
      const [patch] = parseYaml(text, { duplicateKeys: 'refuse' });
      if (patch === undefined) continue;
      if (!isObject(patch)) return failed('source_invalid', `${path} is not a map.`, 'Correct the file.');
      if (Object.hasOwn(patch, 'plugin')) {
        return failed(
          'source_invalid',
          `${path} names a config management plugin, which is not run.`,
          'Commit what the plugin prints, or use a chart or a kustomization.',
        );
      }
      for (const block of blocks) {
        if (Object.hasOwn(patch, block)) {
          merged = { ...merged, [block]: mergePatch(merged[block], patch[block]) } as Source;
        }
      }
    } catch (error) {
      if (!(error instanceof ManifestSyntaxError)) throw error;
      const where = error.line > 0 ? `${path}:${error.line}` : path;
      return failed('source_invalid', `${where}: ${error.message}.`, 'Correct the YAML of the file.');
    }
  }
  return merged;
}

/** RFC 7386. */
function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const out: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(isObject(target) ? target : {})) put(out, key, value);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete out[key];
    else put(out, key, mergePatch(Object.hasOwn(out, key) ? out[key] : undefined, value));
  }
  return out;
}
