import type { ApplicationSpec, ReleaseItem } from '@bowline/sync-engine/core/model';
import type { Context } from './context.ts';
import { type Evaluation, evaluate } from './evaluation.ts';
import { ignoredIn, serverDiffIn } from './ignored-in.ts';
import type { LiveCluster } from './live-cluster.ts';
import { openDestination } from './open-destination.ts';
import { openChartRepositories } from './open-chart-repositories.ts';
import { openRepositories } from './open-repositories.ts';
import { type RenderedSources, renderSources } from './render-sources.ts';

export type InspectInput = {
  application: {
    uid: string | null;
    project: string;
    name: string;
    spec: ApplicationSpec;
    cluster: string;
    annotations?: Record<string, string>;
  };
  /** Number of the live Release; null before the first. */
  release: number | null;
  mode: 'normal' | 'hard';
  /** Answers about refs that are older (monotonic ms) are asked for again; -Infinity takes any. */
  notBeforeMs: number;
  /** Revisions to use instead of the target revisions, by source. */
  pinned?: string[];
};

export type Inspection = { evaluation: Evaluation; base: ReleaseItem[] | null; cluster: LiveCluster | null };

/** One whole look at an Application: resolve → render → read live → compare. Failures of any side are part of the answer. */
export async function inspectApplication(ctx: Context, input: InspectInput): Promise<Inspection> {
  const { application } = input;
  const cluster = await openDestination(ctx, application);
  const rendered = await render(ctx, input, cluster);
  const base = application.uid === null ? null : await ctx.releases.base(application.uid, input.release);
  const evaluation = await evaluate({
    application,
    installationId: ctx.installationId,
    hashKey: ctx.hashKey,
    rendered,
    cluster,
    base,
    ignore: ignoredIn(ctx, application.spec),
    serverDiff: serverDiffIn(ctx, application.annotations),
    ...(application.uid === null ? {} : { memory: ctx.looks.memory(application.uid) }),
  });
  return { evaluation, base, cluster };
}

async function render(
  ctx: Context,
  input: InspectInput,
  cluster: LiveCluster | null,
): Promise<RenderedSources> {
  const { spec, project, name } = input.application;
  const scope = cluster === null ? { kubeVersion: '', apiVersions: [] } : await cluster.scope();
  return renderSources(ctx, {
    application: { project, name },
    destinationNamespace: spec.destination.namespace,
    sources: spec.sources,
    repositories: await openRepositories(ctx, { project, sources: spec.sources }),
    chartRepositories: await openChartRepositories(ctx, project),
    ...(input.pinned ? { pinned: input.pinned } : {}),
    scope,
    notBeforeMs: input.notBeforeMs,
    mode: input.mode,
    outputBytesMax: ctx.limits.renderBytesMax,
  });
}
