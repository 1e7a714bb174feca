import { maskObject } from '@bowline/sync-engine/core/secrets';
import type { KubeObject, Plan, PlanItem, ReleaseItem, StepResult } from '@bowline/sync-engine/core/model';
import { editSummary } from '@bowline/sync-engine/core/plan/edit-summary';
import { formatKey } from '@bowline/sync-engine/core/resource-key';
import { trackingOf } from '@bowline/sync-engine/core/tracking';
import { type ApplicationRecord, applicationStore } from '../store/application.ts';
import { auditStore } from '../store/audit.ts';
import type { Db } from '../store/database.ts';
import { finishedPhases, type OperationRecord, operationStore } from '../store/operation.ts';
import { planStore } from '../store/plan.ts';
import { type ReleaseRecord, releaseStore } from '../store/release.ts';
import { wake } from '../store/wake.ts';
import { announceApplication, announceOperation, announceRelease } from './announce.ts';
import type { Context } from './context.ts';
import { applyEdit } from './apply-edit.ts';
import { auditHold } from './hold.ts';

/** Releases whose snapshot is kept where the Application sets no limit; the live one is always kept (HIST-1). */
const historyDefault = 100;

export type FinishInput = {
  operation: OperationRecord;
  plan: Plan;
  results: StepResult[];
  phase: 'Succeeded' | 'Failed' | 'Error';
  message: string;
  epoch: number;
  /** End it only while it is in this phase. */
  from?: 'Waiting';
};

/**
 * Ends an Operation: its phase, the Release it made, and what the Plan does to the Application itself, in one transaction.
 * False when a newer owner has ended it already.
 */
export async function finishOperation(ctx: Context, input: FinishInput): Promise<boolean> {
  const { operation, plan, phase, epoch } = input;
  const message = messageOf(input);
  const at = ctx.clock.now().toISOString();
  const hasEnded = await ctx.db.transaction(async (tx) => {
    const application = await applicationStore(tx).lock(operation.applicationUid);
    const current = await operationStore(tx).lock(operation.id);
    // Whoever comes second must write nothing at all, no Release either.
    if (current === null || current.epoch > epoch || finishedPhases.includes(current.phase)) return false;
    if (input.from !== undefined && current.phase !== input.from) return false;
    const release =
      application && plan.kind !== 'delete' && plan.kind !== 'edit'
        ? await record(ctx, tx, application, input, at)
        : null;
    const patch = {
      phase,
      message,
      finishedAt: at,
      waitingFor: [],
      nextRetryAt: null,
      ...(release ? { release: release.number } : {}),
    };
    await operationStore(tx).update(operation.id, patch, { epoch });
    if (application) await settle(tx, application, input, release?.number);
    await auditStore(tx).append({
      actor: { kind: 'system', name: 'bowline' },
      action: `operation.${phase.toLowerCase()}`,
      object: { kind: 'Operation', project: operation.project, name: operation.id },
      application: operation.application,
      outcome: phase === 'Succeeded' ? 'succeeded' : 'failed',
      message,
      planId: operation.planId,
      digest: operation.digest,
    });
    await announceOperation(tx, operation);
    await wake(tx, { kind: 'refresh', uids: [operation.applicationUid] });
    return true;
  });
  const { id: operationId, planId, project, application } = operation;
  if (hasEnded) ctx.log.info({ operationId, planId, project, application, phase }, 'operation ended');
  return hasEnded;
}

/** A Plan that touches no object has no steps to tell of: it says what it did to the Application. */
function messageOf({ plan, phase, message }: FinishInput): string {
  if (phase !== 'Succeeded') return message;
  if (plan.kind === 'edit' && plan.edit) return editSummary(plan.edit);
  if (plan.deletion?.cascade === 'keep')
    return 'Removed from Bowline; its live objects were left as they are.';
  return message;
}

async function settle(
  tx: Db,
  application: ApplicationRecord,
  input: FinishInput,
  release: number | undefined,
): Promise<void> {
  const { operation, plan, phase } = input;
  const message = messageOf(input);
  const applications = applicationStore(tx);
  const { id, number, startedAt } = operation;
  await applications.setOperation(application.uid, { id, number, phase, message, startedAt });
  if (plan.kind === 'delete' && phase === 'Succeeded') await applications.remove(application.uid);
  // A deletion that failed is taken back: the Application is whole again and says why.
  if (plan.kind === 'delete' && phase !== 'Succeeded') await applications.unmarkDeleting(application.uid);
  if (plan.kind === 'edit' && phase === 'Succeeded') await applyEdit(tx, application, plan);
  // During the Hold, Drift and self-heal are measured against the Release that was restored.
  if (plan.hold && phase === 'Succeeded' && application.hold && release !== undefined) {
    const { replaced: _replaced, ...hold } = application.hold;
    await applications.setHold(application.uid, { ...hold, release });
  }
  // A rollback that did not happen leaves no Hold behind (G 56), and takes none away.
  if (plan.hold && phase !== 'Succeeded' && application.hold?.since === operation.createdAt) {
    const restored = application.hold.replaced ?? null;
    await applications.setHold(application.uid, restored);
    await auditHold(tx, application, {
      actor: { kind: 'system', name: 'bowline' },
      before: application.hold,
      after: restored,
      message: 'The rollback did not happen.',
    });
  }
  await applications.requestRefresh([application.uid], 'normal');
  await announceApplication(tx, application);
}

/** The Release of what was really applied: also after a failure, so that Pending and Drift are told from what runs. */
async function record(
  ctx: Context,
  tx: Db,
  application: ApplicationRecord,
  input: FinishInput,
  at: string,
): Promise<ReleaseRecord | null> {
  const { operation, plan, results, phase, message } = input;
  const applied = appliedItems(plan, results);
  if (phase !== 'Succeeded' && applied.size === 0) return null;
  const previous = application.status.release?.number ?? null;
  const manifests = await planStore(tx).openManifests(operation.planId);
  const items = await mergeItems(ctx, tx, { application, previous, plan, applied, manifests });
  const approvals = await planStore(tx).approvals(operation.planId);
  const releases = releaseStore(tx);
  const release = await releases.create({
    applicationUid: application.uid,
    project: application.project,
    application: application.name,
    planId: operation.planId,
    operationId: operation.id,
    kind: plan.kind,
    isPartial: plan.isPartial,
    restores: plan.restores ?? null,
    revisions: plan.revisions,
    desiredDigest: plan.desiredDigest,
    planDigest: plan.digest,
    spec: application.spec,
    initiator: operation.requestedBy,
    approvers: approvals
      .filter((a) => a.digest === plan.digest && a.by.name !== operation.requestedBy.name)
      .map((a) => a.by.name),
    counts: countApplied(plan, applied),
    outcome: phase === 'Succeeded' ? 'succeeded' : 'failed',
    message: phase === 'Succeeded' ? '' : message,
    // When it began to be applied, so that time to Healthy counts the roll-out.
    createdAt: operation.startedAt ?? at,
    items,
  });
  await applicationStore(tx).setRelease(application.uid, {
    number: release.number,
    at,
    by: operation.requestedBy,
    kind: plan.kind,
    revision: plan.revisions[0]?.revision ?? '',
    desiredDigest: plan.desiredDigest,
  });
  await releases.retain(
    application.uid,
    Math.max(1, application.spec.revisionHistoryLimit ?? historyDefault),
  );
  await announceRelease(tx, release);
  return release;
}

/** Keys of items whose call went through. */
function appliedItems(plan: Plan, results: StepResult[]): Set<string> {
  const done = new Set(
    results.filter((r) => r.phase === 'Succeeded' || r.uid !== undefined).map((r) => r.step),
  );
  return new Set(
    plan.steps
      .filter((step) => done.has(step.index) && step.action !== 'wait')
      .map((step) => formatKey(step.key)),
  );
}

type Merge = {
  application: ApplicationRecord;
  previous: number | null;
  plan: Plan;
  applied: Set<string>;
  manifests: Map<string, KubeObject>;
};

/** What runs now: the objects of this Plan that were applied or already right, and the rest of the Release before. */
async function mergeItems(
  ctx: Context,
  tx: Db,
  merge: Merge,
): Promise<{ item: ReleaseItem; manifest: KubeObject }[]> {
  const { application, previous, plan, applied, manifests } = merge;
  const before = previous === null ? [] : await releaseStore(tx).openItems(application.uid, previous);
  const planned = new Map(plan.items.map((item) => [formatKey(item.key), item]));
  const excluded = new Set(plan.excluded.map(formatKey));
  // Left out of a partial sync: it differs from the manifest, whatever the plan says it does about it.
  const isRight = (item: PlanItem) =>
    applied.has(formatKey(item.key)) || (item.action === 'none' && !excluded.has(formatKey(item.key)));
  const kept = before.filter((former) => {
    const item = planned.get(formatKey(former.key));
    if (item === undefined) return keepsUnplanned(former, plan);
    return item.desired === null ? !applied.has(formatKey(item.key)) : !isRight(item);
  });
  const fresh = plan.items.filter(
    (item) => item.desired !== null && isRight(item) && !isBareNamespace(item, manifests),
  );
  const former = kept.map((item) => entry(ctx, item, item.manifest));
  const added = fresh.flatMap((item) => {
    const manifest = manifests.get(formatKey(item.key));
    const { key, version, wave, hookPhases } = item;
    return manifest ? [entry(ctx, { key, version, wave, hookPhases, manifest }, manifest)] : [];
  });
  return [...former, ...added];
}

/** The Namespace that CreateNamespace made belongs to nobody: no Release restores or prunes it. */
function isBareNamespace(item: PlanItem, manifests: Map<string, KubeObject>): boolean {
  const manifest = manifests.get(formatKey(item.key));
  return (
    item.key.group === '' &&
    item.key.kind === 'Namespace' &&
    manifest !== undefined &&
    trackingOf(manifest) === null
  );
}

/** A full plan lists what it keeps, but a self-heal runs no hooks: those of the Release before still belong to what runs. */
function keepsUnplanned(former: ReleaseItem, plan: Plan): boolean {
  return plan.isPartial || (plan.kind === 'self-heal' && former.hookPhases.length > 0);
}

function entry(ctx: Context, item: ReleaseItem, manifest: KubeObject) {
  return { item: { ...item, manifest: maskObject(manifest, ctx.hashKey) }, manifest };
}

function countApplied(plan: Plan, applied: Set<string>): { create: number; change: number; prune: number } {
  const counts = { create: 0, change: 0, prune: 0 };
  for (const item of plan.items) {
    if (!applied.has(formatKey(item.key)) || item.hookPhases.length > 0) continue;
    if (item.action === 'create' || item.live === null) counts.create += 1;
    else if (item.action === 'prune') counts.prune += 1;
    else if (item.action !== 'none') counts.change += 1;
  }
  return counts;
}
