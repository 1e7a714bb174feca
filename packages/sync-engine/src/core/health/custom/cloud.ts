import type { KubeObject } from '../../model.ts';
import { at, conditionsOf, hasConditions, isStale, listAt, numberAt, textAt, wordsOf } from '../read.ts';
import { byValue, inOrder, lag, line, rule, verdict } from '../rules.ts';

/** Operators of clouds and of what is built on them (B9). */
export const cloudLines = [
  line('*.services.k8s.aws', '*', inOrder('ACK.Terminal=True D', 'Ready=False P', 'Ready=True H')),
  line(
    '*.cnrm.cloud.google.com',
    '*',
    rule('of another generation → Progressing', (object) => {
      const observed = numberAt(object, 'status.observedGeneration');
      return observed === undefined || observed === numberAt(object, 'metadata.generation')
        ? null
        : verdict('P', 'The latest change is not yet observed.');
    }),
    rule('of a ConfigConnector or its context: status.healthy true → Healthy, false → Degraded', (object) => {
      const isOperator = object.kind === 'ConfigConnector' || object.kind === 'ConfigConnectorContext';
      const isHealthy = at(object, 'status.healthy');
      if (!isOperator || typeof isHealthy !== 'boolean') return null;
      return isHealthy ? verdict('H', '') : verdict('D', 'The operator says that it is not healthy.');
    }),
    inOrder('*=True/UpToDate H', '*=*/UpdateFailed|DependencyNotFound D', '*=*/DependencyNotReady S'),
  ),
  line(
    'networking.gke.io',
    'ManagedCertificate',
    rule('a domain FailedNotVisible → Degraded', (object) => {
      const domain = listAt(object, 'status.domainStatus').find(
        (entry) => entry.status === 'FailedNotVisible',
      );
      return domain === undefined
        ? null
        : verdict('D', `Domain ${textAt(domain, 'domain')} is FailedNotVisible.`);
    }),
    byValue('status.certificateStatus', { H: 'Active' }, { other: 'P' }),
  ),
  line(
    'services.cloud.sap.com',
    'ServiceInstance ServiceBinding',
    lag,
    rule('a condition of another generation → Progressing; Succeeded False or Failed True → Degraded', sap),
  ),
  line(
    'core.gardener.cloud',
    'Shoot',
    rule(
      'label shoot.gardener.cloud/status: healthy → Healthy, progressing → Progressing, unhealthy → Degraded, unknown → Unknown',
      shoot,
    ),
  ),
  line(
    'iammanager.keikoproj.io',
    'Iamrole',
    byValue(
      'status.state',
      {
        H: 'Ready',
        D: 'Error|PolicyNotAllowed|RolesMaxLimitReached|RoleNameNotAvailable|RolesNameNotAvailable|CreateError',
      },
      { messagePath: 'status.errorDescription' },
    ),
  ),
];

function sap(object: KubeObject) {
  for (const c of conditionsOf(object)) {
    if (isStale(object, c)) return verdict('P', 'The latest change is not yet observed.');
    const isBad =
      (c.type === 'Succeeded' && c.status === 'False') || (c.type === 'Failed' && c.status === 'True');
    if (isBad) return verdict('D', wordsOf(c));
  }
  return hasConditions(object) ? verdict('H', '') : null;
}

function shoot(object: KubeObject) {
  const words = textAt(object, 'status.lastOperation.description');
  switch (object.metadata.labels?.['shoot.gardener.cloud/status']) {
    case 'healthy':
      return verdict('H', words);
    case 'progressing':
      return verdict('P', words || 'The cluster is changing.');
    case 'unhealthy':
      return verdict('D', words || 'The cluster is not healthy.');
    case 'unknown':
      return verdict('U', 'The state of the cluster is not known.');
    default:
      return null;
  }
}
