import { annotationOf } from '../annotations.ts';
import type { Health, KubeObject } from '../model.ts';
import { podHealth } from './pod.ts';
import {
  type StatusCondition,
  conditionsAt,
  conditionsOf,
  degraded,
  healthy,
  isBag,
  listAt,
  progressing,
  suspended,
  textAt,
  unknown,
  wordsOf,
} from './read.ts';
import { daemonSetHealth, deploymentHealth, replicaSetHealth, statefulSetHealth } from './workloads.ts';

/** `versions` undefined = any version; an object in another version is Unknown, never guessed at. */
type NativeCheck = { versions?: string[]; check: (object: KubeObject) => Health };

/** The kinds that Argo CD checks in code (B8), by `group/kind`. */
export const nativeChecks: ReadonlyMap<string, NativeCheck> = new Map<string, NativeCheck>([
  ['apps/Deployment', { versions: ['v1'], check: deploymentHealth }],
  ['apps/StatefulSet', { versions: ['v1'], check: statefulSetHealth }],
  ['apps/DaemonSet', { versions: ['v1'], check: daemonSetHealth }],
  ['apps/ReplicaSet', { versions: ['v1'], check: replicaSetHealth }],
  ['/Pod', { versions: ['v1'], check: podHealth }],
  ['/Service', { versions: ['v1'], check: serviceHealth }],
  ['/PersistentVolumeClaim', { versions: ['v1'], check: claimHealth }],
  ['batch/Job', { versions: ['v1'], check: jobHealth }],
  ['networking.k8s.io/Ingress', { check: ingressHealth }],
  ['extensions/Ingress', { check: ingressHealth }],
  ['apiregistration.k8s.io/APIService', { versions: ['v1', 'v1beta1'], check: apiServiceHealth }],
  ['autoscaling/HorizontalPodAutoscaler', { versions: ['v1', 'v2'], check: autoscalerHealth }],
  ['argoproj.io/Workflow', { check: workflowHealth }],
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
  for (const condition of autoscalerConditions(object)) {
    if (autoscalerFailures.has(`${condition.type}/${condition.reason}`)) return degraded(wordsOf(condition));
    const isGood = condition.type === 'AbleToScale' || condition.type === 'ScalingLimited';
    if (isGood && condition.status === 'True') return healthy(condition.message);
  }
  return progressing('Waiting to autoscale.');
}

/** `autoscaling/v1` keeps its conditions in an annotation. */
function autoscalerConditions(object: KubeObject): StatusCondition[] {
  if (object.apiVersion !== 'autoscaling/v1') return conditionsOf(object);
  try {
    const text = annotationOf(object, 'autoscaling.alpha.kubernetes.io/conditions') ?? '[]';
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? conditionsAt({ list: list.filter(isBag) }, 'list') : [];
  } catch {
    return [];
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
