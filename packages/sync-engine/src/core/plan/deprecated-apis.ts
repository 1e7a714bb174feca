/** APIs that Kubernetes removed: `group/version` of kinds, the release that no longer serves them, what to use. */
const removed: readonly { api: string; kinds?: readonly string[]; release: string; use: string }[] = [
  { api: 'extensions/v1beta1', kinds: ['Ingress'], release: '1.22', use: 'networking.k8s.io/v1' },
  { api: 'extensions/v1beta1', release: '1.16', use: 'apps/v1 or networking.k8s.io/v1' },
  { api: 'apps/v1beta1', release: '1.16', use: 'apps/v1' },
  { api: 'apps/v1beta2', release: '1.16', use: 'apps/v1' },
  { api: 'networking.k8s.io/v1beta1', release: '1.22', use: 'networking.k8s.io/v1' },
  { api: 'rbac.authorization.k8s.io/v1beta1', release: '1.22', use: 'rbac.authorization.k8s.io/v1' },
  { api: 'apiextensions.k8s.io/v1beta1', release: '1.22', use: 'apiextensions.k8s.io/v1' },
  { api: 'admissionregistration.k8s.io/v1beta1', release: '1.22', use: 'admissionregistration.k8s.io/v1' },
  { api: 'apiregistration.k8s.io/v1beta1', release: '1.22', use: 'apiregistration.k8s.io/v1' },
  { api: 'certificates.k8s.io/v1beta1', release: '1.22', use: 'certificates.k8s.io/v1' },
  { api: 'coordination.k8s.io/v1beta1', release: '1.22', use: 'coordination.k8s.io/v1' },
  { api: 'scheduling.k8s.io/v1beta1', release: '1.22', use: 'scheduling.k8s.io/v1' },
  { api: 'batch/v1beta1', release: '1.25', use: 'batch/v1' },
  { api: 'discovery.k8s.io/v1beta1', release: '1.25', use: 'discovery.k8s.io/v1' },
  { api: 'events.k8s.io/v1beta1', release: '1.25', use: 'events.k8s.io/v1' },
  { api: 'policy/v1beta1', kinds: ['PodSecurityPolicy'], release: '1.25', use: 'Pod Security Admission' },
  { api: 'policy/v1beta1', release: '1.25', use: 'policy/v1' },
  { api: 'node.k8s.io/v1beta1', release: '1.25', use: 'node.k8s.io/v1' },
  { api: 'autoscaling/v2beta1', release: '1.25', use: 'autoscaling/v2' },
  { api: 'autoscaling/v2beta2', release: '1.26', use: 'autoscaling/v2' },
  { api: 'storage.k8s.io/v1beta1', kinds: ['CSIStorageCapacity'], release: '1.27', use: 'storage.k8s.io/v1' },
  { api: 'storage.k8s.io/v1beta1', release: '1.22', use: 'storage.k8s.io/v1' },
  { api: 'flowcontrol.apiserver.k8s.io/v1beta2', release: '1.29', use: 'flowcontrol.apiserver.k8s.io/v1' },
  { api: 'flowcontrol.apiserver.k8s.io/v1beta3', release: '1.32', use: 'flowcontrol.apiserver.k8s.io/v1' },
];

const removedApis = new Set(removed.map(({ api }) => api));

/** The removal that hits an object of this apiVersion and kind; undefined = still served everywhere. */
export function removedApiOf(apiVersion: string, kind: string): { release: string; use: string } | undefined {
  if (!removedApis.has(apiVersion)) return undefined;
  return removed.find(
    (row) => row.api === apiVersion && (row.kinds === undefined || row.kinds.includes(kind)),
  );
}

/** True when a cluster of that version (`v1.31.2+k3s1`, `1.31`) is of the release that dropped an API, or later. */
export function isServedNoMore(release: string, kubeVersion: string): boolean {
  const [wanted, found] = [minorOf(release), minorOf(kubeVersion)];
  return wanted !== undefined && found !== undefined && found >= wanted;
}

function minorOf(version: string): number | undefined {
  const match = /^v?(\d+)\.(\d+)/.exec(version.trim());
  return match === null ? undefined : Number(match[1]) * 1000 + Number(match[2]);
}
