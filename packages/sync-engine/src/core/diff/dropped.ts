import { get, isObject } from '../schema/json.ts';
import type { Segment } from '../schema/path.ts';
import { isBuiltinType } from '../schema/normalize.ts';
import type { JsonObject, Schema } from '../schema/types.ts';
import { type OwnedDifference, segmentOf } from './owned-diff.ts';
import { valueAt } from './removals.ts';
import { childOf, isEmptyContainer, sameValue } from './same-value.ts';
import type { FieldOwners } from './writers.ts';

/**
 * What our last apply set and the object has not: the server does not store it (its feature is off there), or admission
 * takes it out again. Had anybody removed it since, our ownership would have gone with it. Applying it once more changes
 * nothing, so it is no difference.
 */
export function isDropped(field: OwnedDifference, owners: FieldOwners): boolean {
  const { base, desired } = field.stored;
  if (field.isRemoval || field.live !== undefined || base === undefined) return false;
  return (
    sameValue(field.schema, base, desired, 'semantic') &&
    ownsAll(owners, { schema: field.schema, value: desired, path: field.segments })
  );
}

/**
 * What the apply leaves as it is, for reasons that the manifest alone does not tell: a default that takes the place of what is
 * taken out, or that follows from a field of somebody else (`names.singular` of a CRD from its `kind`); and an empty list or map
 * below a place whose other parts go, which the server takes away with them.
 */
export function isSameAfter(
  field: OwnedDifference,
  schema: Schema | undefined,
  after: JsonObject | undefined,
): boolean {
  if (after === undefined) return false;
  const value = valueAt(schema, after, field.segments);
  if (field.live !== undefined)
    return value !== undefined && sameValue(field.schema, value, field.live, 'semantic');
  return value === undefined && isEmptyContainer(field.stored.desired) && !field.isRemoval;
}

/**
 * The deprecated alias `serviceAccount` in a manifest that leaves `serviceAccountName` to live: the server keeps the name that
 * is there and makes the alias equal to it again, so applying changes nothing.
 */
export function isOverruledAlias(
  field: OwnedDifference,
  schema: Schema | undefined,
  applied: () => JsonObject | undefined,
): boolean {
  const last = field.segments.at(-1);
  const isAlias = last !== undefined && 'field' in last && last.field === 'serviceAccount';
  if (!isAlias || field.isRemoval || schema?.kind !== 'struct' || !isBuiltinType(schema.name)) return false;
  const after = applied();
  const path = [...field.segments.slice(0, -1), { field: 'serviceAccountName' }];
  const name = after === undefined ? undefined : valueAt(schema, after, path);
  return typeof name === 'string' && name !== '' && name === field.live;
}

function ownsAll(
  owners: FieldOwners,
  at: { schema: Schema | undefined; value: unknown; path: readonly Segment[] },
): boolean {
  const { schema, value, path } = at;
  const parts = partsOf(schema, value);
  if (parts.length === 0) return owners.ownsWhole(path);
  return parts.every((part) => ownsAll(owners, { ...part, path: [...path, part.segment] }));
}

/** The parts that are owned one by one; none of a leaf or an atomic value. */
function partsOf(
  schema: Schema | undefined,
  value: unknown,
): { schema: Schema | undefined; value: unknown; segment: Segment }[] {
  if (isObject(value) && !(schema !== undefined && 'atomic' in schema && schema.atomic))
    return Object.keys(value).map((key) => ({
      schema: childOf(schema, key),
      value: get(value, key),
      segment: { field: key },
    }));
  if (!Array.isArray(value) || schema?.kind !== 'list' || schema.listType === 'atomic') return [];
  return value.flatMap((item) => {
    const segment = segmentOf(schema, item);
    return segment === undefined ? [] : [{ schema: schema.item(), value: item, segment }];
  });
}
