import { deepEqual, get, isObject, put } from './json.ts';
import { type FieldSet, isEmpty, SetBuilder } from './field-set.ts';
import { shapeOf } from './shape.ts';
import type { JsonObject, Schema } from './types.ts';

/** Paths that differ between two objects, as the API server counts them. */
export interface SetComparison {
  readonly added: FieldSet;
  readonly modified: FieldSet;
  readonly removed: FieldSet;
}

/** `applied` laid over `live`: leaves of `applied` win, maps and keyed lists merge, nothing is removed. */
export function mergeTyped(schema: Schema, live: unknown, applied: unknown): unknown {
  if (applied === undefined) return live;
  if (live === undefined || live === null) return applied;
  const shape = shapeOf(schema, applied);
  if (shape.kind === 'map' && isObject(live) && isObject(applied)) {
    if (isBare(live) && isBare(applied)) return applied;
    const out: JsonObject = {};
    for (const key of new Set([...Object.keys(live), ...Object.keys(applied)])) {
      put(out, key, mergeTyped(shape.child(key), get(live, key), get(applied, key)));
    }
    return out;
  }
  if (shape.kind === 'list' && Array.isArray(live) && Array.isArray(applied)) {
    if (applied.length === 0) return live.length === 0 ? applied : live;
    return mergeItems(shape.item, shape.element, live, applied);
  }
  // A null over a populated map or list changes nothing below it; ownership of the null is what prunes. Where no type is
  // declared that holds of maps alone: it replaces any other value.
  const isSameShape = shapeOf(schema, live).kind === shape.kind;
  if (applied === null && shape.kind !== 'leaf' && isSameShape && !isBare(live)) return live;
  return applied;
}

/** Compares two objects into sets of paths; either side may be undefined (absent). */
export function compareSets(schema: Schema, before: unknown, after: unknown): SetComparison {
  const sets = { added: new SetBuilder(), modified: new SetBuilder(), removed: new SetBuilder() };
  compareNode(schema, before, after, [], sets);
  return { added: sets.added.set, modified: sets.modified.set, removed: sets.removed.set };
}

/**
 * The object without the given paths. A container that loses its last child is undefined; inside another one it stays as
 * null, which owns the place.
 */
export function removeItems(schema: Schema, value: unknown, remove: FieldSet): unknown {
  const shape = shapeOf(schema, value);
  if (shape.kind === 'map') {
    if (!isObject(value) || isBare(value)) return undefined;
    const out: JsonObject = {};
    for (const key of Object.keys(value)) {
      const element = `f:${key}`;
      if (remove.members.has(element)) continue;
      const below = remove.children.get(element);
      const child = get(value, key);
      const kept =
        below === undefined || isEmpty(below) ? child : removeItems(shape.child(key), child, below);
      put(out, key, kept ?? null);
    }
    return isBare(out) ? undefined : out;
  }
  if (shape.kind === 'list') {
    if (!Array.isArray(value) || value.length === 0) return undefined;
    const out: unknown[] = [];
    for (const item of value) {
      const element = shape.element(item);
      if (remove.members.has(element)) continue;
      const below = remove.children.get(element);
      const kept = below === undefined || isEmpty(below) ? item : removeItems(shape.item, item, below);
      if (kept !== undefined) out.push(kept);
    }
    return out.length === 0 ? undefined : out;
  }
  return typeof value === 'object' ? undefined : value;
}

function isBare(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}

/**
 * Merges two keyed lists: items both have keep the order of `applied`, and items only `live` has stay beside
 * the neighbour they stood after.
 */
function mergeItems(
  item: Schema,
  elementOf: (item: unknown) => string,
  live: readonly unknown[],
  applied: readonly unknown[],
): unknown[] {
  const liveElements = live.map(elementOf);
  const appliedElements = applied.map(elementOf);
  const liveByElement = new Map<string, unknown>();
  liveElements.forEach((element, i) => {
    // A duplicated live item is not merged into: it cannot be told which one is meant.
    liveByElement.set(element, liveByElement.has(element) ? null : live[i]);
  });
  const appliedSet = new Set(appliedElements);
  const shared = appliedElements.filter((element) => liveByElement.has(element));
  const merged = new Set<string>();
  const out: unknown[] = [];
  let next = shared.shift();
  const takeApplied = (at: number): void => {
    const element = appliedElements[at] ?? '';
    merged.add(element);
    out.push(mergeTyped(item, liveByElement.get(element) ?? undefined, applied[at]));
  };
  for (let l = 0, a = 0; l < live.length || a < applied.length; ) {
    const element = liveElements[l];
    if (element !== undefined && a < applied.length) {
      if (element === appliedElements[a]) {
        takeApplied(a);
        l++;
        a++;
        next = shared.shift();
        continue;
      }
      if (appliedSet.has(element) && next !== undefined && next !== element) {
        l++;
        continue;
      }
    }
    if (element !== undefined) {
      if (!appliedSet.has(element)) {
        out.push(live[l]);
        l++;
        continue;
      }
      if (merged.has(element)) l++;
    }
    if (a < applied.length) {
      takeApplied(a);
      if (next === appliedElements[a]) next = shared.shift();
      a++;
    }
  }
  return out;
}

interface Builders {
  readonly added: SetBuilder;
  readonly modified: SetBuilder;
  readonly removed: SetBuilder;
}

function compareNode(schema: Schema, before: unknown, after: unknown, path: string[], out: Builders): void {
  if (before === undefined && after === undefined) return;
  const left = shapeOf(schema, before ?? after);
  const right = shapeOf(schema, after ?? before);
  const bothBare = isBareContainer(before) && isBareContainer(after);
  if (right.kind !== left.kind) {
    if (left.kind === 'map') compareMaps(schema, before, undefined, path, out);
    if (right.kind === 'map') compareMaps(schema, undefined, after, path, out);
    out.modified.insert(path);
    return;
  }
  if (right.kind === 'leaf' || bothBare) {
    if (before === undefined) out.added.insert(path);
    else if (after === undefined) out.removed.insert(path);
    else if (!deepEqual(before, after)) out.modified.insert(path);
    return;
  }
  if (right.kind === 'map') compareMaps(schema, before, after, path, out);
  else compareLists(schema, before, after, path, out);
  if (before === undefined) out.added.insert(path);
  else if (after === undefined) out.removed.insert(path);
}

function isBareContainer(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'object' && isBare(value));
}

function compareMaps(schema: Schema, before: unknown, after: unknown, path: string[], out: Builders): void {
  const a = isObject(before) ? before : {};
  const b = isObject(after) ? after : {};
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const left = get(a, key);
    const right = get(b, key);
    const shape = shapeOf(schema, isObject(after) ? after : before);
    if (shape.kind === 'map') compareNode(shape.child(key), left, right, [...path, `f:${key}`], out);
  }
}

function compareLists(schema: Schema, before: unknown, after: unknown, path: string[], out: Builders): void {
  const shape = shapeOf(schema, before ?? after);
  if (shape.kind !== 'list') return;
  const left = groupBy(before, shape.element);
  const right = groupBy(after, shape.element);
  for (const element of new Set([...left.keys(), ...right.keys()])) {
    const a = left.get(element) ?? [];
    const b = right.get(element) ?? [];
    const here = [...path, element];
    if (a.length <= 1 && b.length <= 1) {
      compareNode(shape.item, a[0], b[0], here, out);
    } else if (a.length >= 2 && b.length >= 2) {
      if (!deepEqual(a, b)) out.modified.insert(here);
    } else if (a.length >= 2) {
      if (b.length > 0) compareNode(shape.item, undefined, b[0], here, out);
      out.removed.insert(here);
    } else {
      if (a.length > 0) compareNode(shape.item, a[0], undefined, here, out);
      out.added.insert(here);
    }
  }
}

function groupBy(list: unknown, elementOf: (item: unknown) => string): Map<string, unknown[]> {
  const groups = new Map<string, unknown[]>();
  for (const item of Array.isArray(list) ? list : []) {
    const element = elementOf(item);
    const group = groups.get(element);
    if (group === undefined) groups.set(element, [item]);
    else group.push(item);
  }
  return groups;
}
