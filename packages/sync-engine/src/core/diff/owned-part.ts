import { emptySet, type FieldSet } from '../schema/field-set.ts';
import { get, isObject, put } from '../schema/json.ts';
import { ListKeyError, shapeOf } from '../schema/shape.ts';
import type { JsonObject, Schema } from '../schema/types.ts';

/**
 * What of a live object a set of fields covers. For the set of our last apply it is what that apply said, as far as nobody
 * changed it since: a base for an object that no Release knows. Undefined where list items have no identity.
 */
export function ownedPart(schema: Schema, live: JsonObject, set: FieldSet): JsonObject | undefined {
  try {
    const part = extract(schema, live, set);
    return isObject(part) ? part : {};
  } catch (error) {
    if (error instanceof ListKeyError) return undefined;
    throw error;
  }
}

function extract(schema: Schema, value: unknown, set: FieldSet): unknown {
  const shape = shapeOf(schema, value);
  if (shape.kind === 'map' && isObject(value)) {
    const out: JsonObject = {};
    for (const key of Object.keys(value)) {
      const part = extractPart(shape.child(key), get(value, key), set, `f:${key}`);
      if (part !== undefined) put(out, key, part);
    }
    return out;
  }
  if (shape.kind === 'list' && Array.isArray(value)) {
    return value.flatMap((item) => {
      const part = extractPart(shape.item, item, set, shape.element(item));
      return part === undefined ? [] : [part];
    });
  }
  return value;
}

function extractPart(schema: Schema, value: unknown, set: FieldSet, element: string): unknown {
  const below = set.children.get(element);
  if (below === undefined && !set.members.has(element)) return undefined;
  return extract(schema, value, below ?? emptySet);
}
