import { jsonMergePatch, jsonPatch } from '@bowline/sync-engine/core/schema/json-patch';
import { strategicMergePatch } from '@bowline/sync-engine/core/schema/strategic-patch';
import type { Schema } from '@bowline/sync-engine/core/schema/types';
import { ApiError, badRequest } from './errors.ts';
import { isJsonObject, type JsonObject } from './object.ts';

export type PatchKind = 'apply' | 'strategic' | 'merge' | 'json';

/** The object as a patch leaves it; throws 400 for a malformed patch, 422 for one that does not fit the object. */
export function patchObject(
  kind: Exclude<PatchKind, 'apply'>,
  schema: Schema,
  object: object,
  patch: unknown,
): unknown {
  const before = object as JsonObject;
  if (kind === 'json') {
    if (!Array.isArray(patch)) throw badRequest('a JSON patch must be a list of operations');
  } else if (!isJsonObject(patch)) {
    throw badRequest('a merge patch must be an object');
  }
  try {
    if (kind === 'json') return jsonPatch(before, patch);
    if (kind === 'merge') return jsonMergePatch(before, patch as JsonObject);
    return strategicMergePatch(schema, before, patch as JsonObject);
  } catch (error) {
    throw new ApiError(
      422,
      'Invalid',
      `the server rejected our request due to an error in our request: ${(error as Error).message}`,
    );
  }
}
