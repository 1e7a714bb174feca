import type { Json, KubeObject, RendererName, Source } from '../../core/model.ts';
import type { ChartPort } from '../../ports/charts.ts';
import type { GitPort, GitRepository } from '../../ports/git.ts';
import type { RenderRequest } from '../../ports/render.ts';
import type { Confinement } from './confine.ts';
import type { Tool, ToolName } from './tools.ts';

/** A render that failed for a reason the user can act on. `output` is what the tool printed, scrubbed of scratch paths. */
export type RenderFailure = { kind: 'failed'; code: string; message: string; hint: string; output?: string };

/** One source to render: where its files are, its options after substitution, and what it may use. */
export type SourceContext = {
  git: GitPort;
  /** Packages of registered Helm repositories. */
  charts: ChartPort;
  repository: GitRepository;
  revision: string;
  /** Normalised, '' for the root of the repository. */
  path: string;
  source: Source;
  request: RenderRequest;
  /** `Source.ref` name → where its files are (SRC-13). */
  refs: Map<string, { repository: GitRepository; revision: string }>;
  tool(name: ToolName): Promise<Tool | RenderFailure>;
  confinement(): Promise<Confinement>;
  /** Runs at most as many tools at once as there are cores. */
  toolSlot<T>(task: () => Promise<T>): Promise<T>;
};

export type Rendered = { kind: 'rendered'; manifests: KubeObject[]; warnings: string[] };

/** Everything that decides the output of one source, found without starting a process, and how to make that output. */
export type RenderWork = {
  kind: 'work';
  inputs: { path: string; id: string }[];
  options: Json;
  /** Name and version of the program, or `bowline` where none is needed. */
  tool: string;
  run(): Promise<Rendered | RenderFailure>;
};

/** A renderer reads what it needs in `prepare`; `run` is skipped when its result is cached. */
export type Renderer = {
  name: RendererName;
  prepare(context: SourceContext): Promise<RenderWork | RenderFailure>;
};

export function failed(code: string, message: string, hint: string, output?: string): RenderFailure {
  return {
    kind: 'failed',
    code,
    message,
    hint,
    ...(output === undefined || output === '' ? {} : { output }),
  };
}
