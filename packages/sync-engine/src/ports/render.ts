import type { RenderResult, Source } from '../core/model.ts';
import type { ChartRepository } from './charts.ts';
import type { GitRepository } from './git.ts';

/** One render request: sources with their pinned revisions and opened repositories, plus the build environment (SRC-11). */
export type RenderRequest = {
  application: { project: string; name: string };
  destinationNamespace: string;
  /** Of a source with `chart` the revision is its exact version, or '' to resolve it, and the repository is not read. */
  sources: { source: Source; repository: GitRepository; revision: string }[];
  /** Registered Helm repositories that charts and their dependencies may be fetched from (SRC-8, SRC-14). */
  chartRepositories?: ChartRepository[];
  kubeVersion: string;
  apiVersions: string[];
  /** Cap of the rendered output in bytes; beyond it the render fails with render_too_large (X21). */
  outputBytesMax: number;
  mode: 'normal' | 'hard';
  /**
   * `checked` (default): what is no complete object fails the render, and fields that say nothing are left out. `as-printed`:
   * every object as the renderer printed it, for people and scripts that compare with the tool; defects become warnings,
   * integers beyond 2^53 are `bigint`, and what one source prints twice stays twice.
   */
  objects?: 'checked' | 'as-printed';
};

export interface RenderPort {
  /** Never throws for a user's mistake: those come back as `failed` with a code. Unchanged inputs start no process. */
  render(request: RenderRequest): Promise<RenderResult>;
  /** Renderer of a path by its files (SRC-1), and what can be chosen there (value files, overlays). */
  detect(request: {
    repository: GitRepository;
    revision: string;
    path: string;
  }): Promise<
    | { ok: true; renderer: 'plain' | 'kustomize' | 'helm' | 'jsonnet'; valueFiles: string[]; files: number }
    | { ok: false; code: string; message: string; hint: string }
  >;
  /** Tool versions and where they were found, for logs and `bowline doctor`. */
  tools(): Promise<
    {
      name: 'git' | 'helm' | 'kustomize';
      version: string;
      origin: string;
      available: boolean;
      reason: string;
    }[]
  >;
}
