import type { KubeObject } from '../../model.ts';
import {
  at,
  conditionsAt,
  conditionsOf,
  entriesAt,
  hasConditions,
  isAbsent,
  listAt,
  numberAt,
  textAt,
  wordsOf,
} from '../read.ts';
import {
  byValue,
  inOrder,
  is,
  line,
  noConditions,
  otherGeneration,
  type Rule,
  ready,
  rule,
  verdict,
  when,
} from '../rules.ts';

const compliant = byValue('status.compliant', { H: 'Compliant' }, { other: 'D', absent: 'P' });

/** Policies, operators and configuration of nodes (B9). */
export const policyLines = [
  line(
    'policy.open-cluster-management.io',
    'Policy',
    is('spec.disabled', true, 'H', 'The policy is disabled.'),
    rule('no compliance, but a placement → Healthy', (object) => {
      const isIdle = isAbsent(object, 'status.compliant') && isAbsent(object, 'status.status');
      return isIdle && listAt(object, 'status.placement').length > 0
        ? verdict('H', 'No cluster matches the policy.')
        : null;
    }),
    rule('compliant Compliant → Healthy, none → Progressing, any other → Degraded', (object) => {
      const bad = [...listAt(object, 'status.status'), ...listAt(object, 'status.details')]
        .filter((entry) => entry.compliant !== 'Compliant')
        .map((entry) => textAt(entry, 'clustername') || textAt(entry, 'templateMeta.name'));
      const found = compliant.judge(object);
      return found?.status === 'Degraded' && bad.length > 0
        ? verdict('D', `Not compliant: ${bad.join(', ')}.`)
        : found;
    }),
  ),
  line(
    'policy.open-cluster-management.io',
    'ConfigurationPolicy',
    rule('no compliance, lastEvaluatedGeneration not generation, or no details → Progressing', (object) => {
      if (isAbsent(object, 'status.compliant')) return verdict('P', 'Waiting for compliant.');
      const evaluated = numberAt(object, 'status.lastEvaluatedGeneration');
      if (evaluated !== numberAt(object, 'metadata.generation'))
        return verdict('P', 'The latest change is not yet evaluated.');
      return isAbsent(object, 'status.compliancyDetails')
        ? verdict('P', 'Waiting for the details of compliance.')
        : null;
    }),
    rule('compliant Compliant → Healthy, any other → Degraded', (object) => {
      const words = listAt(object, 'status.compliancyDetails')
        .flatMap((entry) => conditionsAt(entry, 'conditions'))
        .map(wordsOf)
        .join('; ');
      const isFine = textAt(object, 'status.compliant') === 'Compliant';
      return verdict(isFine ? 'H' : 'D', words || 'The policy is violated.');
    }),
  ),
  line('policy.open-cluster-management.io', 'CertificatePolicy', compliant),
  line(
    'policy.open-cluster-management.io',
    'OperatorPolicy',
    noConditions('P'),
    otherGeneration,
    inOrder('Compliant=True H', 'Compliant=!True D'),
  ),
  line('kyverno.io', 'Policy', rule('Ready True, reason Succeeded, message Ready → Healthy', kyverno)),
  line(
    'policies.kyverno.io',
    ['Deleting', 'Generating', 'ImageValidating', 'Mutating', 'Validating']
      .flatMap((kind) => [`${kind}Policy`, `Namespaced${kind}Policy`])
      .join(' '),
    rule(
      'conditionStatus: a condition of an older generation → Progressing; ready → Healthy, else → Degraded',
      celPolicy,
    ),
  ),
  line(
    'capsule.clastix.io',
    'GlobalTenantResource TenantResource',
    is('spec.cordoned', true, 'S', 'Replication is cordoned.'),
    ...capsule(),
  ),
  line('capsule.clastix.io', 'Tenant', ...capsule(when('Cordoned=True S'))),
  line('capsule.clastix.io', 'ResourcePoolClaim', ...capsule(when('Bound=False S'))),
  line(
    'capsule.clastix.io',
    'ResourcePool',
    ...capsule(
      rule('status.exhaustions → Degraded', (object) => {
        const names = entriesAt(object, 'status.exhaustions').map(([name]) => name);
        return names.length === 0 ? null : verdict('D', `The pool is exhausted: ${names.join(', ')}.`);
      }),
    ),
  ),
  line(
    'capsule.clastix.io',
    'CapsuleConfiguration CustomQuota GlobalCustomQuota GlobalProxySettings ProxySetting TenantOwner',
    ...capsule(),
  ),
  line('kyverno.io', 'ClusterPolicy', inOrder('Ready=True H', 'Ready=!True D')),
  line(
    'work.karmada.io',
    'ResourceBinding ClusterResourceBinding',
    rule(
      'none, or not every one of spec.clusters reported → Progressing; any Unhealthy, or Unknown and not applied → Degraded; ' +
        'else → Healthy',
      karmada,
    ),
  ),
  line(
    'operators.coreos.com',
    'Subscription',
    rule(
      'an upgrade that only waits for manual approval → Healthy; catalog, InstallPlan or resolution failed → Degraded; InstallPlan or ' +
        'state pending → Progressing; else → Healthy',
      olmSubscription,
    ),
  ),
  line(
    'nmstate.io',
    'NodeNetworkConfigurationPolicy',
    inOrder('Available=True H', 'Degraded=True D', 'Progressing=True P', 'Ignored=True S'),
  ),
  line(
    'nmstate.io',
    'NodeNetworkConfigurationEnactment',
    rule('Failing and Progressing True → Progressing', (object) => {
      const good = conditionsOf(object).filter((c) => c.status === 'True');
      const failing = good.find((c) => c.type === 'Failing');
      return failing !== undefined && good.some((c) => c.type === 'Progressing')
        ? verdict('P', wordsOf(failing))
        : null;
    }),
    inOrder('Available=True H', 'Failing=True D', 'Progressing|Pending=True P', 'Aborted=True S'),
  ),
  line(
    'autoscaling.k8s.io',
    'VerticalPodAutoscaler',
    when('NoPodsMatched=True D', 'RecommendationProvided=True H'),
  ),
];

/** Capsule: a status of this generation, what the kind says of itself, then its Ready condition. */
function capsule(...own: Rule[]): Rule[] {
  return [noConditions('P'), otherGeneration, ...own, ready()];
}

/** Kyverno's policies in CEL keep their conditions a level deeper. */
function celPolicy(object: KubeObject) {
  if (isAbsent(object, 'status.conditionStatus')) return null;
  const conditions = conditionsAt(object, 'status.conditionStatus.conditions');
  const generation = numberAt(object, 'metadata.generation') ?? 0;
  if (conditions.some((c) => c.observedGeneration !== undefined && c.observedGeneration < generation))
    return verdict('P', 'The latest change is not yet observed.');
  const message = textAt(object, 'status.conditionStatus.message');
  if (at(object, 'status.conditionStatus.ready') === true) return verdict('H', message);
  const bad = conditions.find((c) => c.status === 'False');
  return verdict('D', bad === undefined ? message || 'The policy is not ready.' : wordsOf(bad));
}

/** A Policy is ready in exactly these words; any others say that something of it is still to come. */
function kyverno(object: KubeObject) {
  const good = conditionsOf(object).find(
    (c) => c.type === 'Ready' && c.status === 'True' && c.reason === 'Succeeded' && c.message === 'Ready',
  );
  return good === undefined ? null : verdict('H', wordsOf(good));
}

/** The binding of a dependency names no clusters of its own: whatever reports is what counts. */
function karmada(object: KubeObject) {
  const items = listAt(object, 'status.aggregatedStatus');
  const wanted = isAbsent(object, 'spec.clusters') ? items.length : listAt(object, 'spec.clusters').length;
  if (items.length !== wanted || wanted === 0)
    return verdict('P', `${items.length} of ${wanted || 'an unknown number of'} clusters have reported.`);
  const bad = items.find(
    (item) => item.health === 'Unhealthy' || (item.health === 'Unknown' && item.applied !== true),
  );
  if (bad === undefined) return verdict('H', '');
  const words = `Not healthy in cluster ${textAt(bad, 'clusterName')}.`;
  return verdict('D', textAt(bad, 'appliedMessage') || words);
}

const olmFailures = ['CatalogSourcesUnhealthy', 'InstallPlanFailed', 'ResolutionFailed'];

function olmSubscription(object: KubeObject) {
  if (!hasConditions(object)) return null;
  const conditions = conditionsOf(object);
  const plan = conditions.find((c) => c.type === 'InstallPlanPending' && c.status === 'True');
  const isApproval =
    textAt(object, 'spec.installPlanApproval') === 'Manual' &&
    plan?.reason === 'RequiresApproval' &&
    !isAbsent(object, 'status.installedCSV');
  const failed = conditions.find(
    (c) =>
      (c.type === 'InstallPlanMissing' && c.reason !== 'ReferencedInstallPlanNotFound') ||
      (olmFailures.includes(c.type) && c.status === 'True'),
  );
  const state = textAt(object, 'status.state');
  if (failed !== undefined) return verdict('D', wordsOf(failed));
  if (state === 'UpgradeFailed') return verdict('D', 'The upgrade failed.');
  if (plan !== undefined && !isApproval) return verdict('P', wordsOf(plan));
  if (state === '' || state === 'UpgradeAvailable' || (state === 'UpgradePending' && !isApproval))
    return verdict('P', state === '' ? 'Waiting for a state.' : `The state is ${state}.`);
  return verdict('H', isApproval ? 'An upgrade waits for approval.' : '');
}
