import { AppError } from '@bowline/sync-engine/core/app-error';
import type { KubeObject, ReleaseItem } from '@bowline/sync-engine/core/model';
import type { ApplicationRecord } from '../store/application.ts';
import { type ReleaseRecord, releaseStore } from '../store/release.ts';
import type { Context } from './context.ts';
import { type Evaluation, evaluate } from './evaluation.ts';
import { ignoredIn, serverDiffIn } from './ignored-in.ts';
import { openDestination } from './open-destination.ts';
import type { LiveCluster } from './live-cluster.ts';

export type RestoredRelease = {
  release: ReleaseRecord;
  evaluation: Evaluation;
  /** What the live Release applied. */
  base: ReleaseItem[] | null;
  cluster: LiveCluster | null;
};

/** Compares the stored snapshot of a Release, Secrets included, with the cluster. Never contacts git (G 54, D10). */
export async function evaluateRelease(
  ctx: Context,
  application: ApplicationRecord,
  input: { number: number; includeHooks: boolean },
): Promise<RestoredRelease> {
  const { number } = input;
  const release = await releaseStore(ctx.db).get(application.uid, number);
  if (!release?.hasSnapshot) throw notRestorable(number, release);
  const stored = await releaseStore(ctx.db).openItems(application.uid, number);
  const items = input.includeHooks ? stored : stored.filter((item) => item.hookPhases.length === 0);
  const cluster = await openDestination(ctx, application);
  const base = await ctx.releases.base(application.uid, application.status.release?.number ?? null);
  const evaluation = await evaluate({
    application,
    installationId: ctx.installationId,
    hashKey: ctx.hashKey,
    rendered: {
      revisions: release.revisions,
      result: {
        kind: 'rendered',
        sources: [],
        manifests: items.map((item) => item.manifest),
        digest: release.desiredDigest,
        warnings: [],
      },
    },
    cluster,
    base,
    ignore: ignoredIn(ctx, application.spec),
    serverDiff: serverDiffIn(ctx, application.annotations),
  });
  return { release, evaluation, base, cluster };
}

/** Manifests of a Release by key, masked: for pages and comparisons. */
export async function releaseManifests(
  ctx: Context,
  applicationUid: string,
  number: number,
): Promise<KubeObject[]> {
  const release = await releaseStore(ctx.db).get(applicationUid, number);
  if (!release?.hasSnapshot) throw notRestorable(number, release);
  return (await releaseStore(ctx.db).items(applicationUid, number)).map((item) => item.manifest);
}

function notRestorable(number: number, release: ReleaseRecord | null): AppError {
  return new AppError({
    code: 'release_not_found',
    status: 404,
    message: release
      ? `The manifests of release ${number} were removed by retention.`
      : `There is no release ${number}.`,
    hint: release
      ? `Sync revision ${release.revisions[0]?.revision.slice(0, 7) ?? ''} from git instead.`
      : 'See the history for the releases that exist.',
  });
}
