import { annotationOf } from '../annotations.ts';
import type { Health, KubeObject } from '../model.ts';
import { podHealth, podText } from './pod.ts';
import {
  type StatusCondition,
  conditionsAt,
  conditionsOf,
  degraded,
  healthy,
  listAt,
  progressing,
  suspended,
  textAt,
  unknown,
  wordsOf,
} from './read.ts';
import {
  daemonSetHealth,
  deploymentHealth,
  replicaSetHealth,
  statefulSetHealth,
  workloadTexts,
} from './workloads.ts';

/**
 * `versions` undefined = any version; an object in another version is Unknown, never guessed at. `text` says the rule in words
 * for the reference page.
 */
type NativeCheck = { versions?: string[]; text: string; check: (object: KubeObject) => Health };

const ingress: NativeCheck = {
  versions: ['v1', 'v1beta1'],
  text: 'an address in status.loadBalancer.ingress → Healthy, else → Progressing',
  check: ingressHealth,
};

/** The kinds that Argo CD checks in code (B8), by `group/kind`. */
export const nativeChecks: ReadonlyMap<string, NativeCheck> = new Map<string, NativeCheck>([
  ['apps/Deployment', { versions: ['v1'], text: workloadTexts.Deployment, check: deploymentHealth }],
  ['apps/StatefulSet', { versions: ['v1'], text: workloadTexts.StatefulSet, check: statefulSetHealth }],
  ['apps/DaemonSet', { versions: ['v1'], text: workloadTexts.DaemonSet, check: daemonSetHealth }],
  ['apps/ReplicaSet', { versions: ['v1'], text: workloadTexts.ReplicaSet, check: replicaSetHealth }],
  ['/Pod', { versions: ['v1'], text: podText, check: podHealth }],
  [
    '/Service',
    {
      versions: ['v1'],
      text: 'type LoadBalancer without an address → Progressing, else → Healthy',
      check: serviceHealth,
    },
  ],
  [
    '/PersistentVolumeClaim',
    {
      versions: ['v1'],
      text: 'phase Bound → Healthy, Pending → Progressing, Lost → Degraded, any other → Unknown',
      check: claimHealth,
    },
  ],
  [
    'batch/Job',
    {
      versions: ['v1'],
      text:
        'a condition Failed, whatever its status → Degraded; Suspended True → Suspended; a condition Complete or Suspended → Healthy; ' +
        'else → Progressing',
      check: jobHealth,
    },
  ],
  ['networking.k8s.io/Ingress', ingress],
  ['extensions/Ingress', { ...ingress, versions: ['v1beta1'] }],
  [
    'apiregistration.k8s.io/APIService',
    {
      versions: ['v1', 'v1beta1'],
      text: 'Available True → Healthy, else → Progressing',
      check: apiServiceHealth,
    },
  ],
  [
    'autoscaling/HorizontalPodAutoscaler',
    {
      versions: ['v1', 'v2'],
      text:
        'first condition of: AbleToScale or ScalingActive with a reason of failure, whatever its status → Degraded, AbleToScale or ' +
        'ScalingLimited True → Healthy; none → Progressing; autoscaling/v1 reads them from its annotation, and one that cannot be ' +
        'read → Unknown',
      check: autoscalerHealth,
    },
  ],
  [
    'argoproj.io/Workflow',
    {
      text: 'phase none, Pending or Running → Progressing, Succeeded → Healthy, Failed or Error → Degraded, any other → Unknown',
      check: workflowHealth,
    },
  ],
]);

function serviceHealth(object: KubeObject): Health {
  if (textAt(object, 'spec.type') !== 'LoadBalancer') return healthy();
  return listAt(object, 'status.loadBalancer.ingress').length > 0
    ? healthy()
    : progressing('Waiting for the load balancer to get an address.');
}

function ingressHealth(object: KubeObject): Health {
  return listAt(object, 'status.loadBalancer.ingress').length > 0
    ? healthy()
    : progressing('Waiting for an ingress controller to give it an address.');
}

function claimHealth(object: KubeObject): Health {
  const phase = textAt(object, 'status.phase');
  switch (phase) {
    case 'Bound':
      return healthy();
    case 'Lost':
      return degraded('The volume of the claim is lost.');
    case 'Pending':
      return progressing('Waiting for a volume to be bound.');
    default:
      return unknown(phase === '' ? 'The claim has not reported a phase.' : `Phase ${phase} is not known.`);
  }
}

/** Failed and Complete count by their presence; only Suspended is asked for its status (B8). */
function jobHealth(object: KubeObject): Health {
  const conditions = conditionsOf(object);
  const failed = conditions.findLast((condition) => condition.type === 'Failed');
  if (failed !== undefined) return degraded(wordsOf(failed));
  const pause = conditions.find((condition) => condition.type === 'Suspended');
  if (pause?.status === 'True') return suspended(wordsOf(pause));
  if (pause !== undefined || conditions.some((condition) => condition.type === 'Complete')) return healthy();
  return progressing('The Job is running.');
}

function apiServiceHealth(object: KubeObject): Health {
  const available = conditionsOf(object).find((condition) => condition.type === 'Available');
  if (available === undefined) return progressing('Waiting for the API to be registered.');
  return available.status === 'True' ? healthy() : progressing(wordsOf(available));
}

const autoscalerFailures = new Set([
  'AbleToScale/FailedGetScale',
  'AbleToScale/FailedUpdateScale',
  'ScalingActive/FailedGetResourceMetric',
  'ScalingActive/FailedGetObjectMetric',
  'ScalingActive/FailedGetPodsMetric',
  'ScalingActive/FailedGetExternalMetric',
  'ScalingActive/FailedComputeMetricsReplicas',
  'ScalingActive/InvalidSelector',
]);

/** The first condition that says anything decides; a failure's status is not looked at (B8). */
function autoscalerHealth(object: KubeObject): Health {
  const conditions = autoscalerConditions(object);
  if (conditions === null) return unknown('The annotation with the conditions cannot be read.');
  for (const condition of conditions) {
    if (autoscalerFailures.has(`${condition.type}/${condition.reason}`)) return degraded(wordsOf(condition));
    const isGood = condition.type === 'AbleToScale' || condition.type === 'ScalingLimited';
    if (isGood && condition.status === 'True') return healthy(condition.message);
  }
  return progressing('Waiting to autoscale.');
}

/** `autoscaling/v1` keeps its conditions in an annotation; null when that is no list. */
function autoscalerConditions(object: KubeObject): StatusCondition[] | null {
  if (object.apiVersion !== 'autoscaling/v1') return conditionsOf(object);
  try {
    const text = annotationOf(object, 'autoscaling.alpha.kubernetes.io/conditions') ?? '[]';
    const list: unknown = JSON.parse(text);
    if (list === null) return [];
    return Array.isArray(list) ? conditionsAt({ list }, 'list') : null;
  } catch {
    return null;
  }
}

function workflowHealth(object: KubeObject): Health {
  const phase = textAt(object, 'status.phase');
  const message = textAt(object, 'status.message');
  switch (phase) {
    case '':
    case 'Pending':
    case 'Running':
      return progressing(message || 'The Workflow is running.');
    case 'Succeeded':
      return healthy(message);
    case 'Failed':
    case 'Error':
      return degraded(message || `The Workflow ended as ${phase}.`);
    default:
      return unknown(message || `Phase ${phase} is not known.`);
  }
}
