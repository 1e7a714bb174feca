import type { ObjectDiff } from '@bowline/contract';
import type {
  KubeObject,
  Plan,
  PlanItem,
  PlanStep,
  ResourceComparison,
  Verdict,
} from '@bowline/sync-engine/core/model';
import { formatKey } from '@bowline/sync-engine/core/resource-key';
import { dump } from 'js-yaml';

/** YAML as a person reads it: no managedFields, long strings unfolded; '' for an absent object. Objects come in masked. */
export function yamlText(object: KubeObject | null): string {
  if (object === null) return '';
  const { managedFields: _, ...metadata } = object.metadata;
  return dump({ ...object, metadata }, { lineWidth: -1 });
}

/** A compared resource as the diff of the public API. */
export function diffOfComparison(resource: ResourceComparison): ObjectDiff {
  const verdict = verdictOf(resource);
  return {
    id: formatKey(resource.key),
    key: resource.key,
    version: resource.version,
    verdict,
    action: actionOfVerdict[verdict],
    phase: resource.hookPhases[0] ?? null,
    wave: resource.wave,
    hookPhases: resource.hookPhases,
    fields: resource.fields,
    hidden: resource.hidden,
    desiredYaml: yamlText(resource.desired),
    liveYaml: yamlText(resource.live),
    reasons: resource.reasons,
    message: resource.message,
  };
}

const actionOfVerdict = {
  'in-sync': 'none',
  modified: 'apply',
  missing: 'create',
  extra: 'prune',
  unknown: 'none',
} as const;

/** What was not read is not missing (idea 5). */
export function verdictOf({ verdict, isUnread }: ResourceComparison): Verdict | 'unknown' {
  return isUnread ? 'unknown' : verdict;
}

/** Ids of the objects that a Plan would write though nobody knows whether they are there; they block it. */
export function unreadIn({ risks }: Pick<Plan, 'risks'>): ReadonlySet<string> {
  return new Set(risks.flatMap(({ code, key }) => (code === 'unread' && key ? [formatKey(key)] : [])));
}

/** Whether an object comes to be: a missing Namespace is applied, for one that appears meanwhile is as good. */
export function isCreation({ action, live }: Pick<PlanItem, 'action' | 'live'>): boolean {
  return action === 'create' || (action === 'apply' && live === null);
}

/** An object of a Plan as the diff of the public API; `step` is the first step that touches it. */
export function diffOfPlanItem(
  item: PlanItem,
  { step, isUnread }: { step?: PlanStep; isUnread: boolean },
): ObjectDiff {
  return {
    id: formatKey(item.key),
    key: item.key,
    version: item.version,
    verdict: isUnread ? 'unknown' : verdictOfItem(item),
    action: item.action,
    phase: step?.phase ?? null,
    wave: step?.wave ?? item.wave,
    hookPhases: item.hookPhases,
    fields: item.fields,
    hidden: item.hidden,
    desiredYaml: yamlText(item.desired),
    liveYaml: yamlText(item.live),
    reasons: [],
    message: step?.reason ?? '',
  };
}

function verdictOfItem(item: PlanItem): ObjectDiff['verdict'] {
  if (item.desired === null) return 'extra';
  if (item.live === null) return 'missing';
  return item.fields.length === 0 ? 'in-sync' : 'modified';
}
