import type { KubeObject } from '../../model.ts';
import { annotationOf } from '../../annotations.ts';
import { conditionsAt, conditionsOf, isAbsent, numberAt, textAt, wordsOf } from '../read.ts';
import {
  byValue,
  lag,
  line,
  noConditions,
  noStatus,
  type Rule,
  ready,
  rule,
  says,
  suspendedBy,
  verdict,
  when,
} from '../rules.ts';

const notReady: Rule = rule('Ready False and severity not Info → Degraded', (object) => {
  const bad = conditionsOf(object).find(
    (c) => c.type === 'Ready' && c.status === 'False' && c.severity !== 'Info',
  );
  return bad === undefined ? null : verdict('D', wordsOf(bad));
});

/** Cluster API (B9). */
export const clusterApiLines = [
  line(
    'cluster.x-k8s.io',
    'Cluster',
    suspendedBy('spec.paused'),
    notReady,
    byValue('status.phase', { H: 'Provisioned', D: 'Failed' }),
    waiting(),
  ),
  line('cluster.x-k8s.io', 'Machine', byValue('status.phase', { H: 'Running', D: 'Failed' }), waiting()),
  line(
    'cluster.x-k8s.io',
    'MachineDeployment',
    suspendedBy('spec.paused'),
    byValue('status.phase', { H: 'Running', P: 'ScalingUp|ScalingDown', D: 'Failed' }),
    waiting(),
  ),
  line(
    'cluster.x-k8s.io',
    'MachineHealthCheck',
    rule('expectedMachines equal to currentHealthy → Healthy, else → Degraded', machineHealthCheck),
  ),
  line(
    'cluster.x-k8s.io',
    'MachinePool',
    byValue('status.phase', { H: 'Running|Scaling', D: 'Failed|Unknown' }),
    waiting(),
  ),
  line('addons.cluster.x-k8s.io', 'ClusterResourceSet', ready('ResourcesApplied')),
  line(
    'controlplane.cluster.x-k8s.io',
    'AWSManagedControlPlane',
    lag,
    says('status.failureMessage', 'D'),
    noConditions('P'),
    when('EKSControlPlaneUpdating=True P', 'Ready=True H'),
    rule('any condition False with severity Error → Degraded', (object) => {
      const bad = conditionsOf(object).find((c) => c.status === 'False' && c.severity === 'Error');
      return bad === undefined ? null : verdict('D', wordsOf(bad));
    }),
    waiting(),
  ),
  line(
    'controlplane.cluster.x-k8s.io',
    'KubeadmControlPlane',
    rule('annotation cluster.x-k8s.io/paused → Suspended', (object) =>
      annotationOf(object, 'cluster.x-k8s.io/paused') === undefined
        ? null
        : verdict('S', 'Paused by annotation.'),
    ),
    noStatus('P'),
    when(
      'Ready=False/RollingUpdateInProgress|ScalingDown|ScalingUp P',
      'Ready=False D',
      'EtcdClusterHealthy=!True D',
    ),
    rule(
      'MachinesReady, MachinesUpToDate or ControlPlaneComponentsHealthy not True, RollingOut True, or replicas not all updated and ' +
        'ready → Progressing; else → Healthy',
      kubeadm,
    ),
  ),
];

/** Version 1beta2 of the conditions has a list of its own beside the older one. */
function kubeadm(object: KubeObject) {
  const newer = conditionsAt(object, 'status.v1beta2.conditions');
  const open =
    newer.find((c) => (c.type === 'MachinesReady' || c.type === 'MachinesUpToDate') && c.status !== 'True') ??
    conditionsOf(object).find((c) => c.type === 'ControlPlaneComponentsHealthy' && c.status !== 'True') ??
    newer.find((c) => c.type === 'RollingOut' && c.status === 'True');
  if (open !== undefined) return verdict('P', wordsOf(open));
  const [all, updated, isReady] = ['replicas', 'updatedReplicas', 'readyReplicas'].map(
    (name) => numberAt(object, `status.${name}`) ?? 0,
  );
  return updated === all && isReady === all
    ? verdict('H', '')
    : verdict('P', `Of ${all} replicas ${updated} are updated and ${isReady} are ready.`);
}

/** What it waits for, in the words of its Ready condition. */
function waiting(): Rule {
  return rule('else → Progressing', (object) => {
    const main = conditionsOf(object).find((c) => c.type === 'Ready' && c.status !== 'True');
    const phase = textAt(object, 'status.phase');
    const words = phase === '' ? 'Waiting for a phase.' : `The phase is ${phase}.`;
    return verdict('P', main === undefined ? words : wordsOf(main));
  });
}

function machineHealthCheck(object: KubeObject) {
  if (isAbsent(object, 'status.currentHealthy')) return null;
  const expected = numberAt(object, 'status.expectedMachines');
  const current = numberAt(object, 'status.currentHealthy');
  return current === expected
    ? verdict('H', '')
    : verdict('D', `${current ?? 0} of ${expected ?? 'an unknown number of'} machines are healthy.`);
}
