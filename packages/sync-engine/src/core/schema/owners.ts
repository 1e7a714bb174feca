import { emptySet, type FieldSet, isEmpty } from './field-set.ts';
import { decodeManagers, type ManagedEntry } from './managed-fields.ts';
import { elementOf, type Segment } from './path.ts';
import type { JsonObject } from './types.ts';

/**
 * Who owns a path of a live object by its managedFields, most recent first: managers of the path itself, else of
 * the value it is part of (an atomic list or map), else of something below it.
 */
export function ownersOf(object: JsonObject, path: readonly Segment[]): readonly ManagedEntry[] {
  const entries = [...decodeManagers(object).values()].sort((a, b) =>
    (b.time ?? '').localeCompare(a.time ?? ''),
  );
  const elements = path.map(elementOf);
  for (const claims of [owns, ownsAbove, ownsBelow]) {
    const owners = entries.filter((entry) => claims(entry.fields, elements));
    if (owners.length > 0) return owners;
  }
  return [];
}

function owns(set: FieldSet, path: readonly string[]): boolean {
  const last = path.at(-1);
  return last !== undefined && descend(set, path.slice(0, -1)).members.has(last);
}

/** An ancestor counts only where ownership ends with it: a granular parent says nothing of its children. */
function ownsAbove(set: FieldSet, path: readonly string[]): boolean {
  return path.some(
    (_, at) => at > 0 && owns(set, path.slice(0, at)) && isEmpty(descend(set, path.slice(0, at))),
  );
}

function ownsBelow(set: FieldSet, path: readonly string[]): boolean {
  return !isEmpty(descend(set, path));
}

function descend(set: FieldSet, path: readonly string[]): FieldSet {
  return path.reduce((node, element) => node.children.get(element) ?? emptySet, set);
}
