import { builtinSchema } from './builtin.ts';
import { assertNesting, clone, get, isObject, put } from './json.ts';
import { canonical } from './normalize.ts';
import { formatPath, type Segment } from './path.ts';
import { serverDefaults } from './server-defaults.ts';
import { childSchema, keepsNull } from './shape.ts';
import type { GroupVersionKind, JsonObject, Schema } from './types.ts';

/**
 * The object as the API server would store it: canonical spelling, zero values it does not keep dropped, defaults
 * filled. Kinds without a schema come back unchanged; pass the schema of a CRD to fill its defaults.
 */
export function applyDefaults(
  gvk: GroupVersionKind,
  object: JsonObject,
  schema: Schema | undefined = builtinSchema(gvk),
): JsonObject {
  assertNesting(object);
  if (schema === undefined) return object;
  const out = canonical(schema, object) as JsonObject; // with a schema it is a copy, down to the leaves
  fill(schema, out);
  return canonical(schema, out) as JsonObject;
}

/** Fields of every object that the API server sets. */
const ownMetadata = [
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'selfLink',
  'managedFields',
].map((field) => `metadata.${field}`);

const jobLabels = [
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-name',
  'controller-uid',
  'job-name',
];

const allocated: Readonly<Record<string, readonly string[]>> = {
  '/Service': [
    'spec.clusterIP',
    'spec.clusterIPs',
    'spec.ipFamilies',
    'spec.ipFamilyPolicy',
    'spec.healthCheckNodePort',
    'spec.ports[*].nodePort',
  ],
  '/PersistentVolumeClaim': ['metadata.finalizers[*]', 'spec.volumeName', 'spec.storageClassName'],
  '/PersistentVolume': ['metadata.finalizers[*]', 'spec.claimRef'],
  '/Namespace': ['metadata.labels["kubernetes.io/metadata.name"]'],
  '/Pod': ['spec.nodeName', 'spec.serviceAccount', 'spec.serviceAccountName', 'spec.imagePullSecrets'],
  '/Node': ['spec.taints', 'spec.podCIDR', 'spec.podCIDRs', 'spec.providerID'],
  'resource.k8s.io/ResourceSlice': ['spec.devices[*].taints[*].timeAdded'],
  'storage.k8s.io/VolumeAttributesClass': ['metadata.finalizers[*]'],
  'certificates.k8s.io/CertificateSigningRequest': ['spec.username', 'spec.uid', 'spec.groups', 'spec.extra'],
  '/ServiceAccount': ['secrets', 'imagePullSecrets'],
  'batch/Job': [
    'spec.selector',
    ...jobLabels.map((label) => `metadata.labels["${label}"]`),
    ...jobLabels.map((label) => `spec.template.metadata.labels["${label}"]`),
  ],
  'apps/Deployment': ['metadata.annotations["deployment.kubernetes.io/revision"]'],
  'apps/DaemonSet': ['metadata.annotations["deprecated.daemonset.template.generation"]'],
};

/** Paths the server or a controller fills by itself; `[*]` stands for every item. `status` is always one. */
export function allocatedPaths(gvk: Pick<GroupVersionKind, 'group' | 'kind'>): readonly string[] {
  return [...ownMetadata, 'status', ...(allocated[`${gvk.group}/${gvk.kind}`] ?? [])];
}

/** Allocated paths at which an empty value is one of the user's: a claim without a class is not one with the default class. */
const meantWhenEmpty: ReadonlySet<string> = new Set(['/PersistentVolumeClaim spec.storageClassName']);

/** Whether the server takes an empty value at this path for none, and fills in its own. */
export function isFilledWhenEmpty(
  gvk: Pick<GroupVersionKind, 'group' | 'kind'>,
  path: readonly Segment[],
): boolean {
  const id = `${gvk.group}/${gvk.kind}`;
  // The server takes the deprecated alias, which it had set itself, for the name that is left out.
  const last = path.at(-1);
  const isBuiltin = builtinSchema({ version: 'v1', ...gvk }) !== undefined;
  if (isBuiltin && last !== undefined && 'field' in last && last.field === 'serviceAccountName') return true;
  return isAllocated(gvk, path) && !meantWhenEmpty.has(`${id} ${formatPath(path)}`);
}

/**
 * Whether the server fills this path by itself: it is, or lies under, one of `allocatedPaths`. Given the value
 * there, also when everything in the value is (annotations that hold nothing but an allocated one).
 */
export function isAllocated(
  gvk: Pick<GroupVersionKind, 'group' | 'kind'>,
  path: readonly Segment[],
  value?: unknown,
): boolean {
  const patterns = allocatedSteps[`${gvk.group}/${gvk.kind}`] ?? commonSteps;
  const steps = path.map((segment) => ('field' in segment ? segment.field : '*'));
  return isCovered(patterns, steps, value);
}

function isCovered(
  patterns: readonly (readonly string[])[],
  path: readonly string[],
  value: unknown,
): boolean {
  const reach = patterns.filter((pattern) =>
    pattern.every((step, i) => i >= path.length || step === path[i]),
  );
  if (reach.some((pattern) => pattern.length <= path.length)) return true;
  if (reach.length === 0 || typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.every((item) => isCovered(reach, [...path, '*'], item));
  return Object.entries(value).every(([key, entry]) => isCovered(reach, [...path, key], entry));
}

function patternSteps(pattern: string): string[] {
  return [...pattern.matchAll(/\["([^"]+)"\]|\[(\*)\]|([^.[\]]+)/g)].map((m) => m[1] ?? m[2] ?? m[3] ?? '');
}

type Steps = readonly (readonly string[])[];
const commonSteps: Steps = allocatedPaths({ group: '', kind: '' }).map(patternSteps);
/** Asked for every field that differs. */
const allocatedSteps: Readonly<Record<string, Steps | undefined>> = Object.fromEntries(
  Object.entries(allocated).map(([id, own]) => [id, [...commonSteps, ...own.map(patternSteps)]]),
);

/** From the root down: the type's own rules, the document's defaults, then each child. */
function fill(schema: Schema, value: unknown): void {
  if (Array.isArray(value)) {
    if (schema.kind !== 'list') return;
    const isFilled = schema.itemDefault !== undefined && !keepsNull(schema.item());
    for (const [i, item] of value.entries()) {
      if (item === null && isFilled) value[i] = clone(schema.itemDefault);
      fill(schema.item(), value[i]);
    }
    return;
  }
  if (!isObject(value)) return;
  if (schema.kind === 'struct') {
    if (schema.name !== undefined && Object.hasOwn(serverDefaults, schema.name))
      serverDefaults[schema.name]?.(value);
    for (const [name, field] of schema.fields) {
      if (get(value, name) !== undefined) continue;
      if (field.default !== undefined) put(value, name, clone(field.default));
    }
  }
  for (const key of Object.keys(value)) fill(childSchema(schema, key), get(value, key));
}
