import type { KubeObject } from '../../model.ts';
import { at, conditionsAt, conditionsOf, isAbsent, listAt, numberAt, textAt, wordsOf } from '../read.ts';
import { inOrder, is, line, noConditions, noStatus, otherwise, rule, says, verdict, when } from '../rules.ts';

/** Kinds of Kubernetes and OpenShift that Argo CD checks by script (B9, core-ish). */
export const kubernetesLines = [
  line(
    'apiextensions.k8s.io',
    'CustomResourceDefinition',
    noConditions('P'),
    rule('conditions empty → Progressing', (object) =>
      conditionsOf(object).length === 0 ? verdict('P', 'Waiting for conditions.') : null,
    ),
    when(
      'Terminating=True P',
      'NamesAccepted=False D',
      'Established=!True/Installing P',
      'NonStructuralSchema=True D',
      'Established=True H',
    ),
    otherwise('D', 'The definition is not established.'),
  ),
  line(
    'batch',
    'CronJob',
    is('spec.suspend', true, 'H', 'The CronJob is suspended.'),
    noStatus('P'),
    rule(
      'never scheduled, no success yet or a Job active → Healthy; last success before the last schedule → Degraded; else → Healthy',
      cronJob,
    ),
  ),
  line(
    'policy',
    'PodDisruptionBudget',
    inOrder('*=False/!InsufficientPods D'),
    rule('any condition → Healthy', (object) =>
      conditionsOf(object).length === 0 ? null : verdict('H', conditionsOf(object).map(wordsOf).join(' ')),
    ),
  ),
  line(
    'snapshot.storage.k8s.io',
    'VolumeSnapshot VolumeSnapshotContent',
    is('status.readyToUse', true, 'H', 'The snapshot is ready.'),
    says('status.error.message', 'D'),
    rule('status.error → Degraded', (object) =>
      isAbsent(object, 'status.error') ? null : verdict('D', 'The snapshot failed.'),
    ),
  ),
  line(
    'apps.openshift.io',
    'DeploymentConfig',
    rule(
      'no conditions or status.replicas → Progressing; 0 replicas → Healthy; Available and NewReplicationControllerAvailable both → ' +
        'Healthy, one → Progressing, none → Degraded',
      deploymentConfig,
    ),
  ),
  line(
    'route.openshift.io',
    'Route',
    rule('every ingress Admitted → Healthy; any Admitted False → Degraded; else → Progressing', route),
  ),
  line(
    'operator.openshift.io',
    'IngressController',
    inOrder(
      'Degraded=True D',
      'DeploymentReplicasAllAvailable=False P',
      'Progressing=True P',
      'Available=True H',
    ),
  ),
];

function cronJob(object: KubeObject) {
  const scheduled = textAt(object, 'status.lastScheduleTime');
  const succeeded = textAt(object, 'status.lastSuccessfulTime');
  if (scheduled === '') return verdict('H', 'Not scheduled yet.');
  if (succeeded === '') return verdict('H', 'No Job has succeeded yet.');
  if (listAt(object, 'status.active').length > 0) return verdict('H', 'A Job is running.');
  return Date.parse(succeeded) < Date.parse(scheduled)
    ? verdict('D', `The Job scheduled at ${scheduled} did not succeed; the last success was at ${succeeded}.`)
    : verdict('H', '');
}

function deploymentConfig(object: KubeObject) {
  const replicas = numberAt(object, 'status.replicas');
  if (!Array.isArray(at(object, 'status.conditions')) || replicas === undefined) return null;
  if (replicas === 0) return verdict('H', 'Scaled to zero.');
  const conditions = conditionsOf(object);
  const isAvailable = conditions.some((c) => c.type === 'Available' && c.status === 'True');
  const isRolledOut = conditions.some(
    (c) =>
      c.type === 'Progressing' && c.status === 'True' && c.reason === 'NewReplicationControllerAvailable',
  );
  const words = conditions.map(wordsOf).join(' ') || 'The roll-out has not reported.';
  if (isAvailable && isRolledOut) return verdict('H', words);
  return isAvailable || isRolledOut ? verdict('P', words) : verdict('D', words);
}

function route(object: KubeObject) {
  if (!Array.isArray(at(object, 'status.ingress'))) return null;
  const ingresses = listAt(object, 'status.ingress');
  const admitted = ingresses
    .flatMap((entry) => conditionsAt(entry, 'conditions'))
    .filter((c) => c.type === 'Admitted');
  if (admitted.filter((c) => c.status === 'True').length >= ingresses.length) return verdict('H', '');
  const refused = admitted.find((c) => c.status === 'False');
  return refused === undefined
    ? verdict('P', 'Waiting for a router to admit the Route.')
    : verdict('D', wordsOf(refused));
}
