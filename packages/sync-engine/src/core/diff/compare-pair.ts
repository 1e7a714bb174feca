import { once } from '../memo.ts';
import type { FieldChange, KubeObject, OutOfSyncReason } from '../model.ts';
import { gvkOf, keyOf } from '../resource-key.ts';
import { builtinSchema } from '../schema/builtin.ts';
import { applyDefaults, isFilledWhenEmpty } from '../schema/defaults.ts';
import { clone, deepEqual, isObject } from '../schema/json.ts';
import { canonical } from '../schema/normalize.ts';
import { formatPath } from '../schema/path.ts';
import type { GroupVersionKind, JsonObject, Schema } from '../schema/types.ts';
import { type BaseState, causeOf } from './causes.ts';
import { comparableOf, normaliseKind } from './comparable.ts';
import type { Eraser, IgnoreRules } from './ignore-rules.ts';
import { diffOwned, type OwnedDifference, type Removes } from './owned-diff.ts';
import { followingChanges, storedAs } from './following-changes.ts';
import { jsonOf } from './json-of.ts';
import { isDropped, isOverruledAlias, isSameAfter } from './dropped.ts';
import { isLikelyDefault } from './likely-default.ts';
import { isSameKnownValue } from './known-values.ts';
import { ownedPart } from './owned-part.ts';
import { removalsOf } from './removals.ts';
import { FieldOwners } from './writers.ts';

export type PairInput = {
  /** All three masked. */
  desired: KubeObject;
  live: KubeObject;
  base: KubeObject | null;
  baseState: BaseState;
  ignore: IgnoreRules;
  schemaOf: (gvk: GroupVersionKind) => Schema | undefined;
};

export type PairResult = { fields: FieldChange[]; hidden: FieldChange[]; reasons: OutOfSyncReason[] };

/** The differing fields of one resource, the visible ones with their cause, the hidden ones with what hid them. */
export function comparePair(input: PairInput): PairResult {
  const gvk = gvkOf(input.desired);
  // The data of built-in kinds knows more than a cluster's OpenAPI says: which zero values are stored.
  const schema = builtinSchema(gvk) ?? input.schemaOf(gvk);
  const owners = new FieldOwners(input.live, schema);
  const { removes, applied } = removalsOf({ live: input.live, desired: input.desired, schema, owners });
  const desired = comparableOf(input.desired);
  const live = comparableOf(input.live);
  const base = baseOf(input, schema, owners);

  // Most resources of most comparisons end here: nothing is copied for them.
  const strict = diffOwned({
    schema,
    desired,
    stored: desired,
    base,
    baseStored: base,
    live,
    how: 'strict',
    removes,
  });
  if (strict.length === 0) return { fields: [], hidden: [], reasons: [] };

  const sides = storedSides(gvk, schema, { desired, base, live });
  const storedAfter = once(() => {
    const object = applied();
    return object && schema && storedAs(gvk, schema, comparableOf(object as KubeObject));
  });
  // Without it an apply worked out here takes nothing out, and the last Release alone says what goes.
  const isOwnershipTold = owners.isOurs([]) !== undefined;
  const semantic = diffOwned({ schema, ...sides, how: 'semantic', removes }).filter(
    (field) =>
      !isChosenByServer(gvk, field) &&
      !isSameKnownValue(field) &&
      !isDropped(field, owners) &&
      !isLikelyDefault(field, input.live, owners) &&
      !isOverruledAlias(field, schema, applied) &&
      !((!field.isRemoval || isOwnershipTold) && isSameAfter(field, schema, storedAfter())),
  );
  const erasers = semantic.length === 0 ? [] : input.ignore.erasersFor(keyOf(input.desired), input.live);
  const compared = erasers.length === 0 ? sides : erased(schema, sides, erasers);
  const visible = erasers.length === 0 ? semantic : diffErased(schema, compared, removes, semantic);

  const reasons = new Set<OutOfSyncReason>();
  const fields = visible.map((field) => {
    const found = causeOf(field, input.baseState, owners);
    for (const reason of found.reasons) reasons.add(reason);
    const writer = found.cause === 'pending' ? undefined : owners.writerOf(field.segments);
    const { base: released, ...change } = fieldChange(field);
    // What was worked out from ownership is nobody's Release.
    const shown = input.base === null || released === undefined ? {} : { base: released };
    return { ...change, ...shown, cause: found.cause, ...writer };
  });
  const isPlain = erasers.length === 0 && base !== undefined;
  const following = followingChanges(gvk, schema, {
    sides: compared,
    after: isPlain ? storedAfter() : undefined,
    named: visible,
  });
  return {
    fields: [...fields, ...following],
    hidden: hiddenOf({ strict, semantic, visible, erasers, schema, sides }),
    reasons: [...reasons],
  };
}

/** The manifest of the last Release; without any Release what our last apply set, where managedFields tell. */
function baseOf(input: PairInput, schema: Schema | undefined, owners: FieldOwners): JsonObject | undefined {
  if (input.base !== null) return comparableOf(input.base);
  const set = input.baseState.kind === 'none' ? owners.ourSet() : undefined;
  if (set === undefined || schema === undefined) return undefined;
  const part = ownedPart(schema, input.live as unknown as JsonObject, set); // a Kubernetes object is JSON
  const { apiVersion, kind, metadata } = input.live;
  const { labels, annotations, finalizers, ownerReferences } = (part?.metadata ?? {}) as Partial<
    typeof metadata
  >;
  const owned = { name: metadata.name, labels, annotations, finalizers, ownerReferences };
  return part && comparableOf({ ...part, apiVersion, kind, metadata: owned as typeof metadata });
}

/** Left empty, and of those the server then fills by itself. */
function isChosenByServer(gvk: GroupVersionKind, field: OwnedDifference): boolean {
  return isNothing(field.desired) && isFilledWhenEmpty(gvk, field.segments);
}

type Sides = {
  desired: JsonObject;
  stored: JsonObject;
  base: JsonObject | undefined;
  baseStored: JsonObject | undefined;
  live: JsonObject;
};

function storedSides(
  gvk: GroupVersionKind,
  schema: Schema | undefined,
  raw: { desired: JsonObject; base: JsonObject | undefined; live: JsonObject },
): Sides {
  const stored = applyDefaults(gvk, raw.desired, schema);
  // As a rule the manifest is the one of the last Release: worth the look, for defaulting costs ten times as much.
  const baseStored =
    raw.base === undefined || deepEqual(raw.base, raw.desired)
      ? stored
      : applyDefaults(gvk, raw.base, schema);
  const sides: Sides = {
    desired: { ...raw.desired },
    stored: { ...stored },
    base: raw.base === undefined ? undefined : { ...raw.base },
    baseStored: raw.base === undefined ? undefined : { ...baseStored },
    live: canonicalLive(schema, raw.live),
  };
  normaliseKind(gvk, sides);
  return sides;
}

/** Annotations of which only those that are not compared are there: a map that is there, so one in it is added, not the map. */
function canonicalLive(schema: Schema | undefined, live: JsonObject): JsonObject {
  const out = { ...(canonical(schema, live) as JsonObject) };
  const annotations = isObject(live.metadata) ? live.metadata.annotations : undefined;
  if (isObject(annotations) && Object.keys(annotations).length === 0)
    out.metadata = { ...(isObject(out.metadata) ? out.metadata : {}), annotations };
  return out;
}

function diffErased(
  schema: Schema | undefined,
  compared: Sides,
  removes: Removes,
  semantic: readonly OwnedDifference[],
): OwnedDifference[] {
  const known = new Set(semantic.map((field) => formatPath(field.segments)));
  return diffOwned({ schema, ...compared, how: 'semantic', removes }).filter(
    // What only the copies show (a list whose item was ignored away) is no difference of the real objects.
    (field) => isRelated(formatPath(field.segments), known),
  );
}

function erased(schema: Schema | undefined, sides: Sides, erasers: readonly Eraser[]): Sides {
  const erase = <T extends JsonObject | undefined>(side: T): T => {
    if (side === undefined) return side;
    return erasers.reduce<unknown>((value, { erase }) => erase(value, schema), clone(side)) as T;
  };
  return {
    desired: erase(sides.desired),
    stored: erase(sides.stored),
    base: erase(sides.base),
    baseStored: erase(sides.baseStored),
    live: erase(sides.live),
  };
}

/** True when a path is in a set, or lies in or around a member of it. */
function isRelated(path: string, paths: ReadonlySet<string>): boolean {
  if (paths.has(path)) return true;
  for (const other of paths) if (contains(path, other) || contains(other, path)) return true;
  return false;
}

function contains(outer: string, inner: string): boolean {
  return inner.startsWith(outer) && (inner[outer.length] === '.' || inner[outer.length] === '[');
}

function hiddenOf(input: {
  strict: readonly OwnedDifference[];
  semantic: readonly OwnedDifference[];
  visible: readonly OwnedDifference[];
  erasers: readonly Eraser[];
  schema: Schema | undefined;
  sides: Sides;
}): FieldChange[] {
  const { semantic, visible, erasers, schema, sides } = input;
  const shown = new Set(visible.map((field) => formatPath(field.segments)));
  const meant = new Set(semantic.map((field) => formatPath(field.segments)));
  const out: FieldChange[] = [];
  for (const field of semantic) {
    const path = formatPath(field.segments);
    if (isRelated(path, shown)) continue;
    out.push({ ...fieldChange(field), cause: 'ignored', hiddenBy: hidingRule(path, erasers, schema, sides) });
  }
  for (const field of input.strict) {
    // A null that says what is so anyway is nothing that was hidden.
    const isNull = field.desired === null && field.live === undefined;
    if (isNull || isRelated(formatPath(field.segments), meant)) continue;
    out.push({ ...fieldChange(field), cause: 'default', hiddenBy: normalisationOf(field) });
  }
  return out;
}

/** The rule without whose help the field would show. */
function hidingRule(
  path: string,
  erasers: readonly Eraser[],
  schema: Schema | undefined,
  sides: Sides,
): string {
  const all = () => 'none' as const;
  for (const eraser of erasers) {
    const left = diffOwned({ schema, ...erased(schema, sides, [eraser]), how: 'semantic', removes: all });
    if (!isRelated(path, new Set(left.map((field) => formatPath(field.segments))))) return eraser.name;
  }
  return erasers.map((eraser) => eraser.name).join('; ');
}

function normalisationOf(field: OwnedDifference): string {
  if (field.live === undefined && isNothing(field.desired))
    return 'the API server stores an empty value as absent';
  if (field.live === undefined)
    return 'applied before, and not stored by the API server or taken out by admission';
  if (isNothing(field.desired)) return 'left empty, so the cluster chooses the value';
  return typeof field.desired === 'object' ? 'defaults of the kind' : 'the same value, written differently';
}

function isNothing(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (isObject(value)) return Object.keys(value).length === 0;
  return value === undefined || value === null || value === '' || value === 0 || value === false;
}

function fieldChange(field: OwnedDifference): Omit<FieldChange, 'cause'> {
  return {
    path: formatPath(field.segments),
    ...(field.desired === undefined ? {} : { desired: jsonOf(field.desired) }),
    ...(field.live === undefined ? {} : { live: jsonOf(field.live) }),
    ...(field.base === undefined ? {} : { base: jsonOf(field.base) }),
  };
}
