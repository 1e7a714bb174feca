import type { FieldDifference } from '../../schema/compare.ts';
import { get, isObject, stableJson } from '../../schema/json.ts';
import { elementOf, formatPath, parsePath, type Segment } from '../../schema/path.ts';
import { childSchema } from '../../schema/shape.ts';
import type { Schema } from '../../schema/types.ts';
import { untyped } from '../../schema/types.ts';
import { segmentOf } from '../owned-diff.ts';

export type Disagreement = {
  /** Paths that the server changes and that we do not name. */
  missed: string[];
  /** Paths that we name and under which the server changes nothing. */
  invented: string[];
  /** Paths that we name although only a part of them changes. */
  tooWide: string[];
};

/**
 * Sets the paths that we name against those the server changes. A path that one side has not at all, or that is one value to
 * its type, stands for all that lies in it; anything else has to be named exactly.
 */
export function disagreement(input: {
  schema: Schema | undefined;
  named: readonly string[];
  server: readonly FieldDifference[];
  live: unknown;
  predicted: unknown;
}): Disagreement {
  const named = input.named.map(parsePath);
  const changed = input.server.flatMap((difference) => leavesOf(input.schema, difference));
  const missed = changed.filter((leaf) => !named.some((path) => isRelated(path, leaf)));
  // The order of keyed items inside an atomic value changes with it, which a comparison by keys does not see.
  const isReordered = (path: Segment[]) => {
    const [live, predicted] = [input.live, input.predicted].map((root) => at(input.schema, path, root).value);
    return Array.isArray(live) && stableJson(live) !== stableJson(predicted);
  };
  const invented = named.filter(
    (path) => !changed.some((leaf) => isRelated(path, leaf)) && !isReordered(path),
  );
  const tooWide = named.filter(
    (path) =>
      !invented.includes(path) &&
      !isReordered(path) &&
      changed.every((leaf) => !isRelated(path, leaf) || leaf.length > path.length) &&
      !isOneValue(input.schema, path, input.live) &&
      !isOneValue(input.schema, path, input.predicted),
  );
  return {
    missed: missed.map(formatPath),
    invented: invented.map(formatPath),
    tooWide: tooWide.map(formatPath),
  };
}

/** A subtree that one side lacks, as its leaves. */
function leavesOf(schema: Schema | undefined, { segments, a, b }: FieldDifference): Segment[][] {
  if (a !== undefined && b !== undefined) return [[...segments]];
  return expand(schemaAt(schema, segments), a ?? b, [...segments]);
}

function expand(schema: Schema | undefined, value: unknown, path: Segment[]): Segment[][] {
  if (isObject(value) && Object.keys(value).length > 0) {
    return Object.keys(value).flatMap((key) =>
      expand(childSchema(schema ?? untyped, key), get(value, key), [...path, { field: key }]),
    );
  }
  if (Array.isArray(value) && value.length > 0) {
    const list = schema?.kind === 'list' ? schema : undefined;
    return value.flatMap((item, index) => {
      const own = list === undefined || list.listType === 'atomic' ? undefined : segmentOf(list, item);
      return expand(list?.item(), item, [...path, own ?? { index }]);
    });
  }
  return [path];
}

function schemaAt(schema: Schema | undefined, path: readonly Segment[]): Schema | undefined {
  let type = schema;
  for (const segment of path) {
    if ('field' in segment) type = type === undefined ? undefined : childSchema(type, segment.field);
    else type = type?.kind === 'list' ? type.item() : undefined;
  }
  return type;
}

function isRelated(a: readonly Segment[], b: readonly Segment[]): boolean {
  const count = Math.min(a.length, b.length);
  for (let i = 0; i < count; i++) {
    const [left, right] = [a[i], b[i]];
    if (left !== undefined && right !== undefined && elementOf(left) !== elementOf(right)) return false;
  }
  return true;
}

/** Absent there, or one value: an atomic list or map, or a list whose items have no keys. */
function isOneValue(schema: Schema | undefined, path: readonly Segment[], root: unknown): boolean {
  const { type, value } = at(schema, path, root);
  if (value === undefined || value === null) return true;
  if (Array.isArray(value)) return type?.kind !== 'list' || type.listType === 'atomic' || value.length === 0;
  if (isObject(value))
    return Object.keys(value).length === 0 || (type !== undefined && 'atomic' in type && type.atomic);
  return true;
}

/** What stands at a path, and its type where one is known. */
function at(
  schema: Schema | undefined,
  path: readonly Segment[],
  root: unknown,
): { type: Schema | undefined; value: unknown } {
  let type = schema;
  let value = root;
  for (const segment of path) {
    if (value === undefined || value === null) break;
    if ('field' in segment) {
      value = isObject(value) ? get(value, segment.field) : undefined;
      type = type === undefined ? undefined : childSchema(type, segment.field);
      continue;
    }
    const list = type?.kind === 'list' ? type : undefined;
    value = Array.isArray(value)
      ? 'index' in segment
        ? value[segment.index]
        : value.find((item) => {
            const own = list === undefined ? undefined : segmentOf(list, item);
            return own !== undefined && elementOf(own) === elementOf(segment);
          })
      : undefined;
    type = list?.item();
  }
  return { type, value };
}
