import { once } from '../memo.ts';
import type { KubeObject } from '../model.ts';
import { fieldsAfterApply } from '../schema/apply.ts';
import { deepEqual, get, isObject } from '../schema/json.ts';
import { elementOf, type Segment } from '../schema/path.ts';
import { ListKeyError } from '../schema/shape.ts';
import type { JsonObject, ListSchema, Schema } from '../schema/types.ts';
import { type Removes, segmentOf } from './owned-diff.ts';
import { childOf } from './same-value.ts';
import { fieldManager, type FieldOwners } from './writers.ts';

/**
 * What a server-side apply of the manifest takes out of the live object, worked out when first asked. Where we never applied
 * the object its managedFields say nothing, and where it has no schema they are read field by field.
 */
export function removalsOf(input: {
  live: KubeObject;
  desired: KubeObject;
  schema: Schema | undefined;
  owners: FieldOwners;
}): { removes: Removes; applied: () => JsonObject | undefined } {
  const { schema, owners } = input;
  const live = input.live as unknown as JsonObject; // a Kubernetes object is JSON
  const applied = once(() => appliedTo(live, input.desired as unknown as JsonObject, schema));
  const removes: Removes = (path) => {
    if (owners.isOurs([]) === undefined) return 'if-same';
    const after = applied();
    if (after === undefined) return owners.removes(path);
    const held = valueAt(schema, live, path);
    const kept = valueAt(schema, after, path);
    if (kept === undefined) return 'all';
    return deepEqual(held, kept) ? 'none' : 'some';
  };
  return { removes, applied };
}

function appliedTo(
  live: JsonObject,
  applied: JsonObject,
  schema: Schema | undefined,
): JsonObject | undefined {
  if (schema === undefined) return undefined;
  try {
    return fieldsAfterApply({ schema, live, applied, manager: fieldManager });
  } catch (error) {
    if (error instanceof ListKeyError) return undefined;
    throw error;
  }
}

/** The value at a path of list items and fields; undefined where the way ends. */
export function valueAt(root: Schema | undefined, object: JsonObject, path: readonly Segment[]): unknown {
  let schema = root;
  let value: unknown = object;
  for (const segment of path) {
    if ('field' in segment) {
      value = isObject(value) ? get(value, segment.field) : undefined;
      schema = childOf(schema, segment.field);
      continue;
    }
    const list: ListSchema | undefined = schema?.kind === 'list' ? schema : undefined;
    value = Array.isArray(value)
      ? 'index' in segment
        ? value[segment.index]
        : value.find((item) => {
            const own = list === undefined ? undefined : segmentOf(list, item);
            return own !== undefined && elementOf(own) === elementOf(segment);
          })
      : undefined;
    schema = list?.item();
  }
  return value;
}
