import type { KubeObject, ObjectMeta } from '../../core/model.ts';
import { trackingOf } from '../../core/tracking.ts';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * What the cache keeps of an object. Managed roots stay whole, with managedFields, because drift is attributed by them; so
 * do objects without an owner, which may be adopted. Owned objects (Pods, ReplicaSets …) keep what tree and health read.
 */
export function slimObject(object: KubeObject): KubeObject {
  const isManaged = trackingOf(object)?.isSelf === true;
  if (isManaged) return object;
  const { managedFields: _managedFields, ...metadata } = object.metadata;
  const isOwned = (metadata.ownerReferences ?? []).length > 0;
  if (!isOwned) {
    // Helm keeps whole releases in Secrets: megabytes that nothing here reads.
    return object['type'] === 'helm.sh/release.v1'
      ? withoutData({ ...object, metadata })
      : { ...object, metadata };
  }
  const slim: KubeObject = { ...object, metadata: withoutLastApplied(metadata) };
  switch (object.kind) {
    case 'Pod':
      return { ...slim, spec: slimPodSpec(object['spec']) };
    case 'Secret':
    case 'ConfigMap':
    case 'ControllerRevision':
      return withoutData(slim);
    default:
      return slim;
  }
}

function withoutLastApplied(metadata: ObjectMeta): ObjectMeta {
  if (metadata.annotations?.[lastApplied] === undefined) return metadata;
  const { [lastApplied]: _lastApplied, ...annotations } = metadata.annotations;
  return { ...metadata, annotations };
}

function withoutData(object: KubeObject): KubeObject {
  const { data: _data, stringData: _stringData, binaryData: _binaryData, ...rest } = object;
  return rest as KubeObject;
}

const podFields = ['nodeName', 'restartPolicy', 'hostname', 'priorityClassName', 'serviceAccountName'];
const containerFields = ['name', 'image', 'ports', 'resources', 'restartPolicy', 'readinessProbe'];

function slimPodSpec(spec: unknown): Record<string, unknown> {
  const source = (spec ?? {}) as Record<string, unknown>;
  const slim = pick(source, podFields);
  for (const list of ['containers', 'initContainers', 'ephemeralContainers']) {
    const containers = source[list];
    if (!Array.isArray(containers)) continue;
    slim[list] = containers.map((one) => pick(one as Record<string, unknown>, containerFields));
  }
  return slim;
}

function pick(source: Record<string, unknown>, fields: string[]): Record<string, unknown> {
  return Object.fromEntries(fields.filter((field) => field in source).map((field) => [field, source[field]]));
}
