import {
  difference,
  emptySet,
  type FieldSet,
  fieldsOf,
  intersection,
  isEmpty,
  paths,
  recursiveDifference,
  setOf,
  union,
  withNamedParents,
} from './field-set.ts';
import { assertNesting, clone, deepEqual, get, isObject } from './json.ts';
import {
  capUpdateManagers,
  decodeManagers,
  encodeManagers,
  type ManagedEntry,
  type Managers,
  managerId,
} from './managed-fields.ts';
import { compareSets, mergeTyped, removeItems, type SetComparison } from './merge.ts';
import { canonical } from './normalize.ts';
import { parsePath, type Segment } from './path.ts';
import type { JsonObject, Schema } from './types.ts';

export interface ApplyRequest {
  readonly schema: Schema;
  /** The stored object, undefined when the apply creates it. */
  readonly live: JsonObject | undefined;
  readonly applied: JsonObject;
  readonly manager: string;
  readonly force: boolean;
  readonly now: Date;
  /** Version under which ownership is recorded; the applied object's own by default. */
  readonly apiVersion?: string;
  readonly subresource?: string;
  /** Paths the endpoint resets, which nobody can own through it (`status` on a main resource). */
  readonly resetFields?: readonly string[];
  /** Defaulting of the merged object (`applyDefaults`), run before telling whether anything changed. */
  readonly complete?: (object: JsonObject) => JsonObject;
}

/** A field another manager owns and the apply would change. */
export interface Conflict {
  readonly path: readonly Segment[];
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly subresource: string;
}

export type ApplyResult =
  | { readonly ok: true; readonly object: JsonObject; readonly changed: boolean }
  | { readonly ok: false; readonly conflicts: readonly Conflict[] };

/**
 * Server-side apply as the API server does it: merges by type, removes what the manager applied last time and
 * nobody owns now, completes the object and keeps managedFields. Throws ListKeyError and NestingError.
 */
export function serverSideApply(request: ApplyRequest): ApplyResult {
  const { schema, applied, force } = request;
  assertNesting(request.live, applied);
  const apiVersion = request.apiVersion ?? String(applied.apiVersion);
  const live = request.live ?? emptyObject(schema, applied);
  const managers = adoptUnmanaged(schema, live, decodeManagers(request.live), apiVersion, request.now);
  const self: Omit<ManagedEntry, 'fields' | 'time'> = {
    manager: request.manager,
    operation: 'Apply',
    apiVersion,
    subresource: request.subresource ?? '',
  };
  const id = managerId(self);
  const last = managers.get(id);
  const owned = recursiveDifference(fieldsOf(schema, applied), reset(request.resetFields));
  managers.set(id, { ...self, time: last?.time, fields: owned });

  const merged = mergeTyped(schema, live, applied);
  const result = prune(schema, merged, managers, last?.fields) as JsonObject;
  const comparison = filter(compareSets(schema, live, result), request.resetFields);
  const conflicts = yieldFields(managers, id, comparison, force);
  if (conflicts.length > 0) return { ok: false, conflicts };

  const hasChanged = !deepEqual(live, result);
  const entry = managers.get(id);
  if (entry !== undefined) {
    const time = hasChanged ? timestamp(request.now) : entry.time;
    managers.set(id, { ...entry, time, fields: difference(entry.fields, neverOwned) });
  }
  const object = withManagers(request.complete?.(result) ?? result, managers);
  const settled = (value: JsonObject | undefined): unknown => canonical(schema, withoutTimes(value));
  return { ok: true, object, changed: !deepEqual(settled(request.live), settled(object)) };
}

/**
 * The fields alone that a forced apply leaves in a live object, at a fraction of the cost: managedFields stay as they were, and
 * parts are shared with both objects. Throws ListKeyError and NestingError.
 */
export function fieldsAfterApply(
  request: Pick<ApplyRequest, 'schema' | 'applied' | 'manager'> & { readonly live: JsonObject },
): JsonObject {
  const { schema, live, applied, manager } = request;
  assertNesting(live, applied);
  const merged = mergeTyped(schema, live, applied);
  const managers = decodeManagers(live);
  const self = {
    manager,
    operation: 'Apply',
    apiVersion: String(applied.apiVersion),
    subresource: '',
  } as const;
  const id = managerId(self);
  const last = managers.get(id);
  managers.set(id, { ...self, time: last?.time, fields: fieldsOf(schema, applied) });
  return prune(schema, merged, managers, last?.fields) as JsonObject; // an object laid over an object
}

export interface UpdateRequest {
  readonly schema: Schema;
  /** The stored object, undefined on create. */
  readonly before: JsonObject | undefined;
  /** The object to store, defaults already applied. */
  readonly after: JsonObject;
  readonly manager: string;
  readonly now: Date;
  readonly apiVersion?: string;
  readonly subresource?: string;
  readonly resetFields?: readonly string[];
}

/** `after` with managedFields as a create, update or patch by `manager` leaves them. */
export function recordUpdate(request: UpdateRequest): JsonObject {
  const { schema, before, after } = request;
  assertNesting(before, after);
  const sent = decodeManagers(after);
  const isReset = managedFieldsReset(after) && (request.subresource ?? '') === '';
  const fromLive = decodeManagers(before);
  let managers = sent.size > 0 && request.subresource === undefined ? sent : fromLive;
  if (isReset) managers = new Map();
  // An object that never had managedFields is not tracked before its first apply.
  if (managers.size === 0 && before !== undefined) return withManagers(after, managers);
  const self: Omit<ManagedEntry, 'fields' | 'time'> = {
    manager: request.manager,
    operation: 'Update',
    apiVersion: request.apiVersion ?? String(after.apiVersion),
    subresource: request.subresource ?? '',
  };
  record(schema, managers, self, before ?? emptyObject(schema, after), after, request);
  capUpdateManagers(managers);
  return withManagers(after, managers);
}

/** The sentence the API server answers a refused apply with. */
export function conflictMessage(conflicts: readonly Conflict[]): string {
  const [first] = conflicts;
  if (first !== undefined && conflicts.length === 1) {
    return `Apply failed with 1 conflict: conflict with ${describe(first)}: ${conflictPath(first.path)}`;
  }
  const byManager = new Map<string, string[]>();
  for (const conflict of conflicts) {
    const key = describe(conflict);
    byManager.set(key, [...(byManager.get(key) ?? []), `- ${conflictPath(conflict.path)}`]);
  }
  const lines = [...byManager.keys()]
    .sort()
    .flatMap((key) => [`conflicts with ${key}:`, ...(byManager.get(key) ?? [])]);
  return `Apply failed with ${conflicts.length} conflicts: ${lines.join('\n')}`;
}

/** A conflict's path as the API server writes it: `.spec.containers[name="web"].image`. */
export function conflictPath(path: readonly Segment[]): string {
  return path
    .map((segment) => {
      if ('field' in segment) return `.${segment.field}`;
      if ('value' in segment) return `[=${JSON.stringify(segment.value)}]`;
      if ('index' in segment) return `[${segment.index}]`;
      const names = Object.keys(segment.key).sort();
      return `[${names.map((name) => `${name}=${JSON.stringify(segment.key[name])}`).join(',')}]`;
    })
    .join('');
}

function describe(conflict: Conflict): string {
  const subresource =
    conflict.subresource === '' ? '' : ` with subresource ${JSON.stringify(conflict.subresource)}`;
  const version = conflict.operation === 'Update' ? ` using ${conflict.apiVersion}` : '';
  return `${JSON.stringify(conflict.manager)}${subresource}${version}`;
}

/** Fields that identify an object or belong to the server; nobody owns them. */
const neverOwned: FieldSet = setOf(
  ...[
    'apiVersion',
    'kind',
    'metadata',
    'metadata.name',
    'metadata.namespace',
    'metadata.creationTimestamp',
    'metadata.selfLink',
    'metadata.uid',
    'metadata.clusterName',
    'metadata.generation',
    'metadata.managedFields',
    'metadata.resourceVersion',
  ].map(parsePath),
);

/**
 * What a kind looks like with nothing set: the parts that are always written (nested structs, required lists).
 * They are nobody's doing, so a create does not own them.
 */
export function emptyObject(schema: Schema, identity: JsonObject): JsonObject {
  const bare = emptyOf(schema, new Set());
  return { ...(isObject(bare) ? bare : {}), apiVersion: identity.apiVersion, kind: identity.kind };
}

function emptyOf(schema: Schema, above: Set<Schema>): unknown {
  if (schema.kind !== 'struct' || above.has(schema)) return {};
  const out: JsonObject = {};
  for (const [name, field] of schema.fields) {
    if (isObject(field.default)) out[name] = emptyOf(field.schema(), new Set([...above, schema]));
    else if (schema.required.includes(name) && field.schema().kind === 'list') out[name] = null;
  }
  return out;
}

/** Objects that predate any tracking get one entry for what they held before their first apply. */
function adoptUnmanaged(
  schema: Schema,
  live: JsonObject,
  managers: Managers,
  apiVersion: string,
  now: Date,
): Managers {
  if (managers.size > 0) return managers;
  const self = { manager: 'before-first-apply', operation: 'Update', apiVersion, subresource: '' } as const;
  record(schema, managers, self, emptyObject(schema, live), live, { now });
  return managers;
}

function record(
  schema: Schema,
  managers: Managers,
  self: Omit<ManagedEntry, 'fields' | 'time'>,
  before: JsonObject,
  after: JsonObject,
  options: { readonly now: Date; readonly resetFields?: readonly string[] },
): void {
  const comparison = filter(compareSets(schema, before, withoutManagers(after)), options.resetFields);
  yieldFields(managers, '', comparison, true);
  const own = difference(union(comparison.modified, comparison.added), neverOwned);
  if (isEmpty(own)) return;
  const id = managerId(self);
  const fields = union(managers.get(id)?.fields ?? emptySet, own);
  managers.set(id, { ...self, time: timestamp(options.now), fields });
}

/** Takes the changed paths from the other managers; without force, answers what they own of them instead. */
function yieldFields(
  managers: Managers,
  self: string,
  comparison: SetComparison,
  force: boolean,
): Conflict[] {
  const changed = union(comparison.modified, comparison.added);
  const conflicts: Conflict[] = [];
  if (!force) {
    for (const [id, entry] of managers) {
      if (id === self) continue;
      for (const path of paths(intersection(entry.fields, changed))) {
        const { manager, operation, apiVersion, subresource } = entry;
        conflicts.push({ path, manager, operation, apiVersion, subresource });
      }
    }
    if (conflicts.length > 0) return conflicts;
  }
  for (const [id, entry] of managers) {
    if (id === self) continue;
    const fields = difference(
      difference(entry.fields, intersection(entry.fields, changed)),
      comparison.removed,
    );
    if (isEmpty(fields)) managers.delete(id);
    else managers.set(id, { ...entry, fields });
  }
  return conflicts;
}

/** Removes what the manager owned before and nobody owns now. */
function prune(schema: Schema, merged: unknown, managers: Managers, last: FieldSet | undefined): unknown {
  if (last === undefined || isEmpty(last)) return merged;
  const named = (set: FieldSet): FieldSet => withNamedParents(set, schema);
  const lastNamed = named(last);
  let managed = emptySet;
  for (const entry of managers.values()) managed = union(managed, entry.fields);
  const mergedSet = named(fieldsOf(schema, merged));
  const without = removeItems(schema, merged, lastNamed) ?? {};
  const kept = union(named(fieldsOf(schema, without)), named(managed));
  const owned = removeItems(schema, merged, difference(mergedSet, kept)) ?? {};
  const gone = difference(mergedSet, named(fieldsOf(schema, owned)));
  return removeItems(schema, merged, intersection(gone, lastNamed)) ?? {};
}

function filter(comparison: SetComparison, resetFields: readonly string[] | undefined): SetComparison {
  const set = reset(resetFields);
  if (isEmpty(set)) return comparison;
  return {
    added: recursiveDifference(comparison.added, set),
    modified: recursiveDifference(comparison.modified, set),
    removed: recursiveDifference(comparison.removed, set),
  };
}

function reset(resetFields: readonly string[] | undefined): FieldSet {
  return resetFields === undefined ? emptySet : setOf(...resetFields.map(parsePath));
}

function withManagers(object: JsonObject, managers: Managers): JsonObject {
  const encoded = encodeManagers(managers);
  const metadata = isObject(object.metadata) ? object.metadata : {};
  const { managedFields: _, ...rest } = metadata;
  return clone({ ...object, metadata: encoded === undefined ? rest : { ...rest, managedFields: encoded } });
}

function withoutManagers(object: JsonObject): JsonObject {
  if (!isObject(object.metadata)) return object;
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

/** An update that sends `managedFields: []` or `[{}]` asks to forget them. */
function managedFieldsReset(object: JsonObject): boolean {
  const list = isObject(object.metadata) ? get(object.metadata, 'managedFields') : undefined;
  if (!Array.isArray(list)) return false;
  return list.length === 0 || (list.length === 1 && isObject(list[0]) && Object.keys(list[0]).length === 0);
}

function withoutTimes(object: JsonObject | undefined): unknown {
  if (object === undefined || !isObject(object.metadata)) return object;
  const list = object.metadata.managedFields;
  if (!Array.isArray(list)) return object;
  const managedFields = list.map((entry) => (isObject(entry) ? { ...entry, time: undefined } : entry));
  return { ...object, metadata: { ...object.metadata, managedFields } };
}

function timestamp(now: Date): string {
  return `${now.toISOString().slice(0, 19)}Z`;
}
