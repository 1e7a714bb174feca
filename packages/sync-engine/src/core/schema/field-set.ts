import { get, isObject, put } from './json.ts';
import { elementOf, type Segment, segmentOf } from './path.ts';
import { shapeOf } from './shape.ts';
import type { JsonObject, Schema } from './types.ts';

/**
 * A set of paths as the API server keeps it in managedFields: a tree whose edges are FieldsV1 path elements
 * (`f:name`, `k:{...}`, `v:...`, `i:0`). `members` are the paths that end here; a child alone is no member.
 */
export interface FieldSet {
  readonly members: ReadonlySet<string>;
  readonly children: ReadonlyMap<string, FieldSet>;
}

export const emptySet: FieldSet = { members: new Set(), children: new Map() };

/** Reads a `fieldsV1` value; a malformed one throws SyntaxError. */
export function fromFieldsV1(json: unknown): FieldSet {
  const members = new Set<string>();
  const children = new Map<string, FieldSet>();
  if (!isObject(json)) return emptySet;
  for (const [raw, child] of Object.entries(json)) {
    if (raw === '.') continue;
    const element = raw.startsWith('f:') ? raw : elementOf(segmentOf(raw));
    const childKeys = isObject(child) ? Object.keys(child) : [];
    if (childKeys.length === 0 || childKeys.includes('.')) members.add(element);
    const set = fromFieldsV1(child);
    if (!isEmpty(set)) children.set(element, set);
  }
  return { members, children };
}

/** The `fieldsV1` value of a set, elements in code-point order. */
export function toFieldsV1(set: FieldSet): JsonObject {
  const out: JsonObject = {};
  for (const element of [...new Set([...set.members, ...set.children.keys()])].sort()) {
    const child = set.children.get(element);
    const nested = child === undefined || isEmpty(child) ? undefined : toFieldsV1(child);
    if (set.members.has(element)) put(out, element, nested === undefined ? {} : { '.': {}, ...nested });
    else if (nested !== undefined) put(out, element, nested);
  }
  return out;
}

/** A set of the given paths. */
export function setOf(...paths: readonly (readonly Segment[])[]): FieldSet {
  const builder = new SetBuilder();
  for (const path of paths) builder.insert(path.map(elementOf));
  return builder.set;
}

export function isEmpty(set: FieldSet): boolean {
  if (set.members.size > 0) return false;
  for (const child of set.children.values()) if (!isEmpty(child)) return false;
  return true;
}

export function has(set: FieldSet, path: readonly Segment[]): boolean {
  let node: FieldSet | undefined = set;
  for (const [at, segment] of path.entries()) {
    const element = elementOf(segment);
    if (at === path.length - 1) return node.members.has(element);
    node = node.children.get(element);
    if (node === undefined) return false;
  }
  return false;
}

export function union(a: FieldSet, b: FieldSet): FieldSet {
  const children = new Map(a.children);
  for (const [element, child] of b.children) {
    const mine = children.get(element);
    children.set(element, mine === undefined ? child : union(mine, child));
  }
  return { members: new Set([...a.members, ...b.members]), children };
}

export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  const children = new Map<string, FieldSet>();
  for (const [element, child] of a.children) {
    const other = b.children.get(element);
    if (other === undefined) continue;
    const both = intersection(child, other);
    if (!isEmpty(both)) children.set(element, both);
  }
  return { members: new Set([...a.members].filter((m) => b.members.has(m))), children };
}

/** Members of `a` that are not members of `b`, path by path: removing a parent leaves its children. */
export function difference(a: FieldSet, b: FieldSet): FieldSet {
  const children = new Map<string, FieldSet>();
  for (const [element, child] of a.children) {
    const other = b.children.get(element);
    const rest = other === undefined ? child : difference(child, other);
    if (!isEmpty(rest)) children.set(element, rest);
  }
  return { members: new Set([...a.members].filter((m) => !b.members.has(m))), children };
}

/** As `difference`, but a member of `b` takes everything below it with it. */
export function recursiveDifference(a: FieldSet, b: FieldSet): FieldSet {
  const children = new Map<string, FieldSet>();
  for (const [element, child] of a.children) {
    if (b.members.has(element)) continue;
    const other = b.children.get(element);
    const rest = other === undefined ? child : recursiveDifference(child, other);
    if (!isEmpty(rest)) children.set(element, rest);
  }
  return { members: new Set([...a.members].filter((m) => !b.members.has(m))), children };
}

export function setsEqual(a: FieldSet, b: FieldSet): boolean {
  return isEmpty(difference(a, b)) && isEmpty(difference(b, a));
}

/** Every member, parents before children, in code-point order of the elements. */
export function paths(set: FieldSet): Segment[][] {
  const out: Segment[][] = [];
  const walk = (node: FieldSet, prefix: readonly Segment[]): void => {
    for (const element of [...node.members].sort()) out.push([...prefix, segmentOf(element)]);
    for (const element of [...node.children.keys()].sort()) {
      walk(node.children.get(element) ?? emptySet, [...prefix, segmentOf(element)]);
    }
  };
  walk(set, []);
  return out;
}

/** Members that have no member below them. */
export function leaves(set: FieldSet): FieldSet {
  const children = new Map<string, FieldSet>();
  for (const [element, child] of set.children) if (!isEmpty(child)) children.set(element, leaves(child));
  return { members: new Set([...set.members].filter((m) => !children.has(m))), children };
}

/** The paths that applying this object would own: leaves, list items, and keys of open maps. */
export function fieldsOf(schema: Schema, object: unknown): FieldSet {
  const builder = new SetBuilder();
  collect(schema, object, [], builder);
  return builder.set;
}

/** The set with every declared field on the way to a member made a member too. */
export function withNamedParents(set: FieldSet, schema: Schema): FieldSet {
  const members = new Set(set.members);
  const children = new Map<string, FieldSet>();
  for (const [element, child] of set.children) {
    let next: Schema | undefined;
    if (element.startsWith('f:')) {
      const field = schema.kind === 'struct' ? schema.fields.get(element.slice(2)) : undefined;
      if (field !== undefined) members.add(element);
      if (field !== undefined) next = field.schema();
      else if (schema.kind === 'map') next = schema.value();
    } else if (schema.kind === 'list' && element.startsWith('k:')) {
      next = schema.item();
    }
    children.set(element, next === undefined ? child : withNamedParents(child, next));
  }
  return { members, children };
}

/** A set under construction; paths are given as FieldsV1 elements. */
export class SetBuilder {
  readonly set: FieldSet & { members: Set<string>; children: Map<string, FieldSet> } = {
    members: new Set(),
    children: new Map(),
  };

  /** The whole object (an empty path) belongs to nobody and is not recorded. */
  insert(path: readonly string[]): void {
    let node = this.set;
    for (const [at, element] of path.entries()) {
      if (at === path.length - 1) {
        node.members.add(element);
        return;
      }
      let child = node.children.get(element) as typeof node | undefined;
      if (child === undefined) {
        child = { members: new Set(), children: new Map() };
        node.children.set(element, child);
      }
      node = child;
    }
  }
}

function collect(schema: Schema, value: unknown, path: string[], out: SetBuilder): void {
  const shape = shapeOf(schema, value);
  if (shape.kind === 'leaf') {
    out.insert(path);
  } else if (shape.kind === 'map') {
    if (!isObject(value)) return;
    for (const key of Object.keys(value)) {
      const child = get(value, key);
      const childPath = [...path, `f:${key}`];
      collect(shape.child(key), child, childPath, out);
      const isBare = child === null || (isObject(child) && Object.keys(child).length === 0);
      if (isBare || !shape.isNamed(key)) out.insert(childPath);
    }
  } else {
    if (!Array.isArray(value)) return;
    const elements = value.map((item) => shape.element(item));
    const seen = new Map<string, number>();
    for (const element of elements) seen.set(element, (seen.get(element) ?? 0) + 1);
    for (const [i, item] of value.entries()) {
      const element = elements[i] ?? '';
      // Duplicated items cannot be told apart: the element is owned as one.
      if (seen.get(element) === 1) collect(shape.item, item, [...path, element], out);
      out.insert([...path, element]);
    }
  }
}
