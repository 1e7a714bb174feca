import {
  isPackaged,
  packageOrigin,
  resolvePackaged,
} from '@bowline/sync-engine/adapters/render/charts/chart-source';
import { sourceTarget } from '@bowline/sync-engine/core/source-target';
import type { RenderResult, Source, SourceRevision } from '@bowline/sync-engine/core/model';
import type { GitRepository } from '@bowline/sync-engine/ports/git';
import type { ChartPort, ChartRepository, ChartResult } from '@bowline/sync-engine/ports/charts';
import type { RenderPort } from '@bowline/sync-engine/ports/render';
import type { ClusterScope } from './live-cluster.ts';
import type { RevisionCache } from './revision-cache.ts';

export type RenderSourcesInput = {
  application: { project: string; name: string };
  destinationNamespace: string;
  sources: Source[];
  /** Registered git repositories, one per source in the same order; null where none matches the URL, or for a package. */
  repositories: (GitRepository | null)[];
  /** Registered Helm repositories and registries of the Project. */
  chartRepositories: ChartRepository[];
  /** Pinned revisions, one per source, '' to resolve the target revision. */
  pinned?: string[];
  scope: Pick<ClusterScope, 'kubeVersion' | 'apiVersions'>;
  /** Answers about refs asked before this moment (monotonic ms) are too old. */
  notBeforeMs: number;
  mode: 'normal' | 'hard';
  outputBytesMax: number;
};

type Resolved = { source: Source; repository: GitRepository; revision: string };

export type RenderedSources = { revisions: SourceRevision[]; result: RenderResult };

/** Resolves every source and renders them together. A source that does not resolve is a failed render, never an empty one. */
export async function renderSources(
  ports: { render: RenderPort; revisions: RevisionCache; charts: ChartPort },
  input: RenderSourcesInput,
): Promise<RenderedSources> {
  const resolved: Resolved[] = [];
  for (const [index, source] of input.sources.entries()) {
    const pin = input.pinned?.[index] ?? '';
    if (isPackaged(source)) {
      const answer = await versionOf(ports.charts, source, { ...input, pin });
      if (!answer.ok) return failed(resolvedRevisions(resolved), index, answer);
      resolved.push({ source, repository: packageOrigin(source, ''), revision: answer.value });
      continue;
    }
    const repository = input.repositories[index] ?? null;
    if (repository === null) return failed([], index, unregistered(source));
    const answer = await ports.revisions.resolve(repository, pin || sourceTarget(source), input.notBeforeMs);
    if (!answer.ok) return failed(resolvedRevisions(resolved), index, answer);
    resolved.push({ source, repository, revision: answer.value.revision });
  }

  const result = await ports.render.render({
    application: input.application,
    destinationNamespace: input.destinationNamespace,
    sources: resolved,
    chartRepositories: input.chartRepositories,
    kubeVersion: input.scope.kubeVersion,
    apiVersions: input.scope.apiVersions,
    outputBytesMax: input.outputBytesMax,
    mode: input.mode,
  });
  return { revisions: await describe(ports.revisions, resolved, result), result };
}

// The exact version of a chart or digest of an artifact.
async function versionOf(
  charts: ChartPort,
  source: Source,
  { pin, chartRepositories, notBeforeMs }: RenderSourcesInput & { pin: string },
): Promise<ChartResult<string>> {
  if (pin !== '') return { ok: true, value: pin };
  const target = source.targetRevision ?? '';
  return resolvePackaged(charts, chartRepositories, source, { target, notBeforeMs });
}

function unregistered(source: Source) {
  return {
    code: 'repository_unknown',
    message: `No repository is registered for ${source.repoURL}.`,
    hint: 'Register the repository, or correct repoURL in the source.',
  };
}

function failed(
  revisions: SourceRevision[],
  sourceIndex: number,
  failure: { code: string; message: string; hint: string },
): RenderedSources {
  const { code, message, hint } = failure;
  return { revisions, result: { kind: 'failed', code, message, hint, sourceIndex } };
}

function resolvedRevisions(list: { source: Source; revision: string }[]): SourceRevision[] {
  return list.map(({ source, revision }) => ({
    repoURL: source.repoURL,
    targetRevision: sourceTarget(source),
    revision,
    renderer: 'plain',
    tool: '',
  }));
}

/** Adds who wrote the commit. A missing description never fails a render. */
async function describe(
  revisions: RevisionCache,
  list: Resolved[],
  result: RenderResult,
): Promise<SourceRevision[]> {
  const base = resolvedRevisions(list);
  return Promise.all(
    list.map(async ({ source, repository, revision }, index) => {
      const rendered =
        result.kind === 'rendered'
          ? result.sources.find((s) => s.repoURL === base[index]?.repoURL && s.revision === revision)
          : undefined;
      const info = isPackaged(source) ? undefined : await revisions.commitInfo(repository, revision);
      return {
        ...base[index]!,
        ...(rendered ? { renderer: rendered.renderer, tool: rendered.tool } : {}),
        ...(info?.ok
          ? { author: info.value.author, message: firstLine(info.value.message), date: info.value.date }
          : {}),
      };
    }),
  );
}

function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').slice(0, 200);
}
