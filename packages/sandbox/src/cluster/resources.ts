import type { ResourceRef } from '../client/kube-client.ts';

function ref(apiVersion: string, plural: string, kind: string, namespaced = true): ResourceRef {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  return { group: group ?? '', version: version ?? '', plural, kind, namespaced };
}

/** The resources controllers address. */
export const resources = {
  pods: ref('v1', 'pods', 'Pod'),
  nodes: ref('v1', 'nodes', 'Node', false),
  namespaces: ref('v1', 'namespaces', 'Namespace', false),
  services: ref('v1', 'services', 'Service'),
  endpoints: ref('v1', 'endpoints', 'Endpoints'),
  events: ref('v1', 'events', 'Event'),
  configMaps: ref('v1', 'configmaps', 'ConfigMap'),
  serviceAccounts: ref('v1', 'serviceaccounts', 'ServiceAccount'),
  claims: ref('v1', 'persistentvolumeclaims', 'PersistentVolumeClaim'),
  volumes: ref('v1', 'persistentvolumes', 'PersistentVolume', false),
  deployments: ref('apps/v1', 'deployments', 'Deployment'),
  replicaSets: ref('apps/v1', 'replicasets', 'ReplicaSet'),
  statefulSets: ref('apps/v1', 'statefulsets', 'StatefulSet'),
  daemonSets: ref('apps/v1', 'daemonsets', 'DaemonSet'),
  jobs: ref('batch/v1', 'jobs', 'Job'),
  ingresses: ref('networking.k8s.io/v1', 'ingresses', 'Ingress'),
  endpointSlices: ref('discovery.k8s.io/v1', 'endpointslices', 'EndpointSlice'),
  budgets: ref('policy/v1', 'poddisruptionbudgets', 'PodDisruptionBudget'),
  autoscalers: ref('autoscaling/v2', 'horizontalpodautoscalers', 'HorizontalPodAutoscaler'),
  storageClasses: ref('storage.k8s.io/v1', 'storageclasses', 'StorageClass', false),
  crds: ref('apiextensions.k8s.io/v1', 'customresourcedefinitions', 'CustomResourceDefinition', false),
} satisfies Record<string, ResourceRef>;
