import type { RendererName, Source } from '../../core/model.ts';
import type { GitPort, GitRepository, TreeEntry } from '../../ports/git.ts';
import type { RenderPort } from '../../ports/render.ts';
import type { RenderFailure } from './renderer.ts';
import { failed } from './renderer.ts';

export const kustomizationFiles = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** Renderer of a source: its explicit block (more than one is an error), else by the files of its folder (SRC-1). */
export function chooseRenderer(source: Source, entries: TreeEntry[]): RendererName | RenderFailure {
  const blocks = (['helm', 'kustomize', 'directory'] as const).filter((name) => source[name] !== undefined);
  if (blocks.length > 1) {
    return failed(
      'source_invalid',
      `The source sets ${blocks.join(' and ')}; only one of them can apply.`,
      'Keep the block of the renderer you mean.',
    );
  }
  if (blocks[0] === 'helm') return 'helm';
  if (blocks[0] === 'kustomize') return 'kustomize';
  if (blocks[0] === 'directory') return 'plain';
  return rendererOf(entries);
}

function rendererOf(entries: TreeEntry[]): RendererName {
  const names = new Set(entries.map((entry) => entry.path.slice(entry.path.lastIndexOf('/') + 1)));
  if (names.has('Chart.yaml')) return 'helm';
  if (kustomizationFiles.some((name) => names.has(name))) return 'kustomize';
  const isJsonnet = [...names].some((name) => name.endsWith('.jsonnet'));
  const isPlain = [...names].some((name) => /\.(ya?ml|json)$/.test(name));
  return isJsonnet && !isPlain ? 'jsonnet' : 'plain';
}

/** What a folder would be rendered by, and the value files that can be chosen there. */
export async function detectRenderer(
  git: GitPort,
  request: { repository: GitRepository; revision: string; path: string },
): ReturnType<RenderPort['detect']> {
  const listed = await git.listTree(request.repository, request.revision, request.path, { recurse: false });
  if (!listed.ok) return listed;
  const renderer = rendererOf(listed.value);
  const files = listed.value.filter((entry) => entry.kind === 'file');
  const prefix = request.path.replace(/^\/+|\/+$/g, '');
  const local = files.map((entry) => (prefix === '' ? entry.path : entry.path.slice(prefix.length + 1)));
  const valueFiles = renderer === 'helm' ? local.filter((name) => /values.*\.ya?ml$/i.test(name)).sort() : [];
  return { ok: true, renderer, valueFiles, files: files.length };
}
