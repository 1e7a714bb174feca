import { equalJson, type KubeObject, valueAt } from './object.ts';
import type { ResourceType } from './resource-type.ts';

/** Whether a deleted object has nothing left to wait for. */
export function isReleased(type: ResourceType, object: KubeObject): boolean {
  const { metadata } = object;
  if (!metadata.deletionTimestamp || (metadata.finalizers ?? []).length > 0) return false;
  if (type.subresources.includes('finalize')) {
    const finalizers = valueAt(object, ['spec', 'finalizers']);
    if (Array.isArray(finalizers) && finalizers.length > 0) return false;
  }
  return (metadata.deletionGracePeriodSeconds ?? 0) === 0;
}

/** Fields clients cannot set on an existing object. */
export function keepServerFields(object: KubeObject, old: KubeObject): void {
  const { metadata } = object as { metadata: Partial<KubeObject['metadata']> };
  for (const field of [
    'uid',
    'creationTimestamp',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
    'generation',
  ] as const) {
    const value = old.metadata[field];
    if (value === undefined) delete metadata[field];
    else Object.assign(metadata, { [field]: value });
  }
  metadata.name = old.metadata.name;
  metadata.resourceVersion = old.metadata.resourceVersion;
  if (old.metadata.generateName) metadata.generateName = old.metadata.generateName;
}

/** Whether anything outside metadata and status differs. */
export function hasSpecChange(object: KubeObject, old: KubeObject): boolean {
  const { metadata: _m, status: _s, apiVersion: _a, ...spec } = object;
  const { metadata: _om, status: _os, apiVersion: _oa, ...oldSpec } = old;
  return !equalJson(spec, oldSpec);
}

function withoutOwners(object: KubeObject): unknown {
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

/** Ownership compared without times: a write that changes nothing must not store a new version. */
function sameOwners(a: KubeObject, b: KubeObject): boolean {
  const timeless = (object: KubeObject) =>
    (object.metadata.managedFields ?? []).map((entry) => ({ ...entry, time: undefined }));
  return equalJson(timeless(a), timeless(b));
}

/** Whether two versions hold the same content and the same owners of it, whenever they came to own it. */
export function isUnchanged(a: KubeObject, b: KubeObject): boolean {
  return equalJson(withoutOwners(a), withoutOwners(b)) && sameOwners(a, b);
}
