import type { KubeObject } from '../../model.ts';
import { at, conditionsOf, listAt, numberAt, textAt, wordsOf } from '../read.ts';
import {
  byValue,
  is,
  lag,
  line,
  noStatus,
  ready,
  rest,
  suspendedBy,
  verdict,
  when,
  whenAll,
} from '../rules.ts';

/** Flux's word for work in progress, then failure. */
const fluxRest = [when('Ready', 'True', 'H'), fluxReconciling, noStatus('P'), fluxFailed];

function fluxReconciling(object: KubeObject) {
  const conditions = conditionsOf(object);
  const isUnknown = conditions.some((c) => c.type === 'Ready' && c.status === 'Unknown');
  const work = conditions.find((c) => c.type === 'Reconciling' && c.status === 'True');
  return isUnknown && work !== undefined ? verdict('P', wordsOf(work)) : null;
}

function fluxFailed(object: KubeObject) {
  const conditions = conditionsOf(object);
  if (conditions.length === 0) return verdict('P', 'Waiting for conditions.');
  const bad = conditions.find((c) => c.type === 'Ready') ?? conditions[0];
  return verdict('D', bad === undefined ? 'Not ready.' : wordsOf(bad));
}

/** Deployment tools and their parts: Flux, Helm, Crossplane, Cluster API, cert-manager, secrets (B9). */
export const deliveryLines = [
  line('kustomize.toolkit.fluxcd.io', 'Kustomization', suspendedBy('spec.suspend'), ...fluxRest),
  line(
    'image.toolkit.fluxcd.io',
    'ImageRepository ImageUpdateAutomation',
    suspendedBy('spec.suspend'),
    ...fluxRest,
  ),
  line('image.toolkit.fluxcd.io', 'ImagePolicy', ...fluxRest),
  line('notification.toolkit.fluxcd.io', '*', suspendedBy('spec.suspend'), ...fluxRest),
  line(
    'helm.toolkit.fluxcd.io',
    'HelmRelease',
    suspendedBy('spec.suspend'),
    whenAll('Ready Released', 'True', 'H'),
    fluxReconciling,
    noStatus('P'),
    fluxFailed,
  ),
  line(
    'source.toolkit.fluxcd.io',
    'HelmRepository',
    suspendedBy('spec.suspend'),
    is('spec.type', 'oci', 'H', 'An OCI repository has nothing to fetch.'),
    whenAll('Ready ArtifactInStorage', 'True', 'H'),
    fluxReconciling,
    noStatus('P'),
    fluxFailed,
  ),
  line(
    'source.toolkit.fluxcd.io',
    'Bucket GitRepository HelmChart OCIRepository',
    suspendedBy('spec.suspend'),
    whenAll('Ready ArtifactInStorage', 'True', 'H'),
    fluxReconciling,
    noStatus('P'),
    fluxFailed,
  ),

  line('cert-manager.io certmanager.k8s.io', 'Certificate', when('Issuing', 'True', 'P'), ready()),
  line('cert-manager.io certmanager.k8s.io', 'Issuer ClusterIssuer', ready()),
  line('bitnami.com', 'SealedSecret', ready('Synced')),
  line(
    'external-secrets.io',
    'ClusterSecretStore SecretStore ExternalSecret ClusterExternalSecret PushSecret',
    ready(),
  ),
  line('kubernetes-client.io', 'ExternalSecret', externalSecret),
  line('onepassword.com', 'OnePasswordItem', ready()),
  line('camel.apache.org', 'Integration', ready()),
  line('kyverno.io', 'Policy ClusterPolicy', kyverno),
  line('keycloak.org k8s.keycloak.org', '*', when('HasErrors', 'True', 'D'), when('Ready', 'True', 'H')),
  line('karpenter.k8s.aws', 'EC2NodeClass', ready()),
  line('karpenter.sh', 'NodePool', ready()),
  line(
    'karpenter.sh',
    'NodeClaim',
    lag,
    when('Disrupting', 'True', 'S'),
    when('Ready', 'True', 'H'),
    when('Ready', 'False', 'D'),
  ),
  line('projectcontour.io', 'ExtensionService', ready('Valid')),
  line('projectcontour.io', 'HTTPProxy', includedProxy, ready('Valid')),

  line('pkg.crossplane.io', 'Provider', whenAll('Installed Healthy', 'True', 'H'), noStatus('P'), rest('D')),
  line('stacks.crossplane.io', 'ClusterStackInstall', when('Ready', 'True', 'H')),
  line(
    'cloudfront.aws.crossplane.io iam.aws.crossplane.io rds.aws.crossplane.io route53.aws.crossplane.io s3.aws.crossplane.io',
    'Distribution Policy Role RolePolicyAttachment DBCluster DBInstance ResourceRecordSet Bucket',
    crossplaneAws,
  ),
  line('*.crossplane.io *.upbound.io', '*', crossplane),

  line(
    'cluster.x-k8s.io',
    'Cluster',
    suspendedBy('spec.paused'),
    clusterNotReady,
    byValue('status.phase', { H: 'Provisioned', D: 'Failed' }),
  ),
  line('cluster.x-k8s.io', 'Machine', byValue('status.phase', { H: 'Running', D: 'Failed' })),
  line(
    'cluster.x-k8s.io',
    'MachineDeployment',
    suspendedBy('spec.paused'),
    byValue('status.phase', { H: 'Running', P: 'ScalingUp|ScalingDown', D: 'Failed' }),
  ),
  line('cluster.x-k8s.io', 'MachineHealthCheck', machineHealthCheck),
  line(
    'cluster.x-k8s.io',
    'MachinePool',
    byValue('status.phase', { H: 'Running|Scaling', D: 'Failed|Unknown' }),
  ),
  line('addons.cluster.x-k8s.io', 'ClusterResourceSet', ready('ResourcesApplied')),
  line(
    'controlplane.cluster.x-k8s.io',
    'AWSManagedControlPlane',
    lag,
    (object) => {
      const message = textAt(object, 'status.failureMessage');
      return message === '' ? null : verdict('D', message);
    },
    when('EKSControlPlaneUpdating', 'True', 'P'),
    when('Ready', 'True', 'H'),
    (object) => {
      const bad = conditionsOf(object).find(
        (c) => c.type === 'Ready' && c.status === 'False' && c.severity === 'Error',
      );
      return bad === undefined ? null : verdict('D', wordsOf(bad));
    },
  ),
];

function externalSecret(object: KubeObject) {
  const status = textAt(object, 'status.status');
  if (status === 'SUCCESS') return verdict('H', '');
  return status.startsWith('ERROR') ? verdict('D', status) : null;
}

/** Older versions write `ready`, newer ones conditions. */
function kyverno(object: KubeObject) {
  if (at(object, 'status.ready') === true) return verdict('H', '');
  const good = conditionsOf(object).find(
    (c) => c.status === 'True' && (c.type === 'Ready' || c.reason === 'Succeeded'),
  );
  return good === undefined ? null : verdict('H', wordsOf(good));
}

/** A proxy that only includes others is no root, and that alone makes it invalid. */
function includedProxy(object: KubeObject) {
  const bad = conditionsOf(object).find((c) => c.type === 'Valid' && c.status === 'False');
  return bad !== undefined && listAt(object, 'spec.includes').length > 0 ? verdict('H', wordsOf(bad)) : null;
}

const silent = new Set(
  (
    'ClusterProviderConfig ClusterProviderConfigUsage CompositeResourceDefinition Composition CompositionRevision ' +
    'ControllerConfig DeploymentRuntimeConfig EnvironmentConfig FunctionRevision ImageConfig ManagedResourceActivationPolicy ' +
    'ProviderConfig ProviderConfigUsage StoreConfig Usage ClusterUsage Configuration'
  ).split(' '),
);
const good = new Set(['Ready', 'Healthy', 'Offered', 'Established', 'ValidPipeline', 'RevisionHealthy']);

function crossplane(object: KubeObject) {
  if (noStatus('H')(object) !== null) return silent.has(object.kind) ? verdict('H', '') : null;
  const conditions = conditionsOf(object);
  if (conditions.length === 0) {
    return object.kind.endsWith('ProviderConfig') && numberAt(object, 'status.users') !== undefined
      ? verdict('H', 'In use.')
      : verdict('P', 'Waiting for conditions.');
  }
  const bad = conditions.find(
    (c) => (c.type === 'LastAsyncOperation' || c.type === 'Synced') && c.status === 'False',
  );
  if (bad !== undefined) return verdict('D', wordsOf(bad));
  const fine = conditions.find((c) => good.has(c.type) && c.status === 'True');
  return fine === undefined ? verdict('P', conditions.map(wordsOf).join(' ')) : verdict('H', wordsOf(fine));
}

function crossplaneAws(object: KubeObject) {
  const conditions = conditionsOf(object);
  const of = (type: string) => conditions.find((c) => c.type === type);
  const [isReady, synced] = [of('Ready'), of('Synced')];
  if (synced?.status === 'False')
    return verdict(synced.reason === 'ReconcilePaused' ? 'S' : 'D', wordsOf(synced));
  if (isReady === undefined || synced === undefined) return null;
  if (isReady.status === 'True') return verdict('H', '');
  return verdict(isReady.status === 'False' ? 'P' : 'D', wordsOf(isReady));
}

function clusterNotReady(object: KubeObject) {
  const bad = conditionsOf(object).find(
    (c) => c.type === 'Ready' && c.status === 'False' && c.severity !== 'Info',
  );
  return bad === undefined ? null : verdict('D', wordsOf(bad));
}

function machineHealthCheck(object: KubeObject) {
  const expected = numberAt(object, 'status.expectedMachines');
  const current = numberAt(object, 'status.currentHealthy') ?? 0;
  if (expected === undefined) return null;
  return current === expected
    ? verdict('H', '')
    : verdict('D', `${current} of ${expected} machines are healthy.`);
}
