import type { JsonObject } from '../types.ts';

const labels = { app: 'web' };

const podSpec = {
  serviceAccountName: 'web',
  hostNetwork: false,
  containers: [
    {
      name: 'web',
      image: 'nginx:1.27',
      ports: [{ containerPort: 8080 }, { containerPort: 53, protocol: 'UDP', name: 'dns' }],
      env: [
        { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
        { name: 'EMPTY', value: '' },
      ],
      resources: { limits: { cpu: '1000m', memory: '1024Mi' }, requests: { cpu: 0.5, memory: '1e6' } },
      livenessProbe: { httpGet: { port: 8080 } },
      readinessProbe: { tcpSocket: { port: 'dns' }, periodSeconds: 5 },
      startupProbe: { grpc: { port: 9000 } },
      volumeMounts: [{ name: 'config', mountPath: '/etc/web', readOnly: false }],
      lifecycle: { preStop: { httpGet: { port: 1 } } },
    },
    { name: 'latest', image: 'registry:5000/team/app' },
    { name: 'digest', image: `app@sha256:${'a'.repeat(64)}`, securityContext: { runAsNonRoot: true } },
  ],
  initContainers: [{ name: 'init', image: 'busybox:latest', command: ['true'] }],
  volumes: [
    { name: 'config', configMap: { name: 'web' } },
    { name: 'secret', secret: { secretName: 'web' } },
    { name: 'scratch' },
    { name: 'host', hostPath: { path: '/tmp' } },
    { name: 'down', downwardAPI: { items: [{ path: 'x', fieldRef: { fieldPath: 'metadata.name' } }] } },
    { name: 'all', projected: { sources: [{ serviceAccountToken: { path: 't' } }] } },
    { name: 'iscsi', iscsi: { targetPortal: '1.2.3.4', iqn: 'iqn.2001-04.com.example:x', lun: 0 } },
    {
      name: 'eph',
      ephemeral: {
        volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
      },
    },
  ],
};

const template = { metadata: { labels, creationTimestamp: null }, spec: podSpec };
const jobSpec = { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'job', image: 'busybox' }] } } };
const meta = { name: 'web', namespace: 'default' };
const rbac = 'rbac.authorization.k8s.io';

/** One manifest, and the collection it is created in. */
export interface KindCase {
  readonly title: string;
  readonly path: string;
  readonly object: JsonObject & { apiVersion: string; kind: string };
}

function at(path: string, title: string, object: KindCase['object']): KindCase {
  return { path, title, object };
}

const inDefault = (prefix: string, plural: string): string => `/${prefix}/namespaces/default/${plural}`;

/** A manifest per built-in kind people deploy, written the way people write them. */
export const kindCases: readonly KindCase[] = [
  at(inDefault('apis/apps/v1', 'deployments'), 'Deployment', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { ...meta, labels, annotations: {} },
    spec: { replicas: 2, selector: { matchLabels: labels }, template },
  }),
  at(inDefault('apis/apps/v1', 'deployments'), 'Deployment that recreates, with partial rolling update', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: meta,
    spec: { selector: { matchLabels: labels }, strategy: { type: 'Recreate' }, template },
  }),
  at(inDefault('apis/apps/v1', 'deployments'), 'Deployment with part of a rolling update', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: meta,
    spec: {
      paused: false,
      minReadySeconds: 0,
      selector: { matchLabels: labels },
      strategy: { rollingUpdate: { maxSurge: 1 } },
      template: {
        metadata: { labels },
        spec: { hostNetwork: true, containers: [{ name: 'a', image: 'a:1', ports: [{ containerPort: 80 }] }] },
      },
    },
  }),
  at(inDefault('apis/apps/v1', 'statefulsets'), 'StatefulSet', {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: meta,
    spec: {
      serviceName: 'web',
      selector: { matchLabels: labels },
      template,
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1024Mi' } } },
        },
      ],
    },
  }),
  at(inDefault('apis/apps/v1', 'daemonsets'), 'DaemonSet', {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: meta,
    spec: { selector: { matchLabels: labels }, template },
  }),
  at(inDefault('apis/apps/v1', 'replicasets'), 'ReplicaSet', {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: meta,
    spec: { selector: { matchLabels: labels }, template },
  }),
  at(inDefault('apis/batch/v1', 'jobs'), 'Job', {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: meta,
    spec: jobSpec,
  }),
  at(inDefault('apis/batch/v1', 'cronjobs'), 'CronJob', {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: meta,
    spec: { schedule: '* * * * *', jobTemplate: { spec: jobSpec } },
  }),
  at(inDefault('api/v1', 'pods'), 'Pod', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: meta,
    spec: {
      containers: [{ name: 'web', image: 'nginx', resources: { limits: { cpu: '1' } } }],
      tolerations: [{ key: 'x', operator: 'Exists' }],
    },
  }),
  at(inDefault('api/v1', 'services'), 'Service', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: meta,
    spec: { selector: labels, ports: [{ name: 'http', port: 80 }, { name: 'm', port: 90, targetPort: 'metrics' }] },
  }),
  at(inDefault('api/v1', 'services'), 'LoadBalancer Service', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: meta,
    spec: { type: 'LoadBalancer', sessionAffinity: 'ClientIP', ports: [{ port: 80 }] },
  }),
  at(inDefault('api/v1', 'services'), 'headless Service', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: meta,
    spec: { clusterIP: 'None', selector: labels },
  }),
  at(inDefault('api/v1', 'services'), 'ExternalName Service', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: meta,
    spec: { type: 'ExternalName', externalName: 'example.com' },
  }),
  at(inDefault('apis/networking.k8s.io/v1', 'ingresses'), 'Ingress', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: meta,
    spec: {
      rules: [
        {
          host: 'a.example.com',
          http: {
            paths: [
              { path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } },
            ],
          },
        },
      ],
    },
  }),
  at('/apis/networking.k8s.io/v1/ingressclasses', 'IngressClass', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    metadata: { name: 'web' },
    spec: { controller: 'example.com/x', parameters: { apiGroup: 'x.example.com', kind: 'P', name: 'p' } },
  }),
  at(inDefault('apis/networking.k8s.io/v1', 'networkpolicies'), 'NetworkPolicy', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: meta,
    spec: { podSelector: {}, egress: [{ ports: [{ port: 53 }] }] },
  }),
  at(inDefault('api/v1', 'persistentvolumeclaims'), 'PersistentVolumeClaim', {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: meta,
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1.5Gi' } } },
  }),
  at('/api/v1/persistentvolumes', 'PersistentVolume', {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: 'web' },
    spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/tmp/x' } },
  }),
  at('/apis/storage.k8s.io/v1/storageclasses', 'StorageClass', {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'fast' },
    provisioner: 'example.com/fast',
  }),
  at(inDefault('apis/autoscaling/v2', 'horizontalpodautoscalers'), 'HorizontalPodAutoscaler', {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: meta,
    spec: {
      maxReplicas: 3,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      behavior: { scaleDown: { stabilizationWindowSeconds: 60 } },
    },
  }),
  at(inDefault('apis/policy/v1', 'poddisruptionbudgets'), 'PodDisruptionBudget', {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: meta,
    spec: { minAvailable: '50%', selector: { matchLabels: labels } },
  }),
  at(inDefault(`apis/${rbac}/v1`, 'roles'), 'Role', {
    apiVersion: `${rbac}/v1`,
    kind: 'Role',
    metadata: meta,
    rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
  }),
  at(inDefault(`apis/${rbac}/v1`, 'rolebindings'), 'RoleBinding', {
    apiVersion: `${rbac}/v1`,
    kind: 'RoleBinding',
    metadata: meta,
    roleRef: { apiGroup: rbac, kind: 'Role', name: 'web' },
    subjects: [
      { kind: 'User', name: 'ann' },
      { kind: 'ServiceAccount', name: 'web', namespace: 'default' },
    ],
  }),
  at(`/apis/${rbac}/v1/clusterroles`, 'ClusterRole', {
    apiVersion: `${rbac}/v1`,
    kind: 'ClusterRole',
    metadata: { name: 'web' },
    rules: [{ nonResourceURLs: ['/x'], verbs: ['get'] }],
  }),
  at(`/apis/${rbac}/v1/clusterrolebindings`, 'ClusterRoleBinding', {
    apiVersion: `${rbac}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name: 'web' },
    roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'web' },
    subjects: [{ kind: 'Group', name: 'ops' }],
  }),
  at(inDefault('api/v1', 'configmaps'), 'ConfigMap', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { ...meta, labels: {} },
    data: { a: '1', constructor: 'x' },
  }),
  at(inDefault('api/v1', 'secrets'), 'Secret', {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: meta,
    data: { a: 'eA==' },
    stringData: { b: 'ß' },
  }),
  at(inDefault('api/v1', 'serviceaccounts'), 'ServiceAccount', {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: meta,
    automountServiceAccountToken: false,
  }),
  at('/api/v1/namespaces', 'Namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'other' } }),
  at(inDefault('api/v1', 'limitranges'), 'LimitRange', {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: meta,
    spec: { limits: [{ type: 'Container', max: { cpu: '2' }, min: { cpu: '100m', memory: '1Mi' } }] },
  }),
  at(inDefault('api/v1', 'resourcequotas'), 'ResourceQuota', {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: meta,
    spec: { hard: { 'requests.cpu': '1000m' } },
  }),
  at('/apis/scheduling.k8s.io/v1/priorityclasses', 'PriorityClass', {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name: 'high' },
    value: 1000,
    globalDefault: false,
  }),
  at('/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations', 'ValidatingWebhookConfiguration', {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: 'web' },
    webhooks: [
      {
        name: 'a.example.com',
        admissionReviewVersions: ['v1'],
        sideEffects: 'None',
        clientConfig: { service: { name: 'web', namespace: 'default' } },
        rules: [{ apiGroups: ['x.example.com'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['things'] }],
      },
    ],
  }),
  at('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', 'CustomResourceDefinition', {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'things.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural: 'things', kind: 'Thing' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object' } } } },
        },
      ],
    },
  }),
];
