import { assertNesting, get, isObject, put } from './json.ts';
import { childSchema } from './shape.ts';
import type { JsonObject, Schema } from './types.ts';
import { untypedAtomic } from './types.ts';

/** The object without the fields its schema does not declare, as the API server stores it. */
export function pruneUnknown(schema: Schema, object: JsonObject): JsonObject {
  assertNesting(object);
  return prune(schema, object) as JsonObject;
}

function prune(schema: Schema, value: unknown): unknown {
  if (schema.kind === 'any') return value;
  if (Array.isArray(value)) {
    const item = schema.kind === 'list' ? schema.item() : untypedAtomic;
    return value.map((entry) => prune(item, entry));
  }
  if (!isObject(value)) return value;
  const out: JsonObject = {};
  for (const key of Object.keys(value)) {
    if (schema.kind === 'struct' && !schema.preserveUnknown && !schema.fields.has(key)) continue;
    put(out, key, prune(childSchema(schema, key), get(value, key)));
  }
  return out;
}
