import type { Cause, KubeObject, OutOfSyncReason } from '../model.ts';
import { annotationOf } from '../annotations.ts';
import { lastAppliedAnnotation } from '../secrets.ts';
import { get, isObject } from '../schema/json.ts';
import type { Segment } from '../schema/path.ts';
import type { JsonObject } from '../schema/types.ts';
import type { OwnedDifference } from './owned-diff.ts';
import { sameValue } from './same-value.ts';
import type { FieldOwners } from './writers.ts';

/** What is known of the state a resource had at the last Release. */
export type BaseState =
  /** The manifest that the Release applied. */
  | { kind: 'released' }
  /** There is a Release, and this object was not part of it. */
  | { kind: 'not-released' }
  /** No Release yet. `lastApplied` is what kubectl left on the object, where it did. */
  | { kind: 'none'; lastApplied: JsonObject | undefined };

export type CauseOfField = { cause: Cause; reasons: OutOfSyncReason[] };

/**
 * Why one field differs. Against the last Release: Pending = the manifest moved, Drift = live moved, both = Drift that a
 * sync also changes further. Without one: only what managedFields or the last-applied annotation prove, else unknown.
 */
export function causeOf(field: OwnedDifference, base: BaseState, owners: FieldOwners): CauseOfField {
  switch (base.kind) {
    case 'not-released':
      return pending;
    case 'released': {
      if (!field.isBaseSet || field.isRemoval) return pending;
      const isSame = same(field, field.stored.base, field.stored.desired);
      if (isSame && owners.isAdmission(field.segments)) return { cause: 'admission', reasons: ['unknown'] };
      return against(field, field.stored.base);
    }
    case 'none': {
      const applied = base.lastApplied === undefined ? undefined : valueAt(base.lastApplied, field.segments);
      if (applied !== undefined) return against(field, applied);
      // Had somebody else changed the value, the field would be theirs.
      return owners.isOurs(field.segments) === true ? pending : { cause: 'unknown', reasons: ['unknown'] };
    }
  }
}

const pending: CauseOfField = { cause: 'pending', reasons: ['pending'] };

function against(field: OwnedDifference, base: unknown): CauseOfField {
  if (same(field, base, field.live)) return pending;
  return same(field, base, field.stored.desired)
    ? { cause: 'drift', reasons: ['drift'] }
    : { cause: 'drift', reasons: ['pending', 'drift'] };
}

function same(field: OwnedDifference, a: unknown, b: unknown): boolean {
  return sameValue(field.schema, a, b, 'semantic');
}

/** The manifest in kubectl's annotation; undefined when there is none or it cannot be read. */
export function lastAppliedOf(live: KubeObject): JsonObject | undefined {
  const text = annotationOf(live, lastAppliedAnnotation);
  if (text === undefined || text.length > 1_000_000) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What stands at a path; an item whose keys are left out there stands for any. */
export function valueAt(root: unknown, path: readonly Segment[]): unknown {
  let value = root;
  for (const segment of path) {
    if ('field' in segment) value = isObject(value) ? get(value, segment.field) : undefined;
    else if (!Array.isArray(value)) return undefined;
    else if ('index' in segment) value = value[segment.index];
    else if ('value' in segment) value = value.find((item) => item === segment.value);
    else {
      const wanted = Object.entries(segment.key);
      value = value.find(
        (item) =>
          isObject(item) && wanted.every(([k, v]) => get(item, k) === v || get(item, k) === undefined),
      );
    }
    if (value === undefined) return undefined;
  }
  return value;
}
