import { isAppliable } from '@bowline/sync-engine/core/diff/comparable';
import { fieldManager } from '@bowline/sync-engine/core/diff/writers';
import type { Comparison, FieldChange, Json, KubeObject } from '@bowline/sync-engine/core/model';
import { formatKey, gvkOf, objectsByKey } from '@bowline/sync-engine/core/resource-key';
import { diffFields } from '@bowline/sync-engine/core/schema/compare';
import { isAllocated } from '@bowline/sync-engine/core/schema/defaults';
import { maskObject } from '@bowline/sync-engine/core/secrets';
import type { PreparedFiles } from './compare-files.ts';

const ignored = /^(apiVersion|kind|metadata\.(?!labels|annotations))/;

/**
 * Adds the fields that an apply takes away: those Bowline applied before, nobody else owns, and the prediction in `files` no
 * longer has. A comparison alone finds them only against a last Release. What is still as in `written` was not predicted.
 */
export function withRemovals(
  comparison: Comparison,
  files: PreparedFiles,
  written: readonly KubeObject[],
): Comparison {
  const live = objectsByKey(files.live);
  const after = objectsByKey(files.desired);
  const unpredicted = new Set(written);
  const resources = comparison.resources.map((resource) => {
    const id = formatKey(resource.key);
    const [before, next] = [live.get(id), after.get(id)];
    if (before === undefined || next === undefined || unpredicted.has(next)) return resource;
    if (resource.hookPhases.length > 0) return resource;
    const known = new Set(resource.fields.map((field) => field.path));
    const gvk = gvkOf(next);
    const removed = diffFields(
      files.schemaOf(gvk),
      maskObject(before, files.hashKey),
      maskObject(next, files.hashKey),
    )
      .filter(
        ({ path, segments, a, b }) =>
          a !== undefined &&
          b === undefined &&
          !ignored.test(path) &&
          !known.has(path) &&
          isAppliable(gvk, segments) &&
          !isAllocated(gvk, segments, a),
      )
      .map(
        ({ path, a }): FieldChange => ({ path, live: a as Json, cause: 'pending', manager: fieldManager }),
      );
    return removed.length === 0
      ? resource
      : { ...resource, verdict: 'modified' as const, fields: [...resource.fields, ...removed] };
  });
  return { ...comparison, resources };
}
