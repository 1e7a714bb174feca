import { builtinOpenApi } from '../../schema/builtin.ts';
import { get, isObject, put } from '../../schema/json.ts';
import type { JsonObject } from '../../schema/types.ts';

export type CustomKind = {
  crd: JsonObject;
  path: string;
  object: JsonObject & { apiVersion: string; kind: string };
};

export const text: JsonObject = { type: 'string' };
export const integer: JsonObject = { type: 'integer' };
export const intOrString: JsonObject = {
  'x-kubernetes-int-or-string': true,
  anyOf: [{ type: 'integer' }, { type: 'string' }],
};
export const quantity: JsonObject = {
  ...intOrString,
  pattern:
    '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$',
};
export const struct = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: 'object',
  properties,
  ...more,
});
export const listOf = (items: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: 'array',
  items,
  ...more,
});
export const mapOf = (values: JsonObject): JsonObject => ({ type: 'object', additionalProperties: values });
export const keyed = (items: JsonObject, ...keys: string[]): JsonObject =>
  listOf(items, { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': keys });

/** A built-in type written out, as CRDs that embed Pod templates have it. */
export function inlined(name: string, above: readonly string[] = []): JsonObject {
  const raw = get((builtinOpenApi().components?.schemas ?? {}) as JsonObject, name);
  if (!isObject(raw)) return { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  if (name.endsWith('.Quantity')) return quantity;
  if (name.endsWith('.IntOrString')) return intOrString;
  if (name.endsWith('.Time')) return { type: 'string', format: 'date-time' };
  return written(raw, [...above, name]);
}

function written(raw: JsonObject, above: readonly string[]): JsonObject {
  const [only] = Array.isArray(raw.allOf) ? raw.allOf : [];
  const reference = raw.$ref ?? (isObject(only) ? only.$ref : undefined);
  if (typeof reference === 'string') {
    const name = reference.slice(reference.lastIndexOf('/') + 1);
    return above.includes(name)
      ? { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }
      : inlined(name, above);
  }
  const out: JsonObject = {};
  for (const key of [
    'type',
    'format',
    'required',
    'enum',
    'x-kubernetes-list-type',
    'x-kubernetes-list-map-keys',
    'x-kubernetes-map-type',
  ])
    if (raw[key] !== undefined) out[key] = raw[key];
  if (isObject(raw.properties)) {
    const properties: JsonObject = {};
    for (const [field, property] of Object.entries(raw.properties))
      if (isObject(property)) put(properties, field, written(property, above));
    out.properties = properties;
  }
  if (isObject(raw.items)) out.items = written(raw.items, above);
  if (isObject(raw.additionalProperties)) out.additionalProperties = written(raw.additionalProperties, above);
  return withKeyDefaults(out, raw);
}

/** A CRD needs its list keys required or defaulted; generators write the default of the built-in type. */
function withKeyDefaults(out: JsonObject, raw: JsonObject): JsonObject {
  const items = out.items;
  const keys = out['x-kubernetes-list-map-keys'];
  if (!Array.isArray(keys) || !isObject(items) || !isObject(items.properties)) return out;
  const required = Array.isArray(items.required) ? items.required : [];
  for (const key of keys) {
    const property = get(items.properties, String(key));
    if (isObject(property) && !required.includes(key))
      property.default = property.type === 'integer' ? 0 : key === 'protocol' ? 'TCP' : '';
  }
  return { ...raw, ...out };
}

/** A CRD of one version whose spec is given, and an object of its kind. */
export function custom(input: {
  plural: string;
  kind: string;
  spec: JsonObject;
  object: JsonObject;
  scope?: 'Cluster';
  hasStatus?: boolean;
}): CustomKind {
  const { plural, kind, spec, object, scope, hasStatus = true } = input;
  const group = 'pairs.example.com';
  return {
    crd: {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `${plural}.${group}` },
      spec: {
        group,
        scope: scope ?? 'Namespaced',
        names: { plural, kind },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            ...(hasStatus ? { subresources: { status: {} } } : {}),
            schema: {
              openAPIV3Schema: struct({
                spec,
                status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
              }),
            },
          },
        ],
      },
    },
    path:
      scope === 'Cluster' ? `/apis/${group}/v1/${plural}` : `/apis/${group}/v1/namespaces/default/${plural}`,
    object: {
      apiVersion: `${group}/v1`,
      kind,
      metadata: { name: 'web', ...(scope === 'Cluster' ? {} : { namespace: 'default' }) },
      spec: object,
    },
  };
}
