import { isPackaged } from '@bowline/sync-engine/adapters/render/charts/chart-source';
import type { Plan, ReleaseItem } from '@bowline/sync-engine/core/model';
import { staleness } from '@bowline/sync-engine/core/plan/stale';
import { trackingNameOf } from '@bowline/sync-engine/core/tracking';
import type { ApplicationRecord } from '../store/application.ts';
import { projectStore } from '../store/project.ts';
import type { Context } from './context.ts';
import { openDestination } from './open-destination.ts';
import { openRepositories } from './open-repositories.ts';
import { askReachable, rememberedReachable } from './reachability.ts';

export type Staleness = ReturnType<typeof staleness>;
export type Verification =
  | {
      kind: 'known';
      staleness: Staleness;
      /** Where the head is by now, when the Plan is not of it. */
      head: { revision: string } | null;
    }
  | { kind: 'unknown'; code: string; message: string };

/**
 * Looks again at everything a Plan was computed against. Unknown live state is neither exact nor stale. `git`: `ask` before
 * something is started; `remembered` for pages, which never wait for a remote.
 */
export async function verifyPlan(
  ctx: Context,
  application: ApplicationRecord,
  plan: Plan,
  git: 'ask' | 'remembered' = 'ask',
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
      reachable: await reachability(ctx, application, plan, git),
      hashKey: ctx.hashKey,
    }),
    head: await movedHead(ctx, application, plan, git),
  };
}

/** A rollback and what keeps a restored Release apply a snapshot, whatever became of the branch since. */
function needsGit(plan: Plan): boolean {
  return (
    (plan.kind === 'sync' || plan.kind === 'self-heal' || plan.kind === 'retry') &&
    plan.restores === undefined
  );
}

async function reachability(
  ctx: Context,
  application: ApplicationRecord,
  plan: Plan,
  git: 'ask' | 'remembered',
): Promise<boolean[]> {
  if (!needsGit(plan)) return plan.revisions.map(() => true);
  const repositories = await openRepositories(ctx, { project: application.project, sources: plan.revisions });
  return Promise.all(
    plan.revisions.map(async ({ revision, targetRevision }, index) => {
      // A version of a package never changes.
      if (isPackage(application, index)) return true;
      const repository = repositories[index];
      if (!repository) return false;
      const query = { repository, revision, targetRevision };
      return git === 'ask' ? askReachable(ctx, query) : rememberedReachable(ctx, query);
    }),
  );
}

function isPackage(application: ApplicationRecord, index: number): boolean {
  const source = application.spec.sources[index];
  return source !== undefined && isPackaged(source);
}

/** The first source whose head is another revision than the Plan's: asked of git where the Project runs heads only. */
async function movedHead(
  ctx: Context,
  application: ApplicationRecord,
  plan: Plan,
  git: 'ask' | 'remembered',
): Promise<{ revision: string } | null> {
  if (!needsGit(plan)) return null;
  const project = await projectStore(ctx.db).find(application.project);
  if (project?.spec.guards?.requireHead !== true) return null;
  const { sources } = application.spec;
  const repositories = await openRepositories(ctx, { project: application.project, sources });
  for (const [index, source] of sources.entries()) {
    const repository = repositories[index];
    const planned = plan.revisions[index]?.revision;
    if (!repository || planned === undefined || isPackaged(source)) continue;
    const asked =
      git === 'ask'
        ? await ctx.revisions.resolve(repository, source.targetRevision ?? '', ctx.clock.monotonicMs())
        : null;
    const head = asked?.ok ? asked.value.revision : application.status.revisions[index]?.revision;
    if (head !== undefined && head !== planned) return { revision: head };
  }
  return null;
}
