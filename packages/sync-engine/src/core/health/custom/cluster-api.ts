import type { KubeObject } from '../../model.ts';
import { conditionsOf, isAbsent, numberAt, textAt, wordsOf } from '../read.ts';
import {
  byValue,
  lag,
  line,
  noConditions,
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
];

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
