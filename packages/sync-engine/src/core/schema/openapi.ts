import { get, isObject } from './json.ts';
import { omitZeroOf } from './omit-zero.ts';
import type {
  Common,
  Field,
  GroupVersionKind,
  JsonObject,
  Lazy,
  ListSchema,
  ScalarSchema,
  ScalarType,
  Schema,
} from './types.ts';
import { untyped, untypedAtomic } from './types.ts';

/** The part of an OpenAPI v3 document that is read: `components.schemas`. */
export interface OpenApiDocument {
  readonly components?: { readonly schemas?: JsonObject };
}

/**
 * Schemas by kind from one OpenAPI v3 document of an API server; undefined for kinds it does not declare.
 * Which fields of built-in types are stored as absent when zero is added, since OpenAPI does not say it.
 */
export function schemasFromOpenApiV3(
  document: OpenApiDocument,
): (gvk: GroupVersionKind) => Schema | undefined {
  const schemas = document.components?.schemas ?? {};
  const reader = new Reader(schemas);
  const names = new Map<string, string>();
  for (const [name, schema] of Object.entries(schemas)) {
    for (const gvk of list(isObject(schema) ? schema['x-kubernetes-group-version-kind'] : undefined)) {
      if (isObject(gvk)) names.set(`${gvk.group ?? ''}/${gvk.version}/${gvk.kind}`, name);
    }
  }
  return (gvk) => {
    const name = names.get(`${gvk.group}/${gvk.version}/${gvk.kind}`);
    return name === undefined ? undefined : reader.named(name);
  };
}

/** Schema of a CRD version from its `schema.openAPIV3Schema`, with the metadata every object has. */
export function schemaFromCrd(openAPIV3Schema: JsonObject, metadata?: Schema): Schema {
  const root = new Reader({}).convert({ type: 'object', ...openAPIV3Schema });
  if (root.kind !== 'struct' && root.kind !== 'map' && root.kind !== 'any') return untyped;
  const own = root.kind === 'struct' ? root.fields : new Map<string, Field>();
  const fields = new Map(own);
  fields.set('apiVersion', plain({ kind: 'scalar', type: 'string' }));
  fields.set('kind', plain({ kind: 'scalar', type: 'string' }));
  fields.set('metadata', plain(metadata ?? objectMeta));
  return {
    kind: 'struct',
    fields,
    required: root.kind === 'struct' ? root.required : [],
    atomic: false,
    preserveUnknown: root.kind !== 'struct' || root.preserveUnknown,
    embeddedResource: false,
  };
}

const plain = (schema: Schema): Field => ({ schema: () => schema, patchStrategy: [] });

const text: Schema = { kind: 'scalar', type: 'string' };
const textMap: Schema = { kind: 'map', value: () => text, atomic: false };
const ownerReference: Schema = {
  kind: 'struct',
  fields: new Map(
    ['apiVersion', 'kind', 'name', 'uid', 'controller', 'blockOwnerDeletion'].map((name) => [
      name,
      plain(
        name === 'controller' || name === 'blockOwnerDeletion' ? { kind: 'scalar', type: 'boolean' } : text,
      ),
    ]),
  ),
  required: ['apiVersion', 'kind', 'name', 'uid'],
  atomic: true,
  preserveUnknown: false,
  embeddedResource: false,
};

/** ObjectMeta for kinds whose document does not carry it (a CRD's own schema). */
export const objectMeta: Schema = {
  kind: 'struct',
  name: 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta',
  fields: new Map<string, Field>([
    ...['name', 'namespace', 'generateName', 'uid', 'resourceVersion', 'selfLink'].map(
      (name): [string, Field] => [name, { ...plain(text), omitZero: true }],
    ),
    ['generation', { ...plain({ kind: 'scalar', type: 'integer' }), omitZero: true }],
    ['deletionGracePeriodSeconds', plain({ kind: 'scalar', type: 'integer' })],
    ['creationTimestamp', plain({ kind: 'scalar', type: 'time' })],
    ['deletionTimestamp', plain({ kind: 'scalar', type: 'time' })],
    ['labels', plain(textMap)],
    ['annotations', plain(textMap)],
    ['finalizers', plain({ kind: 'list', listType: 'set', keys: [], item: () => text })],
    ['ownerReferences', plain({ kind: 'list', listType: 'map', keys: ['uid'], item: () => ownerReference })],
    ['managedFields', plain({ kind: 'list', listType: 'atomic', keys: [], item: () => untyped })],
  ]),
  required: [],
  atomic: false,
  preserveUnknown: false,
  embeddedResource: false,
};

const wellKnown: Readonly<Record<string, Schema>> = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': { kind: 'scalar', type: 'quantity' },
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': { kind: 'scalar', type: 'int-or-string' },
  'io.k8s.apimachinery.pkg.apis.meta.v1.Duration': { kind: 'scalar', type: 'duration' },
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time': { kind: 'scalar', type: 'time' },
  'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': { kind: 'scalar', type: 'time' },
  'io.k8s.apimachinery.pkg.runtime.RawExtension': untypedAtomic,
};

const quantityPattern = '(([KMGTPE]i)|[numkMGTPE]|';

class Reader {
  private readonly schemas: JsonObject;
  private readonly memo = new Map<string, Schema>();

  constructor(schemas: JsonObject) {
    this.schemas = schemas;
  }

  named(name: string): Schema {
    const known = Object.hasOwn(wellKnown, name) ? wellKnown[name] : this.memo.get(name);
    if (known !== undefined) return known;
    const raw = get(this.schemas, name);
    const schema = isObject(raw) ? this.convert(raw, name) : untyped;
    this.memo.set(name, schema);
    return schema;
  }

  /** A property: either inline, or a reference wrapped in `allOf` beside its default and extensions. */
  private lazy(raw: unknown): Lazy<Schema> {
    let made: Schema | undefined;
    return () => (made ??= isObject(raw) ? this.resolve(raw) : untyped);
  }

  private resolve(raw: JsonObject): Schema {
    const reference = refOf(raw);
    if (reference === undefined) return this.convert(raw);
    const target = this.named(reference);
    // The wrapper may override how its target merges (x-kubernetes-map-type beside the reference).
    const mapType = raw['x-kubernetes-map-type'];
    if (mapType === undefined || target.kind === 'scalar' || target.kind === 'list') return target;
    return { ...target, atomic: mapType === 'atomic' };
  }

  convert(raw: JsonObject, name?: string): Schema {
    const common = commonOf(raw);
    const preserve = raw['x-kubernetes-preserve-unknown-fields'] === true;
    if (isIntOrString(raw)) {
      const isQuantity = typeof raw.pattern === 'string' && raw.pattern.includes(quantityPattern);
      return { ...common, kind: 'scalar', type: isQuantity ? 'quantity' : 'int-or-string' };
    }
    switch (raw.type) {
      case 'object':
        return this.object(raw, preserve, common, name);
      case 'array':
        return this.list(raw, common);
      case 'string':
      case 'integer':
      case 'number':
      case 'boolean':
        return scalarOf(raw.type, raw, common);
      default:
        return isObject(raw.properties)
          ? this.object(raw, preserve, common, name)
          : { ...untyped, ...common };
    }
  }

  private object(raw: JsonObject, preserve: boolean, common: Common, name?: string): Schema {
    const atomic = raw['x-kubernetes-map-type'] === 'atomic';
    const embeddedResource = raw['x-kubernetes-embedded-resource'] === true;
    if (!isObject(raw.properties) && !embeddedResource) {
      const values = raw.additionalProperties;
      const limits = numbers(raw, ['minProperties', 'maxProperties']);
      if (isObject(values))
        return {
          ...common,
          ...limits,
          kind: 'map',
          value: this.lazy(values),
          valueDefault: values.default,
          atomic,
        } as Schema;
      return { ...common, ...limits, kind: 'map', value: () => untyped, atomic } as Schema;
    }
    const fields = new Map<string, Field>();
    if (embeddedResource) {
      for (const field of ['apiVersion', 'kind']) fields.set(field, plain(text));
      fields.set('metadata', plain(objectMeta));
    }
    const omitZero = omitZeroOf(name);
    for (const [field, property] of Object.entries(isObject(raw.properties) ? raw.properties : {})) {
      if (embeddedResource && field === 'metadata') continue;
      if (isObject(property)) fields.set(field, this.field(property, omitZero.has(field)));
    }
    return {
      ...common,
      kind: 'struct',
      ...(name === undefined ? {} : { name }),
      fields,
      required: list(raw.required).map(String),
      atomic,
      preserveUnknown:
        preserve || raw.additionalProperties === true || (embeddedResource && !isObject(raw.properties)),
      embeddedResource,
    } as Schema;
  }

  private field(raw: JsonObject, omitZero: boolean): Field {
    const strategy = raw['x-kubernetes-patch-strategy'];
    const mergeKey = raw['x-kubernetes-patch-merge-key'];
    return {
      schema: this.lazy(raw),
      default: raw.default,
      patchStrategy: typeof strategy === 'string' ? strategy.split(',') : [],
      patchMergeKey: typeof mergeKey === 'string' ? mergeKey : undefined,
      omitZero,
    };
  }

  private list(raw: JsonObject, common: Common): Schema {
    const items = isObject(raw.items) ? raw.items : undefined;
    return {
      ...common,
      ...numbers(raw, ['minItems', 'maxItems']),
      kind: 'list',
      ...listTypeOf(raw),
      item: items === undefined ? () => untypedAtomic : this.lazy(items),
      itemDefault: items?.default,
    } as ListSchema;
  }
}

function listTypeOf(raw: JsonObject): Pick<ListSchema, 'listType' | 'keys'> {
  const listType = raw['x-kubernetes-list-type'];
  if (listType === 'map') return { listType, keys: list(raw['x-kubernetes-list-map-keys']).map(String) };
  if (listType === 'set' || listType === 'atomic') return { listType, keys: [] };
  const strategy = raw['x-kubernetes-patch-strategy'];
  if (typeof strategy === 'string' && strategy.split(',').includes('merge')) {
    const key = raw['x-kubernetes-patch-merge-key'];
    return typeof key === 'string' ? { listType: 'map', keys: [key] } : { listType: 'set', keys: [] };
  }
  return { listType: 'atomic', keys: [] };
}

function refOf(raw: JsonObject): string | undefined {
  const all = list(raw.allOf);
  const only = all.length === 1 && isObject(all[0]) ? all[0].$ref : undefined;
  const ref = raw.$ref ?? only;
  return typeof ref === 'string' ? ref.slice(ref.lastIndexOf('/') + 1) : undefined;
}

function isIntOrString(raw: JsonObject): boolean {
  return raw['x-kubernetes-int-or-string'] === true || raw.format === 'int-or-string';
}

function scalarOf(
  type: 'string' | 'integer' | 'number' | 'boolean',
  raw: JsonObject,
  common: Common,
): Schema {
  const format = typeof raw.format === 'string' ? raw.format : undefined;
  let refined: ScalarType = type;
  if (format === 'date-time') refined = 'time';
  else if (format === 'duration') refined = 'duration';
  return {
    ...common,
    ...numbers(raw, ['minimum', 'maximum', 'minLength', 'maxLength']),
    kind: 'scalar',
    type: refined,
    format,
    pattern: typeof raw.pattern === 'string' ? raw.pattern : undefined,
    exclusiveMinimum: raw.exclusiveMinimum === true,
    exclusiveMaximum: raw.exclusiveMaximum === true,
  } as ScalarSchema;
}

function commonOf(raw: JsonObject): Common {
  const rules = list(raw['x-kubernetes-validations']);
  const immutable = rules.some((rule) => isObject(rule) && rule.rule === 'self == oldSelf');
  return {
    ...(raw.nullable === true ? { nullable: true } : {}),
    ...(Array.isArray(raw.enum) ? { enum: raw.enum } : {}),
    ...(immutable ? { immutable: true } : {}),
  };
}

function numbers(raw: JsonObject, names: readonly string[]): Record<string, number> {
  const out: Record<string, number> = {};
  for (const name of names) {
    const value = raw[name];
    if (typeof value === 'number') out[name] = value;
  }
  return out;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
