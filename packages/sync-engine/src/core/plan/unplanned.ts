import { hookPhasesOf } from '../annotations.ts';
import type { KubeObject, Plan, ResourceKey } from '../model.ts';
import { formatKey, keyOf } from '../resource-key.ts';
import { isTrackedBy } from '../tracking.ts';

/**
 * Live objects that the Application manages and that its deletion does not know: it was planned on an incomplete view, or
 * they came later. To delete the Application without them would leave them behind for nobody.
 */
export function unplanned(
  plan: Plan,
  live: Iterable<KubeObject>,
  mark: { trackingName: string; installationId: string },
): ResourceKey[] {
  const planned = new Set(plan.items.map((item) => formatKey(item.key)));
  return [...live]
    .filter((object) => isTrackedBy(object, mark) && !planned.has(formatKey(keyOf(object))))
    .filter((object) => (object.metadata.ownerReferences?.length ?? 0) === 0 && !isNoResource(object))
    .map(keyOf);
}

function isNoResource(object: KubeObject): boolean {
  const hook = hookPhasesOf(object);
  return hook.isHook || hook.isIgnored || hook.isSkipped;
}
