import data from './generated/builtin-data.json' with { type: 'json' };
import { type OpenApiDocument, schemasFromOpenApiV3 } from './openapi.ts';
import type { GroupVersionKind, Schema } from './types.ts';

/** A resource a Kubernetes API server offers, as its discovery describes it. */
export interface BuiltinResource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly namespaced: boolean;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly verbs: readonly string[];
  readonly subresources?: readonly {
    readonly name: string;
    readonly verbs: readonly string[];
    readonly responseKind?: Partial<GroupVersionKind>;
  }[];
}

/** The Kubernetes release the data was read from, `v1.36.3`. */
export const builtinVersion: string = data.version;

const document: OpenApiDocument = { components: { schemas: data.schemas } };
let lookup: ((gvk: GroupVersionKind) => Schema | undefined) | undefined;
const memo = new Map<string, Schema | undefined>();

/** The schema of a built-in kind; undefined for any other. */
export function builtinSchema(gvk: GroupVersionKind): Schema | undefined {
  const id = `${gvk.group}/${gvk.version}/${gvk.kind}`;
  if (!memo.has(id)) {
    lookup ??= schemasFromOpenApiV3(document);
    memo.set(id, lookup(gvk));
  }
  return memo.get(id);
}

/** OpenAPI v3 of every built-in kind in one document, without descriptions. */
export function builtinOpenApi(): OpenApiDocument {
  return document;
}

/** Every built-in resource, by group and version. */
export function builtinResources(): readonly BuiltinResource[] {
  return data.resources as readonly BuiltinResource[];
}
