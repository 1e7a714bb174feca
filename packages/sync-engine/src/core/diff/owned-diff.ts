import { get, isObject } from '../schema/json.ts';
import { elementOf, type Segment } from '../schema/path.ts';
import { itemKey } from '../schema/shape.ts';
import type { JsonObject, ListSchema, Scalar, Schema } from '../schema/types.ts';
import { childOf, isEmptyContainer, isKeptZero, isUnset, sameValue, type Sameness } from './same-value.ts';

/** One field in which live is not what a manifest says; `undefined` = absent on that side. */
export type OwnedDifference = {
  segments: readonly Segment[];
  /** Schema of the field, where one is known. */
  schema: Schema | undefined;
  desired: unknown;
  live: unknown;
  base: unknown;
  /** The same as the API server would store them: a zero value that it drops is undefined. */
  stored: { desired: unknown; base: unknown };
  /** The last Release set the field, or the atomic value it lies in. */
  isBaseSet: boolean;
  /** The last Release set the field, the manifest no longer does, and live still has it. */
  isRemoval: boolean;
};

/**
 * `all`: it goes; `some`: parts of it, which have to be asked for one by one; `none`: it stays. `if-same`: no ownership tells,
 * so it goes where it still is as the last Release set it.
 */
export type Removes = (path: readonly Segment[]) => 'all' | 'some' | 'none' | 'if-same';

export type OwnedDiffInput = {
  schema: Schema | undefined;
  /** Says which fields are set. */
  desired: unknown;
  /** Says what they amount to: `desired` as the API server would store it; an absent zero value is undefined here. */
  stored: unknown;
  base: unknown;
  /** `base` as the API server stored it. */
  baseStored: unknown;
  live: unknown;
  how: Sameness;
  /** What would become of a live field if applying no longer set it. */
  removes: Removes;
};

/**
 * The fields that a manifest sets and live has otherwise, and those that only the last Release set and live still has.
 * Fields that neither sets are nobody's business here. Keyed lists pair by key; atomic ones count as a whole, and are
 * then told apart as finely as they allow.
 */
export function diffOwned(input: OwnedDiffInput): OwnedDifference[] {
  const out: OwnedDifference[] = [];
  const { schema, desired, stored, base, baseStored, live } = input;
  walk({ schema, desired, stored, base, baseStored, live, path: [] }, input, out);
  return out;
}

type Node = Omit<OwnedDiffInput, 'how' | 'removes'> & { path: readonly Segment[] };
type Rules = Pick<OwnedDiffInput, 'how' | 'removes'>;

function walk(node: Node, rules: Rules, out: OwnedDifference[]): void {
  const { schema, desired, stored, live } = node;
  if (desired === undefined || (desired === null && !isReplacedByNull(schema, live))) {
    // In a map of a built-in type a null is stored as a zero value.
    if (!isUnset(schema, node.base) || (node.base === null && node.baseStored !== undefined))
      walkRemoved(node, rules, out);
    return;
  }
  if (isObject(desired) && isObject(live) && !isAtomic(schema)) {
    walkMembers(node, desired, rules, out);
    return;
  }
  if (Array.isArray(desired) && Array.isArray(live) && walkItems(node, desired, live, rules, out)) return;
  if (!sameValue(schema, stored, live, rules.how)) refine(node, !isUnset(schema, node.base), rules, out);
}

/** A null takes the place of one value and of nothing; of a list or map that merges it only says that nothing in it is set. */
function isReplacedByNull(schema: Schema | undefined, live: unknown): boolean {
  if (schema === undefined) return false;
  if (live === undefined || live === null || isEmptyContainer(live)) return true;
  if (schema.kind === 'any') return !isObject(live);
  return schema.kind === 'list' ? schema.listType === 'atomic' : isAtomic(schema);
}

function isAtomic(schema: Schema | undefined): boolean {
  return schema !== undefined && (schema.kind === 'scalar' || (schema.kind !== 'list' && schema.atomic));
}

function walkMembers(node: Node, keysOf: JsonObject, rules: Rules, out: OwnedDifference[]): void {
  const base = isObject(node.base) ? node.base : undefined;
  const keys =
    base === undefined ? Object.keys(keysOf) : new Set([...Object.keys(keysOf), ...Object.keys(base)]);
  for (const key of keys) {
    const child: Node = {
      schema: childOf(node.schema, key),
      desired: member(node.desired, key),
      stored: member(node.stored, key),
      base: member(base, key),
      baseStored: member(node.baseStored, key),
      live: member(node.live, key),
      path: [...node.path, { field: key }],
    };
    const isLeftOut = isObject(node.desired) && (child.desired ?? child.stored) === undefined;
    if (isLeftOut && isKeptZero(node.schema, key, child.live)) continue;
    walk(child, rules, out);
  }
}

function member(value: unknown, key: string): unknown {
  return isObject(value) ? get(value, key) : undefined;
}

/** Pairs the items of a keyed list or a set; false when the list is atomic or its items cannot be told apart. */
function walkItems(
  node: Node,
  desired: unknown[],
  live: unknown[],
  rules: Rules,
  out: OwnedDifference[],
): boolean {
  const schema = node.schema;
  if (schema?.kind !== 'list' || schema.listType === 'atomic') return false;
  const items = indexItems(schema, desired);
  const lives = indexItems(schema, live);
  if (items === undefined || lives === undefined) return false;
  const bases = Array.isArray(node.base) ? indexItems(schema, node.base) : undefined;
  const stored = Array.isArray(node.stored) ? indexItems(schema, node.stored) : undefined;
  const basesStored = Array.isArray(node.baseStored) ? indexItems(schema, node.baseStored) : undefined;
  for (const [id, entry] of bases === undefined ? items : new Map([...items, ...bases])) {
    const child: Node = {
      schema: schema.item(),
      desired: items.get(id)?.value,
      stored: stored?.get(id)?.value,
      base: bases?.get(id)?.value,
      baseStored: basesStored?.get(id)?.value,
      live: lives.get(id)?.value,
      path: [...node.path, entry.segment],
    };
    if (child.desired === undefined) removeItem(child, rules, out);
    else walk(child, rules, out);
  }
  return true;
}

type Items = Map<string, { segment: Segment; value: unknown }>;

function indexItems(schema: ListSchema, list: readonly unknown[]): Items | undefined {
  const items: Items = new Map();
  for (const value of list) {
    const segment = segmentOf(schema, value);
    if (segment === undefined) return undefined;
    const id = elementOf(segment);
    if (items.has(id)) return undefined;
    items.set(id, { segment, value });
  }
  return items;
}

/** How an item is told from its neighbours; undefined when it cannot be. */
export function segmentOf(schema: ListSchema, item: unknown): Segment | undefined {
  if (schema.listType === 'set') {
    return typeof item === 'object' || item === undefined ? undefined : { value: item as Scalar };
  }
  if (!isObject(item) || !schema.keys.some((key) => !isUnset(undefined, get(item, key)))) {
    return undefined;
  }
  return { key: itemKey(schema, item) as Record<string, Scalar> };
}

/** An item goes as a whole unless somebody else keeps a part of it. */
function removeItem(node: Node, rules: Rules, out: OwnedDifference[]): void {
  if (node.live === undefined) return;
  const removed = rules.removes(node.path);
  if (removed === 'all' || removed === 'if-same')
    out.push(differenceOf(gone(node), { isBaseSet: true, isRemoval: true }));
  else if (removed === 'some') walkRemoved(node, rules, out);
}

/** A removed field is shown as removed, though a default may take its place. */
function gone(node: Node): Node {
  return { ...node, desired: undefined, stored: undefined };
}

function walkRemoved(node: Node, rules: Rules, out: OwnedDifference[]): void {
  const { schema, base, live, stored } = node;
  if (live === undefined) return;
  // The default that takes the field's place is what is there already.
  if (stored !== undefined && sameValue(schema, stored, live, rules.how)) return;
  // An empty map that defaults have filled since goes as a whole, or stays.
  const isFilled = isEmptyContainer(base) && !isEmptyContainer(live);
  if (!isFilled && !isEmptyContainer(live)) {
    if (isObject(base) && isObject(live) && !isAtomic(schema)) {
      walkMembers(node, base, rules, out);
      return;
    }
    if (Array.isArray(base) && Array.isArray(live) && walkItems(node, [], live, rules, out)) return;
  }
  const removed = rules.removes(node.path);
  if (
    removed === 'all' ||
    (removed !== 'none' &&
      !(isFilled && removed === 'some') &&
      sameValue(schema, node.baseStored ?? base, live, rules.how))
  )
    out.push(differenceOf(gone(node), { isBaseSet: true, isRemoval: true }));
}

/** Tells a differing value apart as far as both sides have the same form. */
function refine(node: Node, isBaseSet: boolean, rules: Rules, out: OwnedDifference[]): void {
  const { stored, live, baseStored, schema } = node;
  const before = out.length;
  const child = (part: Pick<Node, 'schema' | 'path'>, values: [unknown, unknown, unknown]): void => {
    const [desired, value, base] = values;
    if (sameValue(part.schema, desired, value, rules.how)) return;
    const sides = { desired, stored: desired, live: value, base, baseStored: base };
    refine({ ...part, ...sides }, isBaseSet, rules, out);
  };
  if (isObject(stored) && isObject(live)) {
    for (const key of new Set([...Object.keys(stored), ...Object.keys(live)])) {
      const values: [unknown, unknown, unknown] = [get(stored, key), get(live, key), member(baseStored, key)];
      if (values[0] === undefined && isKeptZero(schema, key, values[1])) continue;
      child({ schema: childOf(schema, key), path: [...node.path, { field: key }] }, values);
    }
  } else if (Array.isArray(stored) && Array.isArray(live) && refineItems(node, stored, live, child)) {
    return;
  } else if (
    Array.isArray(stored) &&
    Array.isArray(live) &&
    stored.length === live.length &&
    !isReordered(schema, stored, live)
  ) {
    const item = schema?.kind === 'list' ? schema.item() : undefined;
    const bases = Array.isArray(baseStored) && baseStored.length === live.length ? baseStored : [];
    for (let index = 0; index < live.length; index++) {
      const values: [unknown, unknown, unknown] = [stored[index], live[index], bases[index]];
      child({ schema: item, path: [...node.path, { index }] }, values);
    }
  }
  if (out.length === before) out.push(differenceOf(node, { isBaseSet, isRemoval: false }));
}

type Refine = (part: Pick<Node, 'schema' | 'path'>, values: [unknown, unknown, unknown]) => void;

/** Keyed items inside one atomic value: told apart by their keys; false where that cannot be. */
function refineItems(node: Node, stored: unknown[], live: unknown[], child: Refine): boolean {
  const { schema, baseStored } = node;
  if (schema?.kind !== 'list' || schema.listType === 'atomic' || stored.length === 0) return false;
  const items = indexItems(schema, stored);
  const lives = indexItems(schema, live);
  if (items === undefined || lives === undefined) return false;
  if (isReordered(schema, stored, live)) return false;
  const bases = Array.isArray(baseStored) ? indexItems(schema, baseStored) : undefined;
  for (const [id, { segment }] of new Map([...items, ...lives])) {
    child({ schema: schema.item(), path: [...node.path, segment] }, [
      items.get(id)?.value,
      lives.get(id)?.value,
      bases?.get(id)?.value,
    ]);
  }
  return true;
}

/** The same keyed items in another order: only the list as a whole differs. */
function isReordered(schema: Schema | undefined, stored: unknown[], live: unknown[]): boolean {
  if (schema?.kind !== 'list' || schema.listType === 'atomic') return false;
  const [items, lives] = [indexItems(schema, stored), indexItems(schema, live)];
  if (items === undefined || lives === undefined || items.size !== lives.size) return false;
  return [...items].every(([id, { value }]) =>
    sameValue(schema.item(), value, lives.get(id)?.value, 'semantic'),
  );
}

function differenceOf(node: Node, facts: { isBaseSet: boolean; isRemoval: boolean }): OwnedDifference {
  const { path, schema, live, stored, baseStored } = node;
  return {
    segments: path,
    schema,
    desired: node.desired ?? stored,
    live,
    base: node.base ?? baseStored,
    stored: { desired: stored, base: baseStored },
    ...facts,
  };
}
