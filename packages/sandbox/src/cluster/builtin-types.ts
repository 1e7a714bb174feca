import type { KubeObject } from '../api/object.ts';
import { defineType, type ResourceType, type ScalePaths, type TypeDraft } from '../api/resource-type.ts';
import { strategies } from './strategies.ts';

const SCALE: ScalePaths = {
  spec: ['spec', 'replicas'],
  status: ['status', 'replicas'],
  selector: ['spec', 'selector'],
};
const ALL = ['all'];
const EXTENSIONS = ['api-extensions'];

type Row = [kind: string, plural: string, draft?: Partial<TypeDraft> & { cluster?: true }];

const status = { hasStatus: true };
const workload = { hasStatus: true, generation: true, categories: ALL };

/** Every built-in kind by group; what is not said follows from the name. */
const TABLE: Record<string, Row[]> = {
  '': [
    ['ConfigMap', 'configmaps', { shortNames: ['cm'] }],
    ['Endpoints', 'endpoints', { shortNames: ['ep'] }],
    [
      'Event',
      'events',
      {
        shortNames: ['ev'],
        fieldLabels: [
          'involvedObject.kind',
          'involvedObject.namespace',
          'involvedObject.name',
          'involvedObject.uid',
          'involvedObject.apiVersion',
          'involvedObject.resourceVersion',
          'involvedObject.fieldPath',
          'reason',
          'reportingComponent',
          'type',
        ],
      },
    ],
    ['LimitRange', 'limitranges', { shortNames: ['limits'] }],
    [
      'Namespace',
      'namespaces',
      {
        cluster: true,
        ...status,
        shortNames: ['ns'],
        subresources: ['finalize'],
        fieldLabels: ['status.phase'],
      },
    ],
    ['Node', 'nodes', { cluster: true, ...status, shortNames: ['no'], fieldLabels: ['spec.unschedulable'] }],
    ['PersistentVolumeClaim', 'persistentvolumeclaims', { ...status, shortNames: ['pvc'] }],
    ['PersistentVolume', 'persistentvolumes', { cluster: true, ...status, shortNames: ['pv'] }],
    [
      'Pod',
      'pods',
      {
        ...workload,
        shortNames: ['po'],
        subresources: ['binding', 'eviction', 'log'],
        fieldLabels: [
          'spec.nodeName',
          'spec.restartPolicy',
          'spec.schedulerName',
          'spec.serviceAccountName',
          'status.phase',
          'status.podIP',
          'status.nominatedNodeName',
        ],
      },
    ],
    ['PodTemplate', 'podtemplates'],
    ['ReplicationController', 'replicationcontrollers', { ...workload, shortNames: ['rc'], scale: SCALE }],
    ['ResourceQuota', 'resourcequotas', { ...status, shortNames: ['quota'] }],
    ['Secret', 'secrets', { fieldLabels: ['type'] }],
    ['ServiceAccount', 'serviceaccounts', { shortNames: ['sa'] }],
    [
      'Service',
      'services',
      { ...status, shortNames: ['svc'], categories: ALL, fieldLabels: ['spec.clusterIP', 'spec.type'] },
    ],
  ],
  apps: [
    ['ControllerRevision', 'controllerrevisions'],
    ['DaemonSet', 'daemonsets', { ...workload, shortNames: ['ds'] }],
    ['Deployment', 'deployments', { ...workload, shortNames: ['deploy'], scale: SCALE }],
    [
      'ReplicaSet',
      'replicasets',
      { ...workload, shortNames: ['rs'], scale: SCALE, fieldLabels: ['status.replicas'] },
    ],
    ['StatefulSet', 'statefulsets', { ...workload, shortNames: ['sts'], scale: SCALE }],
  ],
  batch: [
    ['CronJob', 'cronjobs', { ...workload, shortNames: ['cj'] }],
    ['Job', 'jobs', { ...workload, fieldLabels: ['status.successful'], defaultPropagation: 'Orphan' }],
  ],
  'networking.k8s.io': [
    ['IngressClass', 'ingressclasses', { cluster: true, generation: true }],
    ['Ingress', 'ingresses', { ...status, generation: true, shortNames: ['ing'] }],
    ['NetworkPolicy', 'networkpolicies', { generation: true, shortNames: ['netpol'] }],
  ],
  policy: [
    ['PodDisruptionBudget', 'poddisruptionbudgets', { ...status, generation: true, shortNames: ['pdb'] }],
  ],
  'rbac.authorization.k8s.io': [
    ['ClusterRoleBinding', 'clusterrolebindings', { cluster: true }],
    ['ClusterRole', 'clusterroles', { cluster: true }],
    ['RoleBinding', 'rolebindings'],
    ['Role', 'roles'],
  ],
  autoscaling: [
    [
      'HorizontalPodAutoscaler',
      'horizontalpodautoscalers',
      {
        ...status,
        shortNames: ['hpa'],
        categories: ALL,
        versions: [{ name: 'v2', served: true, storage: true }],
      },
    ],
  ],
  'storage.k8s.io': [
    ['CSIDriver', 'csidrivers', { cluster: true }],
    ['CSINode', 'csinodes', { cluster: true }],
    ['StorageClass', 'storageclasses', { cluster: true, shortNames: ['sc'] }],
    ['VolumeAttachment', 'volumeattachments', { cluster: true, ...status }],
  ],
  'apiextensions.k8s.io': [
    [
      'CustomResourceDefinition',
      'customresourcedefinitions',
      { cluster: true, ...status, generation: true, shortNames: ['crd', 'crds'], categories: EXTENSIONS },
    ],
  ],
  'apiregistration.k8s.io': [
    ['APIService', 'apiservices', { cluster: true, ...status, categories: EXTENSIONS }],
  ],
  'scheduling.k8s.io': [
    ['PriorityClass', 'priorityclasses', { cluster: true, generation: true, shortNames: ['pc'] }],
  ],
  'node.k8s.io': [['RuntimeClass', 'runtimeclasses', { cluster: true }]],
  'discovery.k8s.io': [['EndpointSlice', 'endpointslices', { generation: true }]],
  'coordination.k8s.io': [['Lease', 'leases']],
  'events.k8s.io': [
    [
      'Event',
      'events',
      {
        shortNames: ['ev'],
        fieldLabels: ['regarding.kind', 'regarding.name', 'regarding.uid', 'reason', 'type'],
      },
    ],
  ],
  'admissionregistration.k8s.io': [
    [
      'MutatingWebhookConfiguration',
      'mutatingwebhookconfigurations',
      { cluster: true, generation: true, categories: EXTENSIONS },
    ],
    [
      'ValidatingAdmissionPolicy',
      'validatingadmissionpolicies',
      { cluster: true, ...status, generation: true, categories: EXTENSIONS },
    ],
    [
      'ValidatingAdmissionPolicyBinding',
      'validatingadmissionpolicybindings',
      { cluster: true, generation: true, categories: EXTENSIONS },
    ],
    [
      'ValidatingWebhookConfiguration',
      'validatingwebhookconfigurations',
      { cluster: true, generation: true, categories: EXTENSIONS },
    ],
  ],
  'authentication.k8s.io': [
    ['SelfSubjectReview', 'selfsubjectreviews', { cluster: true, virtual: reviewSelf }],
  ],
  'authorization.k8s.io': [
    ['SelfSubjectAccessReview', 'selfsubjectaccessreviews', { cluster: true, virtual: allow }],
    ['SubjectAccessReview', 'subjectaccessreviews', { cluster: true, virtual: allow }],
    ['SelfSubjectRulesReview', 'selfsubjectrulesreviews', { cluster: true, virtual: listRules }],
  ],
};

/** The built-in kinds with their strategies, fresh for one sandbox. */
export function builtinTypes(): ResourceType[] {
  return Object.entries(TABLE).flatMap(([group, rows]) =>
    rows.map(([kind, plural, { cluster, ...draft } = {}]) =>
      defineType({
        group,
        kind,
        plural,
        namespaced: !cluster,
        strategy: strategies[`${group}/${plural}`] ?? {},
        ...draft,
      }),
    ),
  );
}

/** The one user of the sandbox may do everything. */
function allow(draft: KubeObject): void {
  draft.status = { allowed: true };
}

function reviewSelf(draft: KubeObject, user: string): void {
  draft.status = { userInfo: { username: user, groups: ['system:masters', 'system:authenticated'] } };
}

function listRules(draft: KubeObject): void {
  draft.status = {
    resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
    nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
    incomplete: false,
  };
}
