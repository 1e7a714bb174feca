import type { FieldChange, ResourceKey } from '../model.ts';

/** Fields that an API server refuses to change on an existing object, by group/kind, as path prefixes. */
const immutableFields: Readonly<Record<string, readonly string[]>> = {
  'apps/Deployment': ['spec.selector'],
  'apps/DaemonSet': ['spec.selector'],
  'apps/ReplicaSet': ['spec.selector'],
  'apps/StatefulSet': [
    'spec.selector',
    'spec.serviceName',
    'spec.podManagementPolicy',
    'spec.volumeClaimTemplates',
  ],
  'batch/Job': ['spec.selector', 'spec.template', 'spec.completionMode', 'spec.podFailurePolicy'],
  '/Service': ['spec.clusterIP', 'spec.clusterIPs'],
  '/PersistentVolumeClaim': [
    'spec.accessModes',
    'spec.storageClassName',
    'spec.volumeMode',
    'spec.volumeName',
    'spec.selector',
  ],
  '/PersistentVolume': ['spec.volumeMode', 'spec.csi', 'spec.nfs', 'spec.hostPath', 'spec.local'],
  'storage.k8s.io/StorageClass': ['provisioner', 'parameters', 'reclaimPolicy', 'volumeBindingMode'],
  'rbac.authorization.k8s.io/RoleBinding': ['roleRef'],
  'rbac.authorization.k8s.io/ClusterRoleBinding': ['roleRef'],
};

/** The changed fields that the API server will not accept on the existing object; empty for kinds without such a rule. */
export function immutableChanges(key: ResourceKey, fields: FieldChange[]): string[] {
  const prefixes = immutableFields[`${key.group}/${key.kind}`];
  if (prefixes === undefined) return [];
  return fields.filter(({ path }) => prefixes.some((prefix) => lies(path, prefix))).map(({ path }) => path);
}

function lies(path: string, under: string): boolean {
  if (!path.startsWith(under)) return false;
  const next = path[under.length];
  return next === undefined || next === '.' || next === '[';
}

/** The API server's own words for the same refusal, from a dry run. */
export function isImmutableMessage(message: string): boolean {
  return /immutable|may not change|cannot be changed|updates to .* are forbidden|cannot change/i.test(
    message,
  );
}
