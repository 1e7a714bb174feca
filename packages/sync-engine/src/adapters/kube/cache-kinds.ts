import type { ApiResource } from '../../ports/kube.ts';

/** Groups and kinds left out of the cache: they change all the time or are computed, and nobody deploys them (CACHE-1). */
const excludedGroups = new Set([
  'metrics.k8s.io',
  'events.k8s.io',
  'custom.metrics.k8s.io',
  'external.metrics.k8s.io',
]);
const excludedKinds = new Set([
  '/Event',
  '/Endpoints',
  '/ComponentStatus',
  'discovery.k8s.io/EndpointSlice',
  'coordination.k8s.io/Lease',
  'coordination.k8s.io/LeaseCandidate',
  'certificates.k8s.io/CertificateSigningRequest',
  'cert-manager.io/CertificateRequest',
  'cilium.io/CiliumIdentity',
  'cilium.io/CiliumEndpoint',
  'cilium.io/CiliumEndpointSlice',
  'kyverno.io/PolicyReport',
  'kyverno.io/ClusterPolicyReport',
  'kyverno.io/EphemeralReport',
  'kyverno.io/ClusterEphemeralReport',
  'kyverno.io/AdmissionReport',
  'kyverno.io/ClusterAdmissionReport',
  'kyverno.io/BackgroundScanReport',
  'kyverno.io/ClusterBackgroundScanReport',
  'kyverno.io/UpdateRequest',
  'reports.kyverno.io/EphemeralReport',
  'reports.kyverno.io/ClusterEphemeralReport',
  'wgpolicyk8s.io/PolicyReport',
  'wgpolicyk8s.io/ClusterPolicyReport',
]);

/** True for kinds that are not watched unless an Application names one. */
export function isExcluded(resource: ApiResource): boolean {
  return excludedGroups.has(resource.group) || excludedKinds.has(`${resource.group}/${resource.kind}`);
}

/** True when the kind can be listed and watched at all (Reviews, for instance, can only be created). */
export function isWatchable(resource: ApiResource): boolean {
  return resource.verbs.includes('list') && resource.verbs.includes('watch');
}
