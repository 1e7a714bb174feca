import type { KubeObject } from '../../model.ts';
import { at, conditionsOf, listAt, textAt, wordsOf } from '../read.ts';
import { byValue, type Letter, lag, line, type Rule, verdict, when } from '../rules.ts';

/** Operators of clouds and of what is built on them (B9). */
export const cloudLines = [
  line(
    '*.services.k8s.aws',
    '*',
    when('ACK.Terminal', 'True', 'D'),
    when('Ready', 'False', 'P'),
    when('Ready', 'True', 'H'),
    when('ACK.ResourceSynced', 'False', 'P'),
    when('ACK.ResourceSynced', 'True', 'H'),
  ),
  line('*.cnrm.cloud.google.com', '*', configConnector),
  line(
    'networking.gke.io',
    'ManagedCertificate',
    someDomain('FailedNotVisible', 'D'),
    byValue('status.certificateStatus', {
      H: 'Active',
      P: 'Provisioning',
      D: 'ProvisioningFailedPermanently',
    }),
  ),
  line(
    'services.cloud.sap.com',
    'ServiceInstance ServiceBinding',
    lag,
    when('Succeeded', 'False', 'D'),
    when('Failed', 'True', 'D'),
    when('Succeeded', 'True', 'H'),
  ),
  line('core.gardener.cloud', 'Shoot', shoot),
  line(
    'pulumi.com',
    'Stack',
    when('Stalled', 'True', 'D'),
    when('Reconciling', 'True', 'P'),
    when('Ready', 'True', 'H'),
  ),
  line(
    'iammanager.keikoproj.io',
    'Iamrole',
    byValue('status.state', {
      H: 'Ready',
      D: 'Error|PolicyNotAllowed|RolesMaxLimitReached|RoleNameNotAvailable|CreateError',
    }),
  ),
  line(
    'spot.io',
    'SpotDeployment',
    when('InvalidSpec', 'True', 'D'),
    when('Progressing', 'False', 'D', 'RolloutAborted', 'ProgressDeadlineExceeded'),
    byValue('status.phase', { S: 'Paused', H: 'Healthy', D: 'Degraded', P: 'Progressing' }),
  ),
  line(
    'tower.ansible.com',
    'AnsibleJob',
    byValue('status.ansibleJobResult.status', { H: 'successful', D: 'failed|error|canceled' }),
  ),
  line('gateway.solo.io gloo.solo.io', '*', solo),
];

function configConnector(object: KubeObject) {
  const isHealthy = at(object, 'status.healthy');
  if (isHealthy === true) return verdict('H', '');
  if (isHealthy === false) return verdict('D', 'The resource is not healthy.');
  if (lag(object) !== null) return lag(object);
  const condition = conditionsOf(object).find((c) => c.type === 'Ready');
  switch (condition?.reason) {
    case 'UpToDate':
      return verdict('H', '');
    case 'UpdateFailed':
    case 'DependencyNotFound':
      return verdict('D', wordsOf(condition));
    case 'DependencyNotReady':
      return verdict('S', wordsOf(condition));
  }
  return null;
}

function someDomain(status: string, letter: 'D'): Rule {
  return (object) => {
    const domain = listAt(object, 'status.domainStatus').find((entry) => entry.status === status);
    return domain === undefined ? null : verdict(letter, `Domain ${textAt(domain, 'domain')} is ${status}.`);
  };
}

function shoot(object: KubeObject) {
  const label = object.metadata.labels?.['shoot.gardener.cloud/status'];
  switch (label) {
    case 'healthy':
      return verdict('H', '');
    case 'progressing':
      return verdict('P', textAt(object, 'status.lastOperation.description') || 'The cluster is changing.');
    case 'unhealthy':
      return verdict(
        'D',
        textAt(object, 'status.lastOperation.description') || 'The cluster is not healthy.',
      );
    case 'unknown':
      return verdict('U', 'The state of the cluster is not known.');
  }
  return null;
}

const soloLetters: ReadonlyMap<string, Letter> = new Map<string, Letter>([
  ['Accepted', 'H'],
  ['1', 'H'],
  ['Warning', 'D'],
  ['3', 'D'],
  ['Rejected', 'D'],
  ['2', 'D'],
  ['Pending', 'S'],
  ['0', 'S'],
]);

/** One status, or one per controller that reported. */
function solo(object: KubeObject) {
  const statuses = at(object, 'status.statuses');
  const parts =
    typeof statuses === 'object' && statuses !== null && Object.keys(statuses).length > 0
      ? Object.values(statuses)
      : [at(object, 'status')];
  const found = parts.map((part) => {
    const letter = soloLetters.get(String(at(part, 'state') ?? ''));
    return letter === undefined
      ? null
      : verdict(letter, textAt(part, 'reason') || `The state is ${String(at(part, 'state'))}.`);
  });
  const order = ['Degraded', 'Suspended', 'Healthy'];
  return (
    order.map((status) => found.find((entry) => entry?.status === status)).find((entry) => entry) ?? null
  );
}
