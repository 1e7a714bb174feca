import { healthOf } from '@bowline/sync-engine/core/health/health';
import type { KubeObject, Observed, Plan, ResourceKey } from '@bowline/sync-engine/core/model';
import { observe } from '@bowline/sync-engine/core/plan/hook-run';
import { hookName } from '@bowline/sync-engine/core/plan/next-step';
import { objectsByKey } from '@bowline/sync-engine/core/resource-key';
import { trackingNameOf } from '@bowline/sync-engine/core/tracking';
import type { LiveCluster } from '../usecases/live-cluster.ts';

export type ObserveInput = {
  cluster: LiveCluster;
  plan: Plan;
  installationId: string;
  operationNumber: number;
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

  const live = objectsByKey(result.objects);
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
