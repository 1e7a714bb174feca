import { AppError } from '@bowline/sync-engine/core/app-error';
import type { KubeObject, Plan } from '@bowline/sync-engine/core/model';
import { formatKey, keyOf } from '@bowline/sync-engine/core/resource-key';
import { isSecret } from '@bowline/sync-engine/core/secrets';
import type { PlanCounts } from '../store/plan.ts';
import { isCreation, unreadIn } from '../views/object-diff.ts';
import type { Evaluation } from './evaluation.ts';

/** What the server is asked about: objects the Plan would write. */
export function changedObjects(
  evaluation: Evaluation,
  applied: KubeObject[],
  selected: Set<string> | null,
): KubeObject[] {
  const inSync = new Set(
    evaluation.comparison.resources
      .filter((r) => r.verdict === 'in-sync' && r.hookPhases.length === 0)
      .map((r) => formatKey(r.key)),
  );
  return applied.filter((object) => {
    const id = formatKey(keyOf(object));
    return object.metadata.name !== undefined && !inSync.has(id) && (selected === null || selected.has(id));
  });
}

/** Unmasked manifests by the keys of the Plan's items; what the Plan itself added (a bare Namespace) comes from there. */
export function manifestsOf(plan: Plan, desired: KubeObject[]): Map<string, KubeObject> {
  const manifests = new Map<string, KubeObject>();
  for (const item of plan.items)
    if (item.desired !== null && !isSecret(item.desired)) manifests.set(formatKey(item.key), item.desired);
  for (const object of desired) {
    const key = keyOf(object);
    manifests.set(formatKey({ ...key, name: key.name || (object.metadata.generateName ?? '') }), object);
  }
  return manifests;
}

/** A Plan on partial knowledge would lie: it is refused with the reason (idea 5). */
export function refuseUnknown(evaluation: Evaluation, options: { needsRender: boolean }): void {
  const failure = evaluation.renderFailure;
  if (options.needsRender && failure) {
    const { code, message, hint } = failure;
    throw new AppError({ code, status: 422, message, hint, data: { output: failure.output ?? '' } });
  }
  const { live } = evaluation;
  if (live.kind === 'unknown') {
    const { status, hint } = unknownLiveAnswers[live.code] ?? {
      status: 503,
      hint: 'A plan needs the live state: test the connection of the cluster.',
    };
    throw new AppError({ code: live.code, status, message: live.message, hint });
  }
}

/** What waiting does not mend, by the code of the unknown live state. */
const unknownLiveAnswers: Record<string, { status: number; hint: string }> = {
  cluster_unknown: { status: 409, hint: 'Register the cluster, or correct the destination.' },
  cluster_not_in_project: { status: 403, hint: 'Choose a cluster that this Project may use.' },
};

/** Why there is no Plan: both sides are equal. */
export function nothingToDo(evaluation: Evaluation): AppError {
  const asOf = evaluation.live.kind === 'known' ? evaluation.live.asOf : '';
  return new AppError({
    code: 'nothing_to_do',
    status: 409,
    message: 'Desired and live are equal: there is nothing to do.',
    hint: asOf === '' ? '' : `The live state was read at ${asOf}.`,
  });
}

/** How many objects a Plan creates, changes and removes; what was not read is none of them. */
export function countsOf(plan: Plan): PlanCounts {
  const counts: PlanCounts = { create: 0, change: 0, prune: 0, hook: 0, restartPods: 0 };
  const unread = unreadIn(plan);
  for (const item of plan.items) {
    if (unread.has(formatKey(item.key))) continue;
    if (item.action === 'hook') counts.hook += 1;
    else if (item.action === 'prune' || item.action === 'delete') counts.prune += 1;
    else if (isCreation(item)) counts.create += 1;
    else if (item.action !== 'none' && item.action !== 'wait') counts.change += 1;
  }
  return counts;
}
