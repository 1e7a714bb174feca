import type { KubeObject } from '@bowline/sync-engine/core/model';
import { builtinSchema } from '@bowline/sync-engine/core/schema/builtin';
import { isObject } from '@bowline/sync-engine/core/schema/json';
import { schemaFromCrd } from '@bowline/sync-engine/core/schema/openapi';
import type { GroupVersionKind, JsonObject, Schema } from '@bowline/sync-engine/core/schema/types';

/**
 * Schemas of kinds, without a cluster to ask: built-in ones, and those of the CRDs among `objects`; of two CRDs of one kind the
 * later counts. undefined = nothing says how the kind merges.
 */
export function schemasOf(objects: readonly KubeObject[]): (gvk: GroupVersionKind) => Schema | undefined {
  const written = new Map<string, JsonObject>();
  for (const { kind, spec } of objects) {
    if (kind !== 'CustomResourceDefinition' || !isObject(spec) || spec.preserveUnknownFields === true)
      continue;
    const names = isObject(spec.names) ? spec.names : {};
    for (const version of Array.isArray(spec.versions) ? spec.versions.filter(isObject) : []) {
      const schema = isObject(version.schema) ? version.schema.openAPIV3Schema : undefined;
      if (isObject(schema)) written.set(idOf(spec.group, version.name, names.kind), schema);
    }
  }
  const read = new Map<string, Schema>();
  return (gvk) => {
    const builtin = builtinSchema(gvk);
    const id = idOf(gvk.group, gvk.version, gvk.kind);
    const schema = written.get(id);
    if (builtin !== undefined || schema === undefined) return builtin;
    const known = read.get(id) ?? schemaFromCrd(schema);
    read.set(id, known);
    return known;
  };
}

function idOf(group: unknown, version: unknown, kind: unknown): string {
  return JSON.stringify([group, version, kind]);
}
