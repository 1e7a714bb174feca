import { type Cause, invalidField, requiredField } from './errors.ts';
import { equalJson, type KubeObject } from './object.ts';
import type { ResourceType } from './resource-type.ts';

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const QUALIFIED = /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;
const LABEL_NAMED = new Set(['Namespace', 'Service']);
const PATH_SEGMENT_NAMED = new Set(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding']);
const ANNOTATIONS_BYTES_MAX = 256 * 1024;

/** What every kind demands of its metadata. */
export function metadataCauses(type: ResourceType, object: KubeObject, old: KubeObject | undefined): Cause[] {
  const { metadata } = object;
  const causes: Cause[] = [];
  if (!metadata.name)
    causes.push({
      ...requiredField('metadata.name'),
      message: 'Required value: name or generateName is required',
    });
  else if (!old) causes.push(...nameCauses(type, metadata.name));
  for (const [key, value] of Object.entries(metadata.labels ?? {})) {
    if (!isQualified(key))
      causes.push(
        invalidField(
          'metadata.labels',
          key,
          "name part must consist of alphanumeric characters, '-', '_' or '.'",
        ),
      );
    if (typeof value !== 'string' || value.length > 63 || !LABEL_VALUE.test(value)) {
      causes.push(
        invalidField(
          'metadata.labels',
          value,
          "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', at most 63",
        ),
      );
    }
  }
  let bytes = 0;
  for (const [key, value] of Object.entries(metadata.annotations ?? {})) {
    bytes += key.length + String(value).length;
    if (!isQualified(key.toLowerCase()))
      causes.push(
        invalidField(
          'metadata.annotations',
          key,
          "name part must consist of alphanumeric characters, '-', '_' or '.'",
        ),
      );
  }
  if (bytes > ANNOTATIONS_BYTES_MAX) {
    causes.push({
      reason: 'FieldValueTooLong',
      message: `Too long: may not be more than ${ANNOTATIONS_BYTES_MAX} bytes`,
      field: 'metadata.annotations',
    });
  }
  if (old) causes.push(...updateCauses(object, old));
  return causes;
}

function nameCauses(type: ResourceType, name: string): Cause[] {
  if (LABEL_NAMED.has(type.kind) && type.group === '') {
    if (name.length <= 63 && LABEL_NAME.test(name)) return [];
    return [
      invalidField(
        'metadata.name',
        name,
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
      ),
    ];
  }
  if (PATH_SEGMENT_NAMED.has(type.kind)) {
    return /[/%]/.test(name) ? [invalidField('metadata.name', name, "may not contain '/' or '%'")] : [];
  }
  if (name.length <= 253 && SUBDOMAIN.test(name)) return [];
  return [
    invalidField(
      'metadata.name',
      name,
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
    ),
  ];
}

function updateCauses(object: KubeObject, old: KubeObject): Cause[] {
  const causes: Cause[] = [];
  for (const field of ['name', 'namespace', 'uid'] as const) {
    const value = object.metadata[field];
    if (value !== undefined && !equalJson(value, old.metadata[field])) {
      causes.push(invalidField(`metadata.${field}`, value, 'field is immutable'));
    }
  }
  if (old.metadata.deletionTimestamp) {
    const had = new Set(old.metadata.finalizers);
    const added = (object.metadata.finalizers ?? []).filter((finalizer) => !had.has(finalizer));
    if (added.length > 0) {
      causes.push({
        reason: 'FieldValueForbidden',
        message: `Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers ${JSON.stringify(added)}`,
        field: 'metadata.finalizers',
      });
    }
  }
  return causes;
}

function isQualified(key: string): boolean {
  const name = key.slice(key.indexOf('/') + 1);
  return name.length <= 63 && QUALIFIED.test(key);
}
