import type { KindCase } from './kinds.ts';

const labels = { app: 'web' };
const meta = { name: 'web', namespace: 'default' };
const podTemplate = { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'nginx:1' }] } };
const inDefault = (prefix: string, plural: string): string => `/${prefix}/namespaces/default/${plural}`;

function at(path: string, title: string, object: KindCase['object']): KindCase {
  return { path, title, object };
}

const admission = 'admissionregistration.k8s.io/v1';
const matchConstraints = {
  resourceRules: [
    { apiGroups: ['x.example.com'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['things'] },
  ],
};

/** A PEM request for CN=web, base64; its key was thrown away. The API server only parses it. */
const certificateRequest = [
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlISk1IQUNBUUF3RGpFTU1Bb0dBMVVFQXd3RGQyVmlNRmt3RXdZSEtvWkl6aj',
  'BDQVFZSUtvWkl6ajBEQVFjRApRZ0FFWnFmcXBmdVRiWUVieVZKOVVaYk43QXNISGlMUWdJSm1nelZoZ0xva0g4N1huNENxc2t3dmE2bTg3WUpm',
  'Ci9CTk5ZdC9sLytDU2lwbWxhSjNHc2lCcVU2QUFNQW9HQ0NxR1NNNDlCQU1DQTBrQU1FWUNJUUQxbmNBUWZEcjMKanpjWkJzSUVuQmNFU0tzUj',
  'c5eVc4bXpiaE4yMTlhanM3Z0loQVA4eC8yNWtiZ1ZJbmEzNUNoUFpsM3Q4TDRVMgpwbGtIMjluc29zZ3hwZll5Ci0tLS0tRU5EIENFUlRJRklD',
  'QVRFIFJFUVVFU1QtLS0tLQo=',
].join('');

/** The built-in kinds that people rarely write by hand, so that every one that can be created is covered. */
export const rareKindCases: readonly KindCase[] = [
  at(inDefault('api/v1', 'endpoints'), 'Endpoints', {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: meta,
    subsets: [{ addresses: [{ ip: '10.1.1.2' }, { ip: '10.1.1.1' }], ports: [{ port: 80, name: 'http' }] }],
  }),
  at(inDefault('api/v1', 'events'), 'core Event', {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: meta,
    involvedObject: { kind: 'Pod', namespace: 'default', name: 'web' },
    reason: 'Tested',
  }),
  at('/api/v1/nodes', 'Node', { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1' }, spec: {} }),
  at(inDefault('api/v1', 'podtemplates'), 'PodTemplate', {
    apiVersion: 'v1',
    kind: 'PodTemplate',
    metadata: meta,
    template: podTemplate,
  }),
  at(inDefault('api/v1', 'replicationcontrollers'), 'ReplicationController', {
    apiVersion: 'v1',
    kind: 'ReplicationController',
    metadata: meta,
    spec: { template: podTemplate },
  }),
  at('/apis/apiregistration.k8s.io/v1/apiservices', 'APIService', {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: 'v1.things.example.com' },
    spec: {
      group: 'things.example.com',
      version: 'v1',
      groupPriorityMinimum: 1000,
      versionPriority: 15,
      insecureSkipTLSVerify: true,
      service: { name: 'web', namespace: 'default' },
    },
  }),
  at(inDefault('apis/apps/v1', 'controllerrevisions'), 'ControllerRevision', {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: meta,
    revision: 1,
    data: { any: { thing: [1, 2] } },
  }),
  at(inDefault('apis/events.k8s.io/v1', 'events'), 'Event', {
    apiVersion: 'events.k8s.io/v1',
    kind: 'Event',
    metadata: meta,
    eventTime: '2026-01-01T00:00:00.000000Z',
    reportingController: 'example.com/test',
    reportingInstance: 'one',
    action: 'Test',
    reason: 'Tested',
    type: 'Normal',
  }),
  at(inDefault('apis/autoscaling/v1', 'horizontalpodautoscalers'), 'HorizontalPodAutoscaler v1', {
    apiVersion: 'autoscaling/v1',
    kind: 'HorizontalPodAutoscaler',
    metadata: meta,
    spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } },
  }),
  at('/apis/networking.k8s.io/v1/ipaddresses', 'IPAddress', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IPAddress',
    metadata: { name: '10.9.0.1' },
    spec: { parentRef: { group: '', resource: 'services', namespace: 'default', name: 'web' } },
  }),
  at('/apis/networking.k8s.io/v1/servicecidrs', 'ServiceCIDR', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'ServiceCIDR',
    metadata: { name: 'more' },
    spec: { cidrs: ['10.200.0.0/24'] },
  }),
  at('/apis/storage.k8s.io/v1/csidrivers', 'CSIDriver', {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'CSIDriver',
    metadata: { name: 'csi.example.com' },
    spec: { podInfoOnMount: true },
  }),
  at('/apis/storage.k8s.io/v1/csinodes', 'CSINode', {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'CSINode',
    metadata: { name: 'n1' },
    spec: { drivers: [{ name: 'csi.example.com', nodeID: 'n1', topologyKeys: ['zone'] }] },
  }),
  at(inDefault('apis/storage.k8s.io/v1', 'csistoragecapacities'), 'CSIStorageCapacity', {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'CSIStorageCapacity',
    metadata: meta,
    storageClassName: 'fast',
    capacity: '1024Mi',
    nodeTopology: { matchLabels: { zone: 'a' } },
  }),
  at('/apis/storage.k8s.io/v1/volumeattachments', 'VolumeAttachment', {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'VolumeAttachment',
    metadata: { name: 'web' },
    spec: { attacher: 'csi.example.com', nodeName: 'n1', source: { persistentVolumeName: 'web' } },
  }),
  at('/apis/storage.k8s.io/v1/volumeattributesclasses', 'VolumeAttributesClass', {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'VolumeAttributesClass',
    metadata: { name: 'gold' },
    driverName: 'csi.example.com',
    parameters: { iops: '4000' },
  }),
  at(`/apis/${admission}/mutatingwebhookconfigurations`, 'MutatingWebhookConfiguration', {
    apiVersion: admission,
    kind: 'MutatingWebhookConfiguration',
    metadata: { name: 'web' },
    webhooks: [
      {
        name: 'a.example.com',
        admissionReviewVersions: ['v1'],
        sideEffects: 'None',
        clientConfig: { url: 'https://example.com/hook' },
        rules: matchConstraints.resourceRules,
        namespaceSelector: { matchLabels: { inject: 'yes' } },
      },
      {
        name: 'b.example.com',
        admissionReviewVersions: ['v1'],
        sideEffects: 'None',
        clientConfig: { service: { name: 'web', namespace: 'default' } },
      },
    ],
  }),
  at(`/apis/${admission}/validatingadmissionpolicies`, 'ValidatingAdmissionPolicy', {
    apiVersion: admission,
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: 'web' },
    spec: { matchConstraints, validations: [{ expression: 'true' }], variables: [{ name: 'v', expression: '1' }] },
  }),
  at(`/apis/${admission}/validatingadmissionpolicybindings`, 'ValidatingAdmissionPolicyBinding', {
    apiVersion: admission,
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: 'web' },
    spec: { policyName: 'web', validationActions: ['Deny'], matchResources: matchConstraints },
  }),
  at(`/apis/${admission}/mutatingadmissionpolicies`, 'MutatingAdmissionPolicy', {
    apiVersion: admission,
    kind: 'MutatingAdmissionPolicy',
    metadata: { name: 'web' },
    spec: {
      matchConstraints,
      reinvocationPolicy: 'Never',
      mutations: [
        { patchType: 'ApplyConfiguration', applyConfiguration: { expression: 'Object{metadata: Object.metadata{}}' } },
      ],
    },
  }),
  at(`/apis/${admission}/mutatingadmissionpolicybindings`, 'MutatingAdmissionPolicyBinding', {
    apiVersion: admission,
    kind: 'MutatingAdmissionPolicyBinding',
    metadata: { name: 'web' },
    spec: { policyName: 'web' },
  }),
  at(inDefault('apis/coordination.k8s.io/v1', 'leases'), 'Lease', {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: meta,
    spec: { holderIdentity: 'a', leaseDurationSeconds: 15, renewTime: '2026-01-01T00:00:00.500000Z' },
  }),
  at('/apis/node.k8s.io/v1/runtimeclasses', 'RuntimeClass', {
    apiVersion: 'node.k8s.io/v1',
    kind: 'RuntimeClass',
    metadata: { name: 'gvisor' },
    handler: 'runsc',
    overhead: { podFixed: { cpu: '250m', memory: '0.5Gi' } },
    scheduling: { tolerations: [{ key: 'gvisor' }] },
  }),
  at(inDefault('apis/discovery.k8s.io/v1', 'endpointslices'), 'EndpointSlice', {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: meta,
    addressType: 'IPv4',
    endpoints: [{ addresses: ['10.1.1.1'], conditions: {} }],
    ports: [{ port: 80 }, { name: 'dns', port: 53, protocol: 'UDP' }],
  }),
  at('/apis/resource.k8s.io/v1/deviceclasses', 'DeviceClass', {
    apiVersion: 'resource.k8s.io/v1',
    kind: 'DeviceClass',
    metadata: { name: 'gpu' },
    spec: { selectors: [{ cel: { expression: 'true' } }] },
  }),
  at(inDefault('apis/resource.k8s.io/v1', 'resourceclaims'), 'ResourceClaim', {
    apiVersion: 'resource.k8s.io/v1',
    kind: 'ResourceClaim',
    metadata: meta,
    spec: { devices: { requests: [{ name: 'gpu', exactly: { deviceClassName: 'gpu' } }] } },
  }),
  at(inDefault('apis/resource.k8s.io/v1', 'resourceclaimtemplates'), 'ResourceClaimTemplate', {
    apiVersion: 'resource.k8s.io/v1',
    kind: 'ResourceClaimTemplate',
    metadata: meta,
    spec: {
      spec: { devices: { requests: [{ name: 'any', firstAvailable: [{ name: 'a', deviceClassName: 'gpu' }] }] } },
    },
  }),
  at('/apis/resource.k8s.io/v1/resourceslices', 'ResourceSlice', {
    apiVersion: 'resource.k8s.io/v1',
    kind: 'ResourceSlice',
    metadata: { name: 'slice' },
    spec: {
      driver: 'gpu.example.com',
      nodeName: 'n1',
      pool: { name: 'p', generation: 1, resourceSliceCount: 1 },
      devices: [{ name: 'd0', attributes: { model: { string: 'x' } }, capacity: { memory: { value: '1024Mi' } } }],
    },
  }),
  at('/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas', 'FlowSchema', {
    apiVersion: 'flowcontrol.apiserver.k8s.io/v1',
    kind: 'FlowSchema',
    metadata: { name: 'web' },
    spec: {
      priorityLevelConfiguration: { name: 'web' },
      rules: [
        {
          subjects: [{ kind: 'Group', group: { name: 'system:authenticated' } }],
          resourceRules: [{ verbs: ['get'], apiGroups: ['*'], resources: ['*'], namespaces: ['*'] }],
        },
      ],
    },
  }),
  at('/apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations', 'PriorityLevelConfiguration', {
    apiVersion: 'flowcontrol.apiserver.k8s.io/v1',
    kind: 'PriorityLevelConfiguration',
    metadata: { name: 'web' },
    spec: { type: 'Limited', limited: { limitResponse: { type: 'Queue', queuing: {} } } },
  }),
  at('/apis/certificates.k8s.io/v1/certificatesigningrequests', 'CertificateSigningRequest', {
    apiVersion: 'certificates.k8s.io/v1',
    kind: 'CertificateSigningRequest',
    metadata: { name: 'web' },
    spec: {
      request: certificateRequest,
      signerName: 'example.com/signer',
      usages: ['client auth'],
    },
  }),
];
