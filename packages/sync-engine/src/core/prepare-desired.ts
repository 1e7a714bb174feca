import { hookPhasesOf } from './annotations.ts';
import { isManagedNamespace, managedNamespaceOf } from './managed-namespace.ts';
import type { KubeObject, RenderWarning, ResourceKey, SyncPolicy } from './model.ts';
import { formatKey, keyOf, parseApiVersion } from './resource-key.ts';
import { get, isObject } from './schema/json.ts';
import { foldStringData } from './secrets.ts';
import { withTracking } from './tracking.ts';

export type PrepareInput = {
  manifests: KubeObject[];
  destinationNamespace: string;
  /** From the cluster's discovery; undefined = the cluster does not know the kind. */
  isNamespaced: (gk: { group: string; kind: string }) => boolean | undefined;
  trackingName: string;
  installationId: string;
  /** For the destination Namespace that it manages; absent = none. */
  policy?: SyncPolicy | undefined;
};

/**
 * What a rendered set means at its destination: lists expanded, namespaces defaulted or cleared, of two equal keys the
 * later one (SRC-13), objects that take part in nothing dropped (B3), `stringData` of Secrets in `data` (B22), a null class left to the cluster, tracking written. Order is kept; inputs are not changed.
 */
export function prepareDesired(input: PrepareInput): { objects: KubeObject[]; warnings: RenderWarning[] } {
  const warnings: RenderWarning[] = [];
  const manifests = input.manifests.flatMap((manifest) => expandList(manifest, 0));
  const scopes = scopesOfRenderedKinds(manifests);
  const prepared = new Map<string, KubeObject>();
  let unnamed = 0;

  for (const manifest of manifests) {
    const hook = hookPhasesOf(manifest);
    if (hook.isIgnored && hook.isUnknown) warnings.push(unknownHookWarning(manifest));
    if (hook.isSkipped || hook.isIgnored) continue;
    const object = withScope(withoutNullClass(foldStringData(manifest)), input, scopes, warnings);
    const key = keyOf(object);
    if (!key.name) {
      if (hook.isHook && object.metadata.generateName) prepared.set(`generated/${unnamed++}`, object);
      else warnings.push(namelessWarning(object));
      continue;
    }
    const id = formatKey(key);
    // Deleted first so that the later one also takes the later place.
    if (prepared.delete(id)) warnings.push(repeatedWarning(key));
    prepared.set(id, object);
  }
  const namespace = managedNamespaceOf({ ...input, namespace: input.destinationNamespace });
  // What git renders of the Namespace counts; the first of all, since everything else lives in it.
  const isManaged = namespace !== undefined && !prepared.has(formatKey(keyOf(namespace)));
  const objects = [...(isManaged ? [namespace] : []), ...prepared.values()].map((object) =>
    object.metadata.name && !isManagedNamespace(object) ? withTracking(object, input) : object,
  );
  return { objects, warnings };
}

/** The members of a `List`, `ConfigMapList` … in order; any other object as it is. */
function expandList(manifest: KubeObject, depth: number): KubeObject[] {
  if (!manifest.kind.endsWith('List') || !Array.isArray(manifest.items) || depth > 20) return [manifest];
  return manifest.items.filter(isManifest).flatMap((item) => expandList(item, depth + 1));
}

function isManifest(value: unknown): value is KubeObject {
  if (typeof value !== 'object' || value === null) return false;
  const { apiVersion, kind, metadata } = value as Record<string, unknown>;
  return (
    typeof apiVersion === 'string' &&
    typeof kind === 'string' &&
    typeof metadata === 'object' &&
    metadata !== null
  );
}

/** Where the cluster puts its default class when an object is created. */
const classFields: Readonly<Record<string, string>> = {
  '/PersistentVolumeClaim': 'storageClassName',
  'networking.k8s.io/Ingress': 'ingressClassName',
};

/**
 * Charts print `storageClassName:` with nothing behind it. The cluster takes that for its default class at creation only:
 * applied once more, the null would take the class away, which a claim refuses and an Ingress does not survive.
 */
function withoutNullClass(object: KubeObject): KubeObject {
  const { group } = parseApiVersion(object.apiVersion);
  const field = classFields[`${group}/${object.kind}`];
  const { spec } = object;
  if (field === undefined || !isObject(spec) || get(spec, field) !== null) return object;
  return { ...object, spec: Object.fromEntries(Object.entries(spec).filter(([name]) => name !== field)) };
}

/** Kinds that CRDs of this very set bring: the cluster cannot know them before the first sync. */
function scopesOfRenderedKinds(manifests: KubeObject[]): Map<string, boolean> {
  const scopes = new Map<string, boolean>();
  for (const manifest of manifests) {
    if (manifest.kind !== 'CustomResourceDefinition') continue;
    const spec = manifest.spec as
      | { group?: string; scope?: string; names?: { kind?: string } }
      | null
      | undefined;
    if (!spec?.group || !spec.names?.kind || !spec.scope) continue;
    scopes.set(`${spec.group}/${spec.names.kind}`, spec.scope === 'Namespaced');
  }
  return scopes;
}

function withScope(
  object: KubeObject,
  input: PrepareInput,
  scopes: Map<string, boolean>,
  warnings: RenderWarning[],
): KubeObject {
  const group = parseApiVersion(object.apiVersion).group;
  const known = input.isNamespaced({ group, kind: object.kind }) ?? scopes.get(`${group}/${object.kind}`);
  if (known === false) {
    const { namespace, ...metadata } = object.metadata;
    return namespace === undefined ? object : { ...object, metadata };
  }
  const written = object.metadata.namespace;
  const namespace = written ? written : input.destinationNamespace;
  const out = namespace === '' ? object : { ...object, metadata: { ...object.metadata, namespace } };
  if (known === undefined) warnings.push(unknownKindWarning(out));
  return out;
}

function repeatedWarning(key: ResourceKey): RenderWarning {
  return {
    code: 'duplicate_resource',
    message: `${describe(key)} is rendered more than once; the last one is used.`,
    key,
  };
}

function unknownKindWarning(object: KubeObject): RenderWarning {
  const key = keyOf(object);
  return {
    code: 'kind_unknown',
    message: `The cluster does not know ${key.kind} (${object.apiVersion}), so whether it is namespaced is not known; ${
      key.namespace === '' ? 'no namespace is set' : `namespace ${key.namespace} is assumed`
    }.`,
    key,
  };
}

/** Helm's tests and rollback hooks are known and left out; a misspelt SyncPhase is somebody's mistake. */
function unknownHookWarning(object: KubeObject): RenderWarning {
  return {
    code: 'hook_unknown',
    message: `${describe(keyOf(object))} is marked as a hook of no known SyncPhase, so it takes part in nothing.`,
    key: keyOf(object),
  };
}

function namelessWarning(object: KubeObject): RenderWarning {
  return {
    code: 'object_invalid',
    message: `A ${object.kind} (${object.apiVersion}) has no metadata.name and is left out; only hooks may use generateName.`,
  };
}

function describe(key: ResourceKey): string {
  const kind = key.group === '' ? key.kind : `${key.group}/${key.kind}`;
  return key.namespace === '' ? `${kind} ${key.name}` : `${kind} ${key.namespace}/${key.name}`;
}
