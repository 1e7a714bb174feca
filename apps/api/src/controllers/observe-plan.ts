import { healthOf } from '@bowline/sync-engine/core/health/health';
import type { KubeObject, Observed, Plan, ResourceKey } from '@bowline/sync-engine/core/model';
import { observe } from '@bowline/sync-engine/core/plan/hook-run';
import { hookName } from '@bowline/sync-engine/core/plan/next-step';
import { formatKey, keyOf } from '@bowline/sync-engine/core/resource-key';
import { trackingNameOf } from '@bowline/sync-engine/core/tracking';
import type { LiveCluster } from '../usecases/live-cluster.ts';

/**
 * What this Operation wrote, until the watch has seen it: a read must not be older than the own write. `settleAtMs` (monotonic) is
 * when to stop believing the own write and ask the server.
 */
export type Written = Map<string, { object: KubeObject; settleAtMs: number }>;

export type ObserveInput = {
  cluster: LiveCluster;
  plan: Plan;
  installationId: string;
  operationNumber: number;
  written: Written;
  nowMs: number;
};

/** Reads the live state of every object of a running Operation. Unknown stays unknown: the driver then waits. */
export async function observePlan(
  input: ObserveInput,
): Promise<{ observed: Observed; live: Map<string, KubeObject> }> {
  const { cluster, plan, installationId } = input;
  const keys = [...plan.items.map((item) => item.key), ...hookKeys(plan, input.operationNumber)];
  const result = await cluster.live({ trackingName: trackingNameOf(plan.application), installationId, keys });
  if (result.kind === 'unknown')
    return { observed: { kind: 'unknown', message: result.message }, live: new Map() };

  const live = new Map(result.objects.map((object) => [formatKey(keyOf(object)), object]));
  for (const [id, own] of input.written) {
    const seen = live.get(id);
    if (isCaughtUp(seen, own.object)) input.written.delete(id);
    else if (input.nowMs >= own.settleAtMs) await askServer(input, id, own.object, live);
    else live.set(id, own.object);
  }
  const objects = [...live.values()];
  const judge = (await cluster.judgeAll?.(objects)) ?? healthOf;
  return { observed: { kind: 'known', objects: observe(objects, judge) }, live };
}

/** Hooks under the names this Operation gives them. */
function hookKeys(plan: Plan, operationNumber: number): ResourceKey[] {
  return plan.steps.flatMap((step) => {
    const object = plan.items[step.item]?.desired;
    if (step.action !== 'hook' || !object) return [];
    return [
      { ...step.key, name: hookName({ object, operationNumber, phase: step.phase, index: step.index }) },
    ];
  });
}

function isCaughtUp(seen: KubeObject | undefined, own: KubeObject): boolean {
  if (seen === undefined) return false;
  if (seen.metadata.uid !== own.metadata.uid) return true;
  return version(seen) >= version(own);
}

// resourceVersions of one resource type compare as numbers since Kubernetes 1.35 made that part of the API.
function version(object: KubeObject): bigint {
  const text = object.metadata.resourceVersion ?? '';
  return /^\d+$/.test(text) ? BigInt(text) : 0n;
}

/** The watch is late or the object was changed by somebody else at once: the server decides. */
async function askServer(
  input: ObserveInput,
  id: string,
  like: KubeObject,
  live: Map<string, KubeObject>,
): Promise<void> {
  const apiVersion = like.apiVersion.split('/');
  const answer = await input.cluster.client.get(keyOf(like), apiVersion.at(-1) ?? 'v1');
  if (!answer.ok) return;
  input.written.delete(id);
  if (answer.value) live.set(id, answer.value);
  else live.delete(id);
}
