import { installationIdAnnotation, trackingIdAnnotation } from '../tracking.ts';
import type { KubeObject } from '../model.ts';
import { gvkOf, keyOf } from '../resource-key.ts';
import { builtinSchema } from '../schema/builtin.ts';
import { assertNesting, clone, get, isObject, put } from '../schema/json.ts';
import { elementOf, formatPath, type Segment } from '../schema/path.ts';
import type { GroupVersionKind, JsonObject, Schema } from '../schema/types.ts';
import type { IgnoreRules } from './ignore-rules.ts';
import { eraseAll, segmentsOf, type ValuePath, valueAtPath } from './ignored-paths.ts';
import { segmentOf } from './owned-diff.ts';
import { childOf } from './same-value.ts';
import { FieldOwners } from './writers.ts';

export type RespectInput = {
  /** The prepared manifest; neither it nor `live` is changed. */
  desired: KubeObject;
  /** The live object; undefined = it is to be created, and nothing is ignored. */
  live: KubeObject | undefined;
  rules: IgnoreRules;
  schemaOf: (gvk: GroupVersionKind) => Schema | undefined;
  /** `apply`: a server-side apply, which leaves alone what it does not name. `replace`: the whole object is written. */
  mode: 'apply' | 'replace';
};

/** One ignored field: its text path, the rule, and whether the manifest now leaves it out or repeats the live value. */
export type RespectedField = { path: string; rule: string; how: 'left-out' | 'from-live' };

/**
 * The manifest as `RespectIgnoreDifferences=true` has it applied (DIFF-2): ignored fields keep their live value. Where an
 * apply would keep it anyway, because somebody else owns it or we never set it, the field is left out, so that its writer
 * stays its only owner and a Plan does not go stale when it moves; where leaving it out would remove or reset it, the live
 * value stands in the manifest. Identity and tracking are never ignored. Throws NestingError.
 */
export function respectIgnoreDifferences(input: RespectInput): {
  object: KubeObject;
  fields: RespectedField[];
} {
  const { desired, live, rules } = input;
  if (live === undefined) return { object: desired, fields: [] };
  const parts = rules.ignoredBy(keyOf(desired), live);
  if (parts.length === 0) return { object: desired, fields: [] };
  assertNesting(desired, live);
  const gvk = gvkOf(desired);
  const schema = builtinSchema(gvk) ?? input.schemaOf(gvk);
  const owners = new FieldOwners(live, schema);
  const out = clone(desired) as unknown as JsonObject; // a Kubernetes object is JSON
  const written = desired as unknown as JsonObject;
  const current = live as unknown as JsonObject;

  const fields = new Map<string, RespectedField>();
  const ignored: { path: ValuePath; rule: string }[] = [];
  for (const { name, paths } of parts) {
    const found = paths(written, schema).filter(isRespected);
    ignored.push(...found.map((path) => ({ path, rule: name })));
    for (const path of found) note(fields, segmentsOf(schema, written, path), name, 'left-out');
  }
  eraseAll(
    out,
    ignored.map(({ path }) => path),
  );
  for (const { name, paths } of parts) {
    for (const path of paths(current, schema).filter(isRespected)) {
      const segments = segmentsOf(schema, current, path);
      const isKept = input.mode === 'apply' && !isRemovedWithout(segments, schema, written, owners);
      if (isKept) continue;
      const value = clone(valueAtPath(current, path));
      if (graft({ root: out, schema, segments, value })) note(fields, segments, name, 'from-live');
    }
  }
  restoreIdentity(out, desired);
  return { object: out as unknown as KubeObject, fields: [...fields.values()] };
}

function note(
  fields: Map<string, RespectedField>,
  segments: readonly Segment[],
  rule: string,
  how: RespectedField['how'],
): void {
  const path = formatPath(segments);
  fields.set(path, { path, rule, how });
}

const identity = new Set(['name', 'namespace', 'generateName']);

/** A rule may not take an object's identity, nor its server-written metadata, into or out of a manifest. */
function isRespected(path: ValuePath): boolean {
  const [first, second] = path;
  if (first === undefined || first === 'apiVersion' || first === 'kind' || first === 'status') return false;
  if (first !== 'metadata') return true;
  return (
    second === 'labels' || second === 'annotations' || second === 'finalizers' || second === 'ownerReferences'
  );
}

function restoreIdentity(out: JsonObject, desired: KubeObject): void {
  const metadata = isObject(out.metadata) ? out.metadata : {};
  out.metadata = metadata;
  for (const field of identity) {
    const value = get(desired.metadata as unknown as JsonObject, field);
    if (value !== undefined) metadata[field] = value;
  }
  const marks = [trackingIdAnnotation, installationIdAnnotation];
  const held = isObject(metadata.annotations) ? metadata.annotations : {};
  for (const mark of marks) {
    const value = desired.metadata.annotations?.[mark];
    if (value === undefined) delete held[mark];
    else held[mark] = value;
  }
  if (Object.keys(held).length > 0) metadata.annotations = held;
}

/** Whether a server-side apply without the field would take it from the live object, or set it anew with what it lies in. */
function isRemovedWithout(
  segments: readonly Segment[],
  schema: Schema | undefined,
  written: JsonObject,
  owners: FieldOwners,
): boolean {
  if (isInAtomicThatIsSet(segments, schema, written)) return true;
  return owners.isOurs(segments) === true && owners.removes(segments) !== 'none';
}

/** An atomic list or map is written whole: what the manifest leaves out of one is gone. */
function isInAtomicThatIsSet(
  segments: readonly Segment[],
  root: Schema | undefined,
  written: JsonObject,
): boolean {
  let schema = root;
  let value: unknown = written;
  for (const segment of segments) {
    if (value === undefined || value === null) return false;
    if ('index' in segment) return Array.isArray(value);
    if (schema !== undefined && schema.kind !== 'scalar' && schema.kind !== 'list' && schema.atomic)
      return true;
    if ('field' in segment) {
      value = isObject(value) ? get(value, segment.field) : undefined;
      schema = childOf(schema, segment.field);
    } else {
      const list = schema?.kind === 'list' ? schema : undefined;
      value = Array.isArray(value)
        ? value.find((item) => list !== undefined && isItem(list, item, segment))
        : undefined;
      schema = list?.item();
    }
  }
  return false;
}

type ListOf = Parameters<typeof segmentOf>[0];

function isItem(list: ListOf, item: unknown, wanted: Segment): boolean {
  const segment = segmentOf(list, item);
  return segment !== undefined && elementOf(segment) === elementOf(wanted);
}

/** Writes a live value into the manifest; false where the list item that it lies in is not desired. */
function graft(input: {
  root: JsonObject;
  schema: Schema | undefined;
  segments: readonly Segment[];
  value: unknown;
}): boolean {
  let parent: unknown = input.root;
  let schema = input.schema;
  for (const [at, segment] of input.segments.entries()) {
    const isLast = at === input.segments.length - 1;
    if ('field' in segment) {
      if (!isObject(parent)) return false;
      if (isLast) put(parent, segment.field, input.value);
      else if (!isContainer(get(parent, segment.field)))
        put(parent, segment.field, 'field' in (input.segments[at + 1] ?? segment) ? {} : []);
      parent = get(parent, segment.field);
      schema = childOf(schema, segment.field);
      continue;
    }
    if (!Array.isArray(parent)) return false;
    const list = schema?.kind === 'list' ? schema : undefined;
    const found: number =
      'index' in segment
        ? segment.index
        : list === undefined
          ? -1
          : parent.findIndex((item) => isItem(list, item, segment));
    if (isLast) {
      if ('index' in segment || found < 0) parent.splice(found < 0 ? parent.length : found, 0, input.value);
      else parent[found] = input.value;
      return true;
    }
    parent = parent[found];
    schema = list?.item();
    if (parent === undefined) return false;
  }
  return true;
}

function isContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
