import { get, isObject } from './json.ts';
import { child, items, orElse } from './fill.ts';
import type { JsonObject } from './types.ts';

/** Defaults of a Pod spec wherever it stands: in a Pod or in a template. */
export function podSpecDefaults(spec: JsonObject): void {
  orElse(spec, 'dnsPolicy', 'ClusterFirst');
  orElse(spec, 'restartPolicy', 'Always');
  orElse(spec, 'securityContext', {});
  orElse(spec, 'terminationGracePeriodSeconds', 30);
  orElse(spec, 'schedulerName', 'default-scheduler');
  // The deprecated alias is kept equal to serviceAccountName.
  const account = get(spec, 'serviceAccountName') || get(spec, 'serviceAccount');
  for (const field of ['serviceAccountName', 'serviceAccount']) {
    if (account) spec[field] = account;
    else delete spec[field];
  }
}

/** Defaults of Pods alone, with what the standard admission plugins add. */
export function podDefaults(pod: JsonObject): void {
  const spec = child(pod, 'spec');
  orElse(spec, 'enableServiceLinks', true);
  if (spec.hostNetwork === true) hostPorts(spec);
  for (const container of [...items(spec, 'containers'), ...items(spec, 'initContainers')]) {
    const resources = get(container, 'resources');
    const limits = isObject(resources) ? get(resources, 'limits') : undefined;
    if (!isObject(resources) || !isObject(limits)) continue;
    const requests = child(resources, 'requests');
    for (const [name, limit] of Object.entries(limits)) orElse(requests, name, limit);
  }
  orElse(spec, 'preemptionPolicy', 'PreemptLowerPriority');
  if (get(spec, 'priorityClassName') === undefined) orElse(spec, 'priority', 0);
  addEvictionTolerations(spec);
}

/** Defaults of a Job spec; the Job of a CronJob's template takes them when it is made. */
export function jobDefaults(spec: JsonObject): void {
  if (get(spec, 'completions') === undefined && get(spec, 'parallelism') === undefined) spec.completions = 1;
  orElse(spec, 'parallelism', 1);
  orElse(spec, 'backoffLimit', get(spec, 'backoffLimitPerIndex') === undefined ? 6 : 2_147_483_647);
  orElse(spec, 'completionMode', 'NonIndexed');
  orElse(spec, 'suspend', false);
  const hasPolicy = get(spec, 'podFailurePolicy') !== undefined;
  orElse(spec, 'podReplacementPolicy', hasPolicy ? 'Failed' : 'TerminatingOrFailed');
  orElse(spec, 'manualSelector', false);
}

function hostPorts(spec: JsonObject): void {
  for (const container of [...items(spec, 'containers'), ...items(spec, 'initContainers')]) {
    for (const port of items(container, 'ports')) orElse(port, 'hostPort', port.containerPort);
  }
}

/** Without a toleration of its own, a Pod stays five minutes on a node that is gone (DefaultTolerationSeconds). */
function addEvictionTolerations(spec: JsonObject): void {
  const held = items(spec, 'tolerations');
  const added = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']
    .filter(
      (key) =>
        !held.some(
          (t) =>
            (t.key === key || t.key === undefined) && (t.effect === 'NoExecute' || t.effect === undefined),
        ),
    )
    .map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }));
  if (added.length > 0) spec.tolerations = [...held, ...added];
}
