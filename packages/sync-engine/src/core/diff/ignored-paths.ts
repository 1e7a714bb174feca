import { type FieldSet, fromFieldsV1, leaves, paths } from '../schema/field-set.ts';
import { get, isObject } from '../schema/json.ts';
import type { KubeObject, ManagedFieldsEntry } from '../model.ts';
import { elementOf, type Segment } from '../schema/path.ts';
import type { Schema } from '../schema/types.ts';
import type { ValuePath } from './jq-path.ts';
import { segmentOf } from './owned-diff.ts';
import { childOf } from './same-value.ts';

export type { ValuePath } from './jq-path.ts';

/** Removes values from an object in place; a path may lie in another, and may be named twice. */
export function eraseAll(root: unknown, list: readonly ValuePath[]): void {
  const unique = new Map(list.map((path) => [JSON.stringify(path), path]));
  for (const path of [...unique.values()].sort(laterFirst)) erasePath(root, path);
}

/** Later items first, so that removing one does not move the others, and parts before what they lie in. */
function laterFirst(a: ValuePath, b: ValuePath): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [left, right] = [a[i] ?? '', b[i] ?? ''];
    if (left === right) continue;
    if (typeof left === 'number' && typeof right === 'number') return right - left;
    return String(left) < String(right) ? -1 : 1;
  }
  return b.length - a.length;
}

function erasePath(root: unknown, path: ValuePath): void {
  const parent = valueAtPath(root, path.slice(0, -1));
  const last = path.at(-1);
  if (Array.isArray(parent) && typeof last === 'number') parent.splice(last, 1);
  else if (isObject(parent) && typeof last === 'string') delete parent[last];
}

/** The value at a path; undefined where there is none. */
export function valueAtPath(root: unknown, path: ValuePath): unknown {
  let value = root;
  for (const step of path) {
    if (Array.isArray(value)) value = typeof step === 'number' ? value[step] : undefined;
    else value = isObject(value) && typeof step === 'string' ? get(value, step) : undefined;
  }
  return value;
}

/** The path as the type names it: items of keyed lists by their keys, members of sets by value, others by position. */
export function segmentsOf(schema: Schema | undefined, root: unknown, path: ValuePath): Segment[] {
  let type = schema;
  let value = root;
  return path.map((step): Segment => {
    if (typeof step === 'string') {
      type = childOf(type, step);
      value = isObject(value) ? get(value, step) : undefined;
      return { field: step };
    }
    const list = type?.kind === 'list' && type.listType !== 'atomic' ? type : undefined;
    type = type?.kind === 'list' ? type.item() : undefined;
    value = Array.isArray(value) ? value[step] : undefined;
    return (list === undefined ? undefined : segmentOf(list, value)) ?? { index: step };
  });
}

/** What a manager owns of a live object, to its finest parts. */
export function fieldsOfManager(live: KubeObject, manager: string): FieldSet[] {
  const list: unknown = live.metadata.managedFields;
  if (!Array.isArray(list)) return [];
  return (list as ManagedFieldsEntry[])
    .filter((entry) => entry?.manager === manager)
    .flatMap((entry) => {
      try {
        return [leaves(fromFieldsV1(entry.fieldsV1))];
      } catch {
        return [];
      }
    });
}

/** Where the members of a set stand in one object. */
export function pathsOfSet(set: FieldSet, root: unknown, schema: Schema | undefined): ValuePath[] {
  return paths(set).flatMap((segments) => {
    const path = locate(root, schema, segments);
    return path === undefined ? [] : [path];
  });
}

function locate(
  root: unknown,
  schema: Schema | undefined,
  segments: readonly Segment[],
): ValuePath | undefined {
  let value = root;
  let type = schema;
  const path: ValuePath = [];
  for (const segment of segments) {
    if ('field' in segment) {
      if (!isObject(value) || !Object.hasOwn(value, segment.field)) return undefined;
      path.push(segment.field);
      value = get(value, segment.field);
      type = childOf(type, segment.field);
      continue;
    }
    if (!Array.isArray(value)) return undefined;
    const list = type?.kind === 'list' ? type : undefined;
    const at =
      'index' in segment
        ? segment.index
        : value.findIndex((item) => {
            const own = list === undefined ? undefined : segmentOf(list, item);
            return own !== undefined && elementOf(own) === elementOf(segment);
          });
    if (at < 0 || at >= value.length) return undefined;
    path.push(at);
    value = value[at];
    type = list?.item();
  }
  return path;
}
