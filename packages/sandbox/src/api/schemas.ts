import {
  conflictMessage,
  conflictPath,
  recordUpdate,
  serverSideApply,
} from '@bowline/sync-engine/core/schema/apply';
import { builtinSchema } from '@bowline/sync-engine/core/schema/builtin';
import { applyDefaults } from '@bowline/sync-engine/core/schema/defaults';
import { schemaFromCrd } from '@bowline/sync-engine/core/schema/openapi';
import type { Schema } from '@bowline/sync-engine/core/schema/types';
import { validate, type Violation } from '@bowline/sync-engine/core/schema/validate';
import { ApiError, badRequest, type Cause } from './errors.ts';
import type { JsonObject, KubeObject } from './object.ts';
import type { ResourceType } from './resource-type.ts';
import type { WriteOptions } from './write-options.ts';

/** Schemas by served type and version: the compact built-in ones, or what a CustomResourceDefinition declares. */
export class SchemaIndex {
  readonly #known = new WeakMap<ResourceType, Map<string, Schema>>();

  of(type: ResourceType, version: string): Schema {
    const versions = this.#known.get(type) ?? new Map<string, Schema>();
    this.#known.set(type, versions);
    let schema = versions.get(version);
    if (!schema) {
      schema = load(type, version);
      versions.set(version, schema);
    }
    return schema;
  }

  /** A copy in the server's own spelling with every default filled in. */
  withDefaults(type: ResourceType, version: string, object: KubeObject): KubeObject {
    const gvk = { group: type.group, version, kind: type.kind };
    return applyDefaults(gvk, object, this.of(type, version)) as unknown as KubeObject;
  }

  violations(type: ResourceType, version: string, object: KubeObject): Cause[] {
    return validate(this.of(type, version), object).map(toCause);
  }
}

function toCause({ path, message, kind }: Violation): Cause {
  if (kind === 'duplicate-key')
    return { reason: 'FieldValueDuplicate', message: `Duplicate value: ${message}`, field: path };
  if (message === 'is required')
    return { reason: 'FieldValueRequired', message: 'Required value', field: path };
  return { reason: 'FieldValueInvalid', message: `Invalid value: ${message}`, field: path };
}

function load(type: ResourceType, version: string): Schema {
  const declared = type.versions.find((one) => one.name === version)?.schema;
  if (type.custom)
    return schemaFromCrd(declared ?? { type: 'object', 'x-kubernetes-preserve-unknown-fields': true });
  const schema = builtinSchema({ group: type.group, version, kind: type.kind });
  if (!schema) throw new Error(`no schema of ${type.group}/${version} ${type.kind}`);
  return schema;
}

interface Ownership {
  schema: Schema;
  options: WriteOptions;
  nowMs: number;
  subresource: string;
  resetFields: string[];
}

/** Server-side apply; throws 409 with one cause per field that another manager owns. */
export function applyServerSide(
  request: Ownership & { live: KubeObject | undefined; applied: KubeObject },
): JsonObject {
  const { schema, live, applied, options, nowMs, subresource, resetFields } = request;
  const result = refuseMalformed(() =>
    serverSideApply({
      schema,
      live: live as JsonObject | undefined,
      applied: applied as unknown as JsonObject,
      manager: options.fieldManager,
      force: options.force,
      now: new Date(nowMs),
      resetFields,
      ...(subresource === '' ? {} : { subresource }),
    }),
  );
  if (result.ok) return result.object;
  throw new ApiError(409, 'Conflict', conflictMessage(result.conflicts), {
    causes: result.conflicts.map((conflict) => ({
      reason: 'FieldManagerConflict',
      message: conflictMessage([conflict])
        .replace('Apply failed with 1 conflict: ', '')
        .replace(/: \.[^:]*$/, ''),
      field: conflictPath(conflict.path),
    })),
  });
}

/** The object with managedFields as a create, update or patch by this manager leaves them. */
export function recordManager(
  request: Ownership & { before: KubeObject | undefined; after: KubeObject },
): KubeObject {
  const { schema, before, after, options, nowMs, subresource, resetFields } = request;
  return refuseMalformed(() =>
    recordUpdate({
      schema,
      before: before as JsonObject | undefined,
      after: after as unknown as JsonObject,
      manager: options.fieldManager,
      now: new Date(nowMs),
      resetFields,
      ...(subresource === '' ? {} : { subresource }),
    }),
  ) as unknown as KubeObject;
}

/** Lists whose items lack their keys, and nesting without end, are the client's mistake. */
function refuseMalformed<T>(fn: () => T): T {
  try {
    return fn();
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw badRequest(error.message);
    throw error;
  }
}
