import type { Schema } from '@bowline/sync-engine/core/schema/types';
import { isJsonObject } from './object.ts';

/** Removes fields the schema does not declare, in place, and returns their paths (`spec.containers[0].imge`). */
export function pruneUnknownFields(schema: Schema, value: unknown): string[] {
  const found: string[] = [];
  prune(schema, value, '', found);
  return found;
}

function prune(schema: Schema, value: unknown, path: string, found: string[]): void {
  switch (schema.kind) {
    case 'struct': {
      if (!isJsonObject(value)) return;
      for (const key of Object.keys(value)) {
        const at = path === '' ? key : `${path}.${key}`;
        const field = schema.fields.get(key);
        if (field) prune(field.schema(), value[key], at, found);
        else if (!schema.preserveUnknown) {
          found.push(at);
          delete value[key];
        }
      }
      return;
    }
    case 'map': {
      if (!isJsonObject(value)) return;
      const child = schema.value();
      for (const key of Object.keys(value)) prune(child, value[key], `${path}.${key}`, found);
      return;
    }
    case 'list': {
      if (!Array.isArray(value)) return;
      const item = schema.item();
      value.forEach((one, index) => prune(item, one, `${path}[${index}]`, found));
      return;
    }
    default:
  }
}
