import { topics } from '@bowline/contract';
import { digestOf } from '@bowline/sync-engine/core/diff/digest';
import type { Decision, KubeObject, TreeNode } from '@bowline/sync-engine/core/model';
import { type ApplicationRecord, applicationStore, type StatusPatch } from '../store/application.ts';
import type { Db } from '../store/database.ts';
import { outboxStore } from '../store/outbox.ts';
import { releaseStore } from '../store/release.ts';
import { resourceStore } from '../store/resource.ts';
import { treeNodeView } from '../views/tree.ts';
import { announceApplication } from './announce.ts';
import { conditionsOf } from './conditions.ts';
import type { Context } from './context.ts';
import type { Evaluation } from './evaluation.ts';

/** Saves status, tree rows and events of one look in one transaction; what did not change is not written. */
export async function saveEvaluation(
  ctx: Context,
  application: ApplicationRecord,
  evaluation: Evaluation,
  decision: Decision | null,
): Promise<ApplicationRecord> {
  const now = ctx.clock.now().toISOString();
  const isKnown = evaluation.comparison.status !== 'Unknown';
  const tree = digestOf(evaluation.tree);
  const isTreeNew = isKnown && !ctx.looks.isTreeSaved(application.uid, tree);
  const healthy = newlyHealthy(ctx, application, evaluation);
  const saved = await ctx.db.transaction(async (tx) => {
    const patch = statusPatch(application, evaluation, decision, now);
    // The write holds the row, so that the tree is written for an Application that is there.
    const updated =
      (await applicationStore(tx).updateStatus(application, patch)) ??
      (await applicationStore(tx).lock(application.uid));
    // Deleted while it was looked at: nothing to save.
    if (!updated) return application;
    // Unknown keeps the last known tree: it is marked with its age, never emptied (idea 5).
    if (isTreeNew) await saveTree(tx, application, evaluation.tree);
    if (healthy !== null) await releaseStore(tx).markHealthy(application.uid, healthy, now);
    if (isVisible(application, updated)) await announceApplication(tx, updated);
    return updated;
  });
  if (isKnown) ctx.looks.rememberTree(application.uid, tree);
  if (healthy !== null) ctx.looks.rememberHealthy(application.uid, healthy);
  return saved;
}

async function saveTree(tx: Db, application: ApplicationRecord, tree: TreeNode[]): Promise<void> {
  const change = await resourceStore(tx).replaceTree(application.uid, tree);
  if (change.written.length === 0 && change.removed.length === 0) return;
  await outboxStore(tx).append([
    {
      topic: topics.tree(application.uid),
      type: 'patch',
      project: application.project,
      data: treeChange(change),
    },
  ]);
}

/** Number of the live Release when it is Healthy and not known to have been so before. */
function newlyHealthy(ctx: Context, application: ApplicationRecord, evaluation: Evaluation): number | null {
  const { release } = application.status;
  if (!release || evaluation.health.status !== 'Healthy' || evaluation.comparison.status === 'Unknown')
    return null;
  return ctx.looks.wasHealthy(application.uid, release.number) ? null : release.number;
}

const treePatchMax = 200;

function treeChange(change: { written: TreeNode[]; removed: string[] }) {
  // A large change is only announced: pages load the tree again, and NOTIFY rows stay small.
  if (change.written.length > treePatchMax) return { reload: true };
  return { written: change.written.map(treeNodeView), removed: change.removed };
}

/** Whether a page would look different: a later `reconciledAt` alone is not worth an event. */
function isVisible(before: ApplicationRecord, after: ApplicationRecord): boolean {
  const strip = (status: ApplicationRecord['status']) =>
    JSON.stringify({ ...status, reconciledAt: null, liveAsOf: null });
  return strip(before.status) !== strip(after.status);
}

function statusPatch(
  application: ApplicationRecord,
  evaluation: Evaluation,
  decision: Decision | null,
  now: string,
): StatusPatch {
  const { comparison, tree, revisions, renderFailure } = evaluation;
  const first = revisions[0];
  const common: StatusPatch = {
    health: evaluation.health,
    sync: { status: comparison.status, message: comparison.message },
    conditions: conditionsOf(evaluation, application.status.conditions, now),
    decision,
    reconciledAt: now,
    observedGeneration: application.generation,
    targetRevision: application.spec.sources[0]?.targetRevision ?? '',
    ...(renderFailure === null && first
      ? {
          revisions,
          desiredRevision: first.revision,
          ...(evaluation.desiredDigest === null ? {} : { desiredDigest: evaluation.desiredDigest }),
        }
      : {}),
  };
  if (comparison.status === 'Unknown') return common;
  const managed = tree.filter((node) => node.verdict !== null);
  return {
    ...common,
    counts: {
      ...comparison.reasons,
      resources: tree.length,
      problems: tree.filter((node) => node.health !== null && isProblem(node.health.status)).length,
      changed: managed.filter((node) => node.sync === 'OutOfSync').length,
    },
    images: [...new Set(tree.flatMap((node) => node.images))].sort().slice(0, 200),
    urls: externalUrls(evaluation),
    liveAsOf: evaluation.live.kind === 'known' ? evaluation.live.asOf : null,
  };
}

function isProblem(status: string): boolean {
  return status === 'Degraded' || status === 'Missing' || status === 'Unknown';
}

/** Addresses of Ingress hosts (APP-10). Only http and https ever become links (X58). */
function externalUrls(evaluation: Evaluation): string[] {
  if (evaluation.live.kind !== 'known') return [];
  const urls = evaluation.live.objects.filter((o) => o.kind === 'Ingress').flatMap(ingressUrls);
  return [...new Set(urls)].sort().slice(0, 50);
}

function ingressUrls(ingress: KubeObject): string[] {
  const spec = ingress.spec as { rules?: { host?: string }[]; tls?: { hosts?: string[] }[] } | undefined;
  const secure = new Set((spec?.tls ?? []).flatMap((entry) => entry.hosts ?? []));
  return (spec?.rules ?? []).flatMap(({ host }) =>
    host && /^[\w.-]+$/.test(host) ? [`${secure.has(host) ? 'https' : 'http'}://${host}`] : [],
  );
}
