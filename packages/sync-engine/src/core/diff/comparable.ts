import type { KubeObject } from '../model.ts';
import { lastAppliedAnnotation } from '../secrets.ts';
import { get, isObject, put, stableJson } from '../schema/json.ts';
import type { Segment } from '../schema/path.ts';
import type { GroupVersionKind, JsonObject } from '../schema/types.ts';

const comparedMetadata = ['labels', 'annotations', 'finalizers', 'ownerReferences'];
const identity = new Set(['apiVersion', 'kind', 'metadata', 'status']);

/**
 * What of an object is compared: everything but its identity, `status` (DIFF-3) and what the server writes into
 * metadata. A new top level over shared parts: not to be changed in depth.
 */
export function comparableOf(object: KubeObject): JsonObject {
  const out: JsonObject = {};
  for (const key of Object.keys(object)) if (!identity.has(key)) put(out, key, object[key]);
  const metadata: JsonObject = {};
  for (const key of comparedMetadata) {
    const value = get(object.metadata as unknown as JsonObject, key);
    if (value !== undefined) metadata[key] = value;
  }
  if (isObject(metadata.annotations) && Object.hasOwn(metadata.annotations, lastAppliedAnnotation)) {
    const { [lastAppliedAnnotation]: _, ...annotations } = metadata.annotations;
    metadata.annotations = annotations;
  }
  out.metadata = metadata;
  return out;
}

type Sides = {
  desired: JsonObject;
  stored: JsonObject;
  base: JsonObject | undefined;
  baseStored: JsonObject | undefined;
  live: JsonObject;
};

/** The server keeps the spec that such an object was created with, whatever is applied. */
const withKeptSpec = 'certificates.k8s.io/CertificateSigningRequest';

/** Whether applying can change a field at all: not `status`, and not what the kind keeps from its creation. */
export function isAppliable({ group, kind }: GroupVersionKind, [first]: readonly Segment[]): boolean {
  const field = first !== undefined && 'field' in first ? first.field : '';
  return field !== 'status' && !(field === 'spec' && `${group}/${kind}` === withKeptSpec);
}

/** Normalisations of single kinds (B7). They may replace members of all sides, and change `stored` and `live` in depth. */
const quirks: Readonly<Record<string, (sides: Sides) => void>> = {
  // The controller fills the rules of an aggregated role.
  'rbac.authorization.k8s.io/ClusterRole': (sides) => {
    if (!isObject(sides.desired.aggregationRule)) return;
    for (const side of [sides.desired, sides.stored, sides.base]) delete side?.rules;
  },
  // The templates are stored as whole claims, with a status.
  'apps/StatefulSet': (sides) => {
    for (const claim of [...claimsOf(sides.live), ...claimsOf(sides.stored)]) {
      delete claim.status;
      if (isObject(claim.metadata)) delete claim.metadata.creationTimestamp;
    }
  },
  // Admission appends tolerations for nodes that went away; the list is one value.
  '/Pod': (sides) => {
    const spec = sides.live.spec;
    const stored = isObject(sides.stored.spec) ? sides.stored.spec.tolerations : undefined;
    if (!isObject(spec) || !Array.isArray(spec.tolerations) || !Array.isArray(stored)) return;
    const written = new Set(stored.map(stableJson));
    spec.tolerations = spec.tolerations.filter((t) => written.has(stableJson(t)) || !isNodeToleration(t));
  },
  [withKeptSpec]: (sides) => {
    for (const side of [sides.desired, sides.stored, sides.base, sides.baseStored]) delete side?.spec;
  },
  '/PersistentVolumeClaim': (sides) => {
    for (const side of [sides.stored, sides.baseStored, sides.live])
      if (side !== undefined && isObject(side.spec)) alignDataSources(side.spec);
  },
  '/ReplicationController': (sides) => {
    ownLabelsOnly(sides);
    const [spec, written] = [sides.stored.spec, sides.desired.spec];
    // An empty selector becomes that of the template, which the manifest may leave to live.
    if (isObject(spec) && isObject(written) && isObject(written.selector) && spec.selector === undefined)
      spec.selector = templateLabels(sides.live);
  },
  'batch/Job': ownLabelsOnly,
  '/Endpoints': (sides) => {
    for (const side of [sides.live, sides.stored]) {
      if (Array.isArray(side.subsets)) side.subsets = side.subsets.map(sortedSubset).sort(byJson);
    }
  },
};

/** Applies what is known of the kind, in place. */
export function normaliseKind(gvk: GroupVersionKind, sides: Sides): void {
  const id = `${gvk.group}/${gvk.kind}`;
  if (Object.hasOwn(quirks, id)) quirks[id]?.(sides);
}

/** Labels of the template become those of the object only where it has none, not beside those that others set. */
function ownLabelsOnly({ desired, stored, base, live }: Sides): void {
  const [own, filled, was, held] = [desired, stored, base, live].map(
    (side) => labelsOf(side?.metadata) ?? {},
  );
  const isOthers = (label: string) => ![filled, was].some((labels) => Object.hasOwn(labels ?? {}, label));
  if (Object.keys(own ?? {}).length === 0 && Object.keys(held ?? {}).some(isOthers))
    stored.metadata = { ...(isObject(stored.metadata) ? stored.metadata : {}), labels: undefined };
}

function templateLabels({ spec }: JsonObject): JsonObject | undefined {
  const template = isObject(spec) ? spec.template : undefined;
  return isObject(template) ? labelsOf(template.metadata) : undefined;
}

function labelsOf(metadata: unknown): JsonObject | undefined {
  return isObject(metadata) && isObject(metadata.labels) ? metadata.labels : undefined;
}

function claimsOf(side: JsonObject): JsonObject[] {
  const templates = isObject(side.spec) ? side.spec.volumeClaimTemplates : undefined;
  return Array.isArray(templates) ? templates.filter(isObject) : [];
}

function isNodeToleration(value: unknown): boolean {
  return (
    isObject(value) &&
    (value.key === 'node.kubernetes.io/not-ready' || value.key === 'node.kubernetes.io/unreachable') &&
    value.effect === 'NoExecute'
  );
}

/** The older field takes claims and snapshots only, and is kept equal to the newer one where both can say the same. */
function alignDataSources(spec: JsonObject): void {
  const source = get(spec, 'dataSource');
  if (isObject(source)) {
    const id = `${source.apiGroup ?? ''}/${source.kind ?? ''}`;
    if (id !== '/PersistentVolumeClaim' && id !== 'snapshot.storage.k8s.io/VolumeSnapshot')
      delete spec.dataSource;
    else spec.dataSourceRef ??= { ...source };
  }
  const reference = get(spec, 'dataSourceRef');
  if (!isObject(reference) || get(reference, 'namespace') !== undefined) return;
  spec.dataSource ??= { ...reference };
}

function sortedSubset(subset: unknown): unknown {
  if (!isObject(subset)) return subset;
  const out = { ...subset };
  for (const key of ['addresses', 'notReadyAddresses', 'ports']) {
    const list = out[key];
    if (Array.isArray(list)) out[key] = [...list].sort(byJson);
  }
  return out;
}

function byJson(a: unknown, b: unknown): number {
  const [left, right] = [stableJson(a), stableJson(b)];
  return left === right ? 0 : left < right ? -1 : 1;
}
