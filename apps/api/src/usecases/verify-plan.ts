import type { Plan, ReleaseItem } from '@bowline/sync-engine/core/model';
import { staleness } from '@bowline/sync-engine/core/plan/stale';
import { trackingNameOf } from '@bowline/sync-engine/core/tracking';
import type { ApplicationRecord } from '../store/application.ts';
import type { Context } from './context.ts';
import { openDestination } from './open-destination.ts';
import { openRepositories } from './open-repositories.ts';

export type Staleness = ReturnType<typeof staleness>;
export type Verification =
  | {
      kind: 'known';
      staleness: Staleness;
      newer: { revision: string; message: string; author: string } | null;
    }
  | { kind: 'unknown'; code: string; message: string };

/** Looks again at everything a Plan was computed against. Unknown live state is neither exact nor stale. */
export async function verifyPlan(
  ctx: Context,
  application: ApplicationRecord,
  plan: Plan,
): Promise<Verification> {
  const cluster = await openDestination(ctx, { ...plan.application, cluster: plan.destination.cluster });
  const touchesCluster = plan.items.some((item) => item.action !== 'none');
  const base: ReleaseItem[] | null = await ctx.releases.base(
    application.uid,
    application.status.release?.number ?? null,
  );
  if (touchesCluster && cluster === null) {
    return {
      kind: 'unknown',
      code: 'cluster_unknown',
      message: 'The destination is not a registered cluster any more.',
    };
  }
  const live =
    touchesCluster && cluster
      ? await cluster.live({
          trackingName: trackingNameOf(application),
          installationId: ctx.installationId,
          keys: plan.items.map((item) => item.key),
        })
      : { kind: 'known' as const, objects: [], asOf: '' };
  if (live.kind === 'unknown') return { kind: 'unknown', code: live.code, message: live.message };

  return {
    kind: 'known',
    staleness: staleness({
      plan,
      live: live.objects,
      clusterIdentity: cluster?.identity() ?? '',
      base,
      application: {
        generation: application.generation,
        isDeleting: application.deletionTimestamp !== null && plan.kind !== 'delete',
      },
      reachable: await reachability(ctx, application, plan),
      hashKey: ctx.hashKey,
    }),
    newer: newerCommit(application, plan),
  };
}

/** Whether each pinned revision is still part of its target revision. Git that does not answer takes nothing back: rollbacks work without it. */
async function reachability(ctx: Context, application: ApplicationRecord, plan: Plan): Promise<boolean[]> {
  const needsGit = plan.kind === 'sync' || plan.kind === 'self-heal' || plan.kind === 'retry';
  // A self-heal that keeps a restored Release applies its snapshot, whatever became of the branch since.
  if (!needsGit || plan.restores !== undefined) return plan.revisions.map(() => true);
  const repositories = await openRepositories(ctx, { project: application.project, sources: plan.revisions });
  return Promise.all(
    plan.revisions.map(async (source, index) => {
      const repository = repositories[index];
      if (!repository) return false;
      const answer = await ctx.git.isReachable(repository, source.revision, source.targetRevision);
      return answer.ok ? answer.value : answer.code !== 'git_revision_not_found';
    }),
  );
}

function newerCommit(application: ApplicationRecord, plan: Plan) {
  if (plan.kind !== 'sync') return null;
  const now = application.status.revisions[0];
  const then = plan.revisions[0];
  if (
    !now ||
    !then ||
    now.revision === then.revision ||
    application.status.desiredDigest === plan.desiredDigest
  )
    return null;
  return { revision: now.revision, message: now.message ?? '', author: now.author ?? '' };
}
