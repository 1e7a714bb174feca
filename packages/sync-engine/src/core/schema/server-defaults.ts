import { get, isObject } from './json.ts';
import { child, items, orElse } from './fill.ts';
import { jobDefaults, podDefaults, podSpecDefaults } from './server-defaults-pod.ts';
import type { JsonObject } from './types.ts';

/** Fills one value of a type in place, as the API server's defaulting of that type does. */
export type Defaulter = (value: JsonObject) => void;

const core = (type: string): string => `io.k8s.api.core.v1.${type}`;

const always =
  (fields: JsonObject): Defaulter =>
  (value) => {
    for (const [field, fallback] of Object.entries(fields)) orElse(value, field, fallback);
  };

const specOf =
  (fields: Defaulter): Defaulter =>
  (value) =>
    fields(child(value, 'spec'));

const webhook = {
  failurePolicy: 'Fail',
  matchPolicy: 'Equivalent',
  namespaceSelector: {},
  objectSelector: {},
  timeoutSeconds: 10,
};

const matchResources = { matchPolicy: 'Equivalent', namespaceSelector: {}, objectSelector: {} };

/**
 * Defaulting that OpenAPI does not show, by OpenAPI type name; types are visited from the root down. Kept against
 * the API server of `builtinVersion`: `defaults.int.test.ts` compares it with a dry run of every kind.
 */
export const serverDefaults: Readonly<Record<string, Defaulter>> = {
  'io.k8s.api.apps.v1.Deployment': specOf((spec) => {
    orElse(spec, 'replicas', 1);
    orElse(spec, 'revisionHistoryLimit', 10);
    orElse(spec, 'progressDeadlineSeconds', 600);
    const strategy = child(spec, 'strategy');
    orElse(strategy, 'type', 'RollingUpdate');
    if (strategy.type === 'RollingUpdate') {
      always({ maxUnavailable: '25%', maxSurge: '25%' })(child(strategy, 'rollingUpdate'));
    }
  }),
  'io.k8s.api.apps.v1.DaemonSet': specOf((spec) => {
    orElse(spec, 'revisionHistoryLimit', 10);
    const strategy = child(spec, 'updateStrategy');
    orElse(strategy, 'type', 'RollingUpdate');
    if (strategy.type === 'RollingUpdate') {
      always({ maxUnavailable: 1, maxSurge: 0 })(child(strategy, 'rollingUpdate'));
    }
  }),
  'io.k8s.api.apps.v1.StatefulSet': specOf((spec) => {
    orElse(spec, 'podManagementPolicy', 'OrderedReady');
    orElse(spec, 'replicas', 1);
    orElse(spec, 'revisionHistoryLimit', 10);
    const strategy = child(spec, 'updateStrategy');
    if (get(strategy, 'type') === undefined) {
      strategy.type = 'RollingUpdate';
      child(strategy, 'rollingUpdate');
    }
    const rolling = get(strategy, 'rollingUpdate');
    if (strategy.type === 'RollingUpdate' && isObject(rolling)) orElse(rolling, 'partition', 0);
    always({ whenDeleted: 'Retain', whenScaled: 'Retain' })(
      child(spec, 'persistentVolumeClaimRetentionPolicy'),
    );
    for (const claim of items(spec, 'volumeClaimTemplates')) {
      claim.apiVersion = 'v1';
      claim.kind = 'PersistentVolumeClaim';
    }
  }),
  'io.k8s.api.apps.v1.ReplicaSet': specOf(always({ replicas: 1 })),
  'io.k8s.api.batch.v1.Job': (value) => {
    jobDefaults(child(value, 'spec'));
    labelsFromTemplate(value);
  },
  'io.k8s.api.batch.v1.CronJob': specOf(
    always({
      concurrencyPolicy: 'Allow',
      suspend: false,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
    }),
  ),
  'io.k8s.api.batch.v1.PodFailurePolicyOnPodConditionsPattern': always({ status: 'True' }),
  'io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler': specOf(autoscalerDefaults),
  'io.k8s.api.autoscaling.v1.HorizontalPodAutoscaler': specOf(
    always({ minReplicas: 1, targetCPUUtilizationPercentage: 80 }),
  ),
  'io.k8s.api.networking.v1.NetworkPolicyPort': always({ protocol: 'TCP' }),
  'io.k8s.api.networking.v1.NetworkPolicy': specOf((spec) => {
    if (Array.isArray(get(spec, 'policyTypes'))) return;
    spec.policyTypes = items(spec, 'egress').length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
  }),
  'io.k8s.api.networking.v1.IngressClassParametersReference': always({ scope: 'Cluster' }),
  'io.k8s.api.rbac.v1.RoleRef': always({ apiGroup: 'rbac.authorization.k8s.io' }),
  'io.k8s.api.rbac.v1.Subject': (value) => {
    if (value.kind === 'User' || value.kind === 'Group')
      orElse(value, 'apiGroup', 'rbac.authorization.k8s.io');
  },
  'io.k8s.api.storage.v1.StorageClass': always({ reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' }),
  'io.k8s.api.storage.v1.CSIDriverSpec': always({
    attachRequired: true,
    podInfoOnMount: false,
    storageCapacity: false,
    fsGroupPolicy: 'ReadWriteOnceWithFSType',
    volumeLifecycleModes: ['Persistent'],
    requiresRepublish: false,
    seLinuxMount: false,
  }),
  'io.k8s.api.scheduling.v1.PriorityClass': always({ preemptionPolicy: 'PreemptLowerPriority' }),
  'io.k8s.api.discovery.v1.EndpointPort': (value) => {
    if (get(value, 'name') === undefined) value.name = '';
    orElse(value, 'protocol', 'TCP');
  },
  'io.k8s.api.flowcontrol.v1.FlowSchemaSpec': (spec) => {
    if ((get(spec, 'matchingPrecedence') ?? 0) === 0) spec.matchingPrecedence = 1000;
  },
  'io.k8s.api.resource.v1.DeviceCapacity': always({ value: '0' }),
  'io.k8s.api.flowcontrol.v1.LimitedPriorityLevelConfiguration': always({
    nominalConcurrencyShares: 30,
    lendablePercent: 0,
  }),
  'io.k8s.api.flowcontrol.v1.ExemptPriorityLevelConfiguration': always({
    nominalConcurrencyShares: 0,
    lendablePercent: 0,
  }),
  'io.k8s.api.flowcontrol.v1.QueuingConfiguration': (value) => {
    for (const [field, size] of Object.entries({ handSize: 8, queues: 64, queueLengthLimit: 50 }))
      if ((get(value, field) ?? 0) === 0) value[field] = size;
  },
  'io.k8s.api.admissionregistration.v1.ValidatingWebhook': always(webhook),
  'io.k8s.api.admissionregistration.v1.MutatingWebhook': always({ ...webhook, reinvocationPolicy: 'Never' }),
  'io.k8s.api.admissionregistration.v1.RuleWithOperations': always({ scope: '*' }),
  'io.k8s.api.admissionregistration.v1.NamedRuleWithOperations': always({ scope: '*' }),
  'io.k8s.api.admissionregistration.v1.ServiceReference': always({ port: 443 }),
  'io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicySpec': always({ failurePolicy: 'Fail' }),
  'io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicySpec': always({ failurePolicy: 'Fail' }),
  'io.k8s.api.admissionregistration.v1.MatchResources': always(matchResources),
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ServiceReference': always({ port: 443 }),
  'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.ServiceReference': always({ port: 443 }),
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionSpec': (spec) => {
    const names = child(spec, 'names');
    if (typeof names.kind === 'string') {
      orElse(names, 'singular', names.kind.toLowerCase());
      orElse(names, 'listKind', `${names.kind}List`);
    }
    if (!isObject(get(spec, 'conversion'))) spec.conversion = { strategy: 'None' };
  },
  'io.k8s.api.resource.v1.ExactDeviceRequest': deviceRequestDefaults,
  'io.k8s.api.resource.v1.DeviceSubRequest': deviceRequestDefaults,
  [core('Event')]: (value) => {
    for (const field of ['reportingComponent', 'reportingInstance'])
      if (get(value, field) === undefined) value[field] = '';
  },
  [core('Pod')]: podDefaults,
  [core('PodSpec')]: podSpecDefaults,
  [core('Container')]: containerDefaults,
  [core('EphemeralContainer')]: containerDefaults,
  [core('Probe')]: always({ timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 }),
  [core('HTTPGetAction')]: always({ path: '/', scheme: 'HTTP' }),
  [core('GRPCAction')]: (value) => {
    if (get(value, 'service') === undefined) value.service = '';
  },
  [core('Volume')]: (value) => {
    if (Object.keys(value).every((key) => key === 'name' || value[key] === null)) value.emptyDir = {};
  },
  [core('ImageVolumeSource')]: (value) => orElse(value, 'pullPolicy', pullPolicy(value.reference)),
  [core('SecretVolumeSource')]: always({ defaultMode: 0o644 }),
  [core('ConfigMapVolumeSource')]: always({ defaultMode: 0o644 }),
  [core('DownwardAPIVolumeSource')]: always({ defaultMode: 0o644 }),
  [core('ProjectedVolumeSource')]: always({ defaultMode: 0o644 }),
  [core('ServiceAccountTokenProjection')]: always({ expirationSeconds: 3600 }),
  [core('HostPathVolumeSource')]: (value) => {
    if (get(value, 'type') === undefined) value.type = '';
  },
  [core('ISCSIVolumeSource')]: always({ iscsiInterface: 'default' }),
  [core('ISCSIPersistentVolumeSource')]: always({ iscsiInterface: 'default' }),
  [core('RBDVolumeSource')]: always({ pool: 'rbd', user: 'admin', keyring: '/etc/ceph/keyring' }),
  [core('RBDPersistentVolumeSource')]: always({ pool: 'rbd', user: 'admin', keyring: '/etc/ceph/keyring' }),
  [core('ObjectFieldSelector')]: always({ apiVersion: 'v1' }),
  [core('Service')]: specOf(serviceDefaults),
  [core('Secret')]: (value) => {
    foldStringData(value);
    orElse(value, 'type', 'Opaque');
  },
  [core('Namespace')]: (value) => {
    const metadata = child(value, 'metadata');
    if (typeof metadata.name === 'string')
      child(metadata, 'labels')['kubernetes.io/metadata.name'] = metadata.name;
    orElse(child(value, 'spec'), 'finalizers', ['kubernetes']);
  },
  [core('PersistentVolume')]: specOf(
    always({ persistentVolumeReclaimPolicy: 'Retain', volumeMode: 'Filesystem' }),
  ),
  [core('PersistentVolumeClaim')]: (value) => orElse(child(value, 'status'), 'phase', 'Pending'),
  [core('PersistentVolumeClaimSpec')]: always({ volumeMode: 'Filesystem' }),
  [core('EndpointPort')]: always({ protocol: 'TCP' }),
  [core('LimitRangeItem')]: limitRangeDefaults,
  [core('ReplicationController')]: (value) => {
    const spec = child(value, 'spec');
    orElse(spec, 'replicas', 1);
    const template = get(spec, 'template');
    const labels =
      isObject(template) && isObject(template.metadata) ? get(template.metadata, 'labels') : undefined;
    if (isObject(labels)) orElse(spec, 'selector', { ...labels });
    labelsFromTemplate(value);
  },
};

function deviceRequestDefaults(value: JsonObject): void {
  orElse(value, 'allocationMode', 'ExactCount');
  if (value.allocationMode === 'ExactCount' && (get(value, 'count') ?? 0) === 0) value.count = 1;
}

function containerDefaults(value: JsonObject): void {
  orElse(value, 'imagePullPolicy', pullPolicy(value.image));
  orElse(value, 'terminationMessagePath', '/dev/termination-log');
  orElse(value, 'terminationMessagePolicy', 'File');
}

/** `Always` for the tag `latest`, which is also what no tag and no digest means. */
function pullPolicy(image: unknown): 'Always' | 'IfNotPresent' {
  if (typeof image !== 'string' || image === '') return 'IfNotPresent';
  if (image.includes('@')) return /:latest@/.test(image) ? 'Always' : 'IfNotPresent';
  const tag = /:([^/:]+)$/.exec(image)?.[1] ?? 'latest';
  return tag === 'latest' ? 'Always' : 'IfNotPresent';
}

function serviceDefaults(spec: JsonObject): void {
  orElse(spec, 'type', 'ClusterIP');
  orElse(spec, 'sessionAffinity', 'None');
  if (spec.sessionAffinity === 'None') delete spec.sessionAffinityConfig;
  if (spec.sessionAffinity === 'ClientIP') {
    orElse(child(child(spec, 'sessionAffinityConfig'), 'clientIP'), 'timeoutSeconds', 10_800);
  }
  for (const port of items(spec, 'ports')) {
    orElse(port, 'protocol', 'TCP');
    const target = get(port, 'targetPort');
    if (target === undefined || target === 0 || target === '') port.targetPort = port.port;
  }
  const isExternal = spec.type === 'NodePort' || spec.type === 'LoadBalancer';
  const hasExternalIPs = Array.isArray(spec.externalIPs) && spec.externalIPs.length > 0;
  if (isExternal || (spec.type === 'ClusterIP' && hasExternalIPs))
    orElse(spec, 'externalTrafficPolicy', 'Cluster');
  else delete spec.externalTrafficPolicy;
  if (spec.type === 'ExternalName') delete spec.internalTrafficPolicy;
  else orElse(spec, 'internalTrafficPolicy', 'Cluster');
  if (spec.type === 'LoadBalancer') orElse(spec, 'allocateLoadBalancerNodePorts', true);
  // A Service that changes its type loses what only the old type may have.
  else for (const field of ['allocateLoadBalancerNodePorts', 'loadBalancerClass']) delete spec[field];
}

function autoscalerDefaults(spec: JsonObject): void {
  orElse(spec, 'minReplicas', 1);
  if (items(spec, 'metrics').length === 0) {
    spec.metrics = [
      {
        type: 'Resource',
        resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
      },
    ];
  }
  const behavior = get(spec, 'behavior');
  if (!isObject(behavior)) return;
  const percent = { type: 'Percent', value: 100, periodSeconds: 15 };
  const up = { stabilizationWindowSeconds: 0, selectPolicy: 'Max' };
  always({ ...up, policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }, percent] })(
    child(behavior, 'scaleUp'),
  );
  always({ selectPolicy: 'Max', policies: [percent] })(child(behavior, 'scaleDown'));
}

/** A Job or ReplicationController without labels takes those of its Pods. */
function labelsFromTemplate(value: JsonObject): void {
  const spec = child(value, 'spec');
  const template = get(spec, 'template');
  const labels =
    isObject(template) && isObject(template.metadata) ? get(template.metadata, 'labels') : undefined;
  if (isObject(labels)) orElse(child(value, 'metadata'), 'labels', { ...labels });
}

/** stringData is write-only: it lands in data, base64 of its UTF-8 bytes. */
function foldStringData(value: JsonObject): void {
  const strings = get(value, 'stringData');
  if (!isObject(strings)) return;
  const data = child(value, 'data');
  for (const [key, text] of Object.entries(strings)) data[key] = base64(String(text));
  delete value.stringData;
}

function base64(text: string): string {
  let binary = '';
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return btoa(binary);
}

function limitRangeDefaults(value: JsonObject): void {
  if (value.type !== 'Container') return;
  const fill = (field: string, from: string): void => {
    const source = get(value, from);
    if (isObject(source)) always(source)(child(value, field));
  };
  fill('default', 'max');
  fill('defaultRequest', 'default');
  fill('defaultRequest', 'min');
}
