import { get, isObject } from '../../schema/json.ts';
import type { Pair } from './pair.ts';

/**
 * Where a comparison without a cluster and the server's dry run may differ, and why. Everything else is a mistake of ours.
 * docs/reference/diff.md tells the same to users.
 */
export const knownDifferences: readonly {
  kind: RegExp;
  path: RegExp;
  /** Of which pairs alone; absent: of all. */
  when?: (pair: Pair) => boolean;
  why: string;
}[] = [
  {
    kind: /^Lease$/,
    path: /^spec\.(strategy|preferredHolder)/,
    why: 'the server drops fields whose feature gate is off (CoordinatedLeaderElection)',
  },
  {
    kind: /./,
    path: /\.projected\.sources\[\d+\]\.(clusterTrustBundle|podCertificate)/,
    why: 'feature gate ClusterTrustBundleProjection, PodCertificateRequest',
  },
  { kind: /./, path: /(^|\.)spec\.schedulingGroup/, why: 'feature gate GenericWorkload' },
  {
    kind: /^Resource(Slice|Claim|ClaimTemplate)$|^DeviceClass$/,
    path: /\.(strings|bools|ints|versions|nodeAllocatableResourceMappings)($|[.[])/,
    why: 'feature gates of dynamic resource allocation',
  },
  {
    kind: /^StatefulSet$/,
    path: /^spec\.updateStrategy\.rollingUpdate\.maxUnavailable$/,
    why: 'feature gate MaxUnavailableStatefulSet',
  },
  { kind: /./, path: /\.lifecycle(\.stopSignal)?$/, why: 'feature gate ContainerStopSignals' },
  {
    kind: /^CSIDriver$/,
    path: /^spec\.preventPodSchedulingIfMissing$/,
    why: 'feature gate VolumeLimitScaling',
  },
  {
    kind: /^PersistentVolumeClaim$/,
    path: /^spec\.dataSource(Ref)?($|\.)/,
    why: 'feature gate CrossNamespaceVolumeDataSource',
  },
  {
    kind: /^EndpointSlice$/,
    path: /\.deprecatedTopology($|[.[])/,
    why: 'of the version before, and not stored by this one',
  },
  {
    kind: /^CustomResourceDefinition$/,
    path: /\.openAPIV3Schema(\..*)?\.items$/,
    why: 'a text or number for the schema of items is dropped',
  },
  { kind: /^Node$/, path: /^spec\.configSource/, why: 'removed from the server, and still in its schema' },
  { kind: /^Node$/, path: /^spec\.taints/, why: 'admission adds a taint at the create, and only then' },
  {
    kind: /^Endpoints$/,
    path: /^subsets/,
    why: 'compared without order, so an item is named by its place in the sorted list',
  },
  {
    kind: /./,
    path: /^spec/,
    when: ({ desired, live }) => isFilledWithEmptyList(desired, live),
    why: 'the server takes it away with every second apply and fills it again with the next: what is filled is in sync',
  },
];

/** A map is written empty, and the defaults that fill it have an empty list among them. */
function isFilledWithEmptyList(desired: unknown, live: unknown): boolean {
  if (!isObject(desired) || !isObject(live)) return false;
  const keys = Object.keys(desired);
  if (keys.length === 0)
    return Object.values(live).some((value) => Array.isArray(value) && value.length === 0);
  return keys.some((key) => isFilledWithEmptyList(get(desired, key), get(live, key)));
}
