import { createHash } from 'node:crypto';
import { builtinOpenApi } from '@bowline/sync-engine/core/schema/builtin';
import { isJsonObject, type JsonObject } from './object.ts';
import type { Registry } from './registry.ts';
import type { ResourceType } from './resource-type.ts';

const REF = '#/components/schemas/';
const WRITE_PARAMETERS = ['dryRun', 'fieldManager', 'fieldValidation', 'force'].map((name) => ({
  name,
  in: 'query',
  schema: { type: 'string' },
}));
const OBJECT_META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

/** OpenAPI v3 documents of the served group versions: the built-in schemas, and what custom resources declare. */
export class OpenApi {
  readonly #registry: Registry;
  #documents = new Map<string, string>();
  #revision = -1;

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  /** The root document: path of a group version → where its document is, with a hash for caches. */
  index(): JsonObject {
    const paths: JsonObject = {};
    for (const [group, versions] of this.#registry.groups()) {
      for (const version of versions) {
        const path = group ? `apis/${group}/${version}` : `api/${version}`;
        const hash = createHash('sha256')
          .update(this.document(path) ?? '')
          .digest('hex')
          .slice(0, 32)
          .toUpperCase();
        paths[path] = { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` };
      }
    }
    return { paths };
  }

  /** JSON text of one document (`api/v1`, `apis/apps/v1`); undefined when that version is not served. */
  document(path: string): string | undefined {
    if (this.#revision !== this.#registry.revision) {
      this.#documents = new Map();
      this.#revision = this.#registry.revision;
    }
    const known = this.#documents.get(path);
    if (known !== undefined) return known;
    const steps = path.split('/');
    const [group, version] = steps[0] === 'api' ? ['', steps[1]] : [steps[1] ?? '', steps[2]];
    const types = this.#registry
      .all()
      .filter(
        (type) => type.group === group && type.versions.some((one) => one.name === version && one.served),
      );
    if (version === undefined || types.length === 0) return undefined;
    const text = JSON.stringify(documentOf(types, group, version));
    this.#documents.set(path, text);
    return text;
  }
}

function documentOf(types: ResourceType[], group: string, version: string): JsonObject {
  const builtin = builtinOpenApi().components?.schemas ?? {};
  const schemas: JsonObject = {};
  const paths: JsonObject = {};
  const base = group ? `/apis/${group}/${version}` : `/api/${version}`;
  for (const type of types) {
    const gvk = { group, version, kind: type.kind };
    const name = type.custom
      ? customName(gvk)
      : (builtinNames().get(`${group}/${version}/${type.kind}`) ?? customName(gvk));
    if (type.custom) {
      schemas[name] = customSchema(type, version, gvk);
      include(OBJECT_META, builtin, schemas);
    } else {
      include(name, builtin, schemas);
    }
    const path = `${base}${type.namespaced ? '/namespaces/{namespace}' : ''}/${type.plural}`;
    paths[path] = { get: operation('list', gvk, name), post: operation('post', gvk, name) };
    if (type.virtual) continue;
    paths[`${path}/{name}`] = Object.fromEntries(
      ['get', 'put', 'patch', 'delete'].map((action) => [action, operation(action, gvk, name)]),
    );
  }
  return { openapi: '3.0.0', info: { title: 'Kubernetes', version: 'v1' }, paths, components: { schemas } };
}

let names: Map<string, string> | undefined;

/** `group/version/kind` → schema name. */
function builtinNames(): Map<string, string> {
  if (names) return names;
  names = new Map();
  for (const [name, schema] of Object.entries(builtinOpenApi().components?.schemas ?? {})) {
    const gvks = isJsonObject(schema) ? schema['x-kubernetes-group-version-kind'] : undefined;
    for (const gvk of Array.isArray(gvks) ? gvks : [])
      names.set(`${gvk.group ?? ''}/${gvk.version}/${gvk.kind}`, name);
  }
  return names;
}

/** Copies a schema and everything it refers to. */
function include(name: string, from: JsonObject, into: JsonObject): void {
  if (into[name] !== undefined || from[name] === undefined) return;
  into[name] = from[name];
  for (const [, reference = ''] of JSON.stringify(from[name]).matchAll(
    /"\$ref":"#\/components\/schemas\/([^"]+)"/g,
  )) {
    include(reference, from, into);
  }
}

function customName({ group, version, kind }: { group: string; version: string; kind: string }): string {
  return `${[...group.split('.').reverse(), version, kind].filter((part) => part !== '').join('.')}`;
}

function customSchema(type: ResourceType, version: string, gvk: JsonObject): JsonObject {
  const declared = type.versions.find((one) => one.name === version)?.schema ?? {
    'x-kubernetes-preserve-unknown-fields': true,
  };
  return {
    ...declared,
    type: 'object',
    properties: {
      ...(declared.properties as JsonObject | undefined),
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { allOf: [{ $ref: `${REF}${OBJECT_META}` }] },
    },
    'x-kubernetes-group-version-kind': [gvk],
  };
}

function operation(action: string, gvk: JsonObject, name: string): JsonObject {
  const schema = { $ref: `${REF}${name}` };
  const isWrite = action === 'post' || action === 'put' || action === 'patch';
  return {
    // kubectl leaves field validation and dry runs to the server only where the document names them.
    ...(isWrite ? { parameters: WRITE_PARAMETERS } : {}),
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': gvk,
    responses: { 200: { description: 'OK', content: { 'application/json': { schema } } } },
  };
}
