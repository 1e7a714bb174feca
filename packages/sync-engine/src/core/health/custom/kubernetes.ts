import type { KubeObject } from '../../model.ts';
import { at, conditionsAt, conditionsOf, listAt, numberAt, textAt, wordsOf } from '../read.ts';
import { is, line, noStatus, otherwise, ready, rest, says, verdict, when } from '../rules.ts';

/** Kinds of Kubernetes and OpenShift that Argo CD checks by script (B9, core-ish). */
export const kubernetesLines = [
  line(
    'apiextensions.k8s.io',
    'CustomResourceDefinition',
    (object) => (conditionsOf(object).length === 0 ? verdict('P', 'Waiting for conditions.') : null),
    when('Terminating', 'True', 'P'),
    when('Established', 'False', 'P', 'Installing'),
    when('NamesAccepted', 'False', 'D'),
    when('NonStructuralSchema', 'True', 'D'),
    when('Established', 'True', 'H'),
    otherwise('D', 'The definition is not established.'),
  ),
  line('batch', 'CronJob', cronJob),
  line('policy', 'PodDisruptionBudget', disruptionBudget, rest('H', '')),
  line(
    'snapshot.storage.k8s.io',
    'VolumeSnapshot VolumeSnapshotContent',
    is('status.readyToUse', true, 'H', 'The snapshot is ready.'),
    says('status.error.message', 'D'),
    (object) => (at(object, 'status.error') ? verdict('D', 'The snapshot failed.') : null),
  ),
  line('apps.openshift.io', 'DeploymentConfig', deploymentConfig),
  line('route.openshift.io', 'Route', route),
  line(
    'operator.openshift.io',
    'IngressController',
    when('Degraded', 'True', 'D'),
    when('DeploymentReplicasAllAvailable', 'False', 'P'),
    when('Progressing', 'True', 'P'),
    when('Available', 'True', 'H'),
  ),
  line('gateway.networking.k8s.io', 'GatewayClass', ready('Accepted')),
  line('gateway.networking.k8s.io', 'Gateway', gateway),
  line('gateway.networking.k8s.io', 'HTTPRoute GRPCRoute TLSRoute TCPRoute UDPRoute', routeParents),
  line('gateway.networking.k8s.io', 'BackendTLSPolicy', policyAncestors),
  line('microgateway.airlock.com', '*', policyAncestors),
];

function cronJob(object: KubeObject) {
  if (at(object, 'spec.suspend') === true) return verdict('H', 'The CronJob is suspended.');
  const scheduled = textAt(object, 'status.lastScheduleTime');
  const succeeded = textAt(object, 'status.lastSuccessfulTime');
  if (scheduled === '') return verdict('H', 'Not scheduled yet.');
  if (listAt(object, 'status.active').length > 0) return verdict('H', 'A Job is running.');
  if (succeeded === '') return verdict('H', 'No Job has succeeded yet.');
  return Date.parse(succeeded) < Date.parse(scheduled)
    ? verdict('D', `The Job scheduled at ${scheduled} did not succeed; the last success was at ${succeeded}.`)
    : verdict('H', '');
}

function disruptionBudget(object: KubeObject) {
  const bad = conditionsOf(object).find((c) => c.status === 'False' && c.reason !== 'InsufficientPods');
  return bad === undefined ? null : verdict('D', wordsOf(bad));
}

function deploymentConfig(object: KubeObject) {
  const conditions = conditionsOf(object);
  if (conditions.length === 0) return null;
  if (numberAt(object, 'spec.replicas') === 0) return verdict('H', 'Scaled to zero.');
  const isAvailable = conditions.some((c) => c.type === 'Available' && c.status === 'True');
  const isRolledOut = conditions.some(
    (c) =>
      c.type === 'Progressing' && c.status === 'True' && c.reason === 'NewReplicationControllerAvailable',
  );
  const words = conditions.map(wordsOf).join(' ');
  if (isAvailable && isRolledOut) return verdict('H', words);
  return isAvailable || isRolledOut ? verdict('P', words) : verdict('D', words);
}

function route(object: KubeObject) {
  const admitted = listAt(object, 'status.ingress').flatMap((entry) =>
    conditionsAt(entry, 'conditions').filter((c) => c.type === 'Admitted'),
  );
  const refused = admitted.find((c) => c.status === 'False');
  if (refused !== undefined) return verdict('D', wordsOf(refused));
  return admitted.length > 0 && admitted.every((c) => c.status === 'True') ? verdict('H', '') : null;
}

/** Conditions of the current generation of one listener, parent or of the whole: the worst of Gateway API's three. */
function attachment(object: KubeObject, lists: ReturnType<typeof conditionsAt>[]) {
  const generation = numberAt(object, 'metadata.generation');
  const isCurrent = (observed: number | undefined) =>
    observed === undefined || generation === undefined || observed >= generation;
  const all = lists.flat();
  const current = all.filter((c) => isCurrent(c.observedGeneration));
  const broken = current.find(
    (c) => (c.type === 'ResolvedRefs' || c.type === 'Accepted') && c.status === 'False',
  );
  if (broken !== undefined) return verdict('D', wordsOf(broken));
  if (current.length < all.length) return verdict('P', 'The latest change is not yet observed.');
  const unprogrammed = current.find((c) => c.type === 'Programmed' && c.status !== 'True');
  if (unprogrammed !== undefined) return verdict('P', wordsOf(unprogrammed));
  return all.length === 0 ? null : verdict('H', '');
}

function gateway(object: KubeObject) {
  const listeners = listAt(object, 'status.listeners').map((entry) => conditionsAt(entry, 'conditions'));
  return attachment(object, [conditionsOf(object), ...listeners]);
}

function routeParents(object: KubeObject) {
  return attachment(
    object,
    listAt(object, 'status.parents').map((entry) => conditionsAt(entry, 'conditions')),
  );
}

function policyAncestors(object: KubeObject) {
  const conditions = [
    ...conditionsOf(object),
    ...listAt(object, 'status.ancestors').flatMap((entry) => conditionsAt(entry, 'conditions')),
  ].filter((c) => c.type === 'Accepted' || c.type === 'ResolvedRefs');
  if (conditions.length === 0) return noStatus('P')(object);
  const bad = conditions.find((c) => c.status !== 'True');
  return bad === undefined ? verdict('H', '') : verdict('D', wordsOf(bad));
}
