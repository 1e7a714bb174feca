import { type FieldSet, fromFieldsV1, isEmpty, toFieldsV1, union } from './field-set.ts';
import { get, isObject } from './json.ts';
import type { JsonObject } from './types.ts';

/** One entry of `metadata.managedFields`, decoded. */
export interface ManagedEntry {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly subresource: string;
  readonly time: string | undefined;
  readonly fields: FieldSet;
}

/** Entries by identity: an applier is one whatever its version, an updater is one per version. */
export type Managers = Map<string, ManagedEntry>;

/** Update entries an object keeps before the oldest are folded into `ancient-changes`. */
export const updateManagersMax = 10;

/** The identity under which an entry is kept. */
export function managerId(
  entry: Pick<ManagedEntry, 'manager' | 'operation' | 'apiVersion' | 'subresource'>,
): string {
  const version = entry.operation === 'Apply' ? '' : entry.apiVersion;
  return JSON.stringify([entry.manager, entry.operation, version, entry.subresource]);
}

/** Decodes `metadata.managedFields`; as the API server does, an entry that cannot be read voids the list. */
export function decodeManagers(object: JsonObject | undefined): Managers {
  const managers: Managers = new Map();
  const metadata = object === undefined ? undefined : get(object, 'metadata');
  const list = isObject(metadata) ? get(metadata, 'managedFields') : undefined;
  if (!Array.isArray(list)) return managers;
  for (const raw of list) {
    const entry = isObject(raw) ? decodeEntry(raw) : undefined;
    if (entry === undefined) return new Map();
    managers.set(managerId(entry), entry);
  }
  return managers;
}

function decodeEntry(raw: JsonObject): ManagedEntry | undefined {
  const { operation, apiVersion, fieldsType } = raw;
  if (operation !== 'Apply' && operation !== 'Update') return undefined;
  if (typeof apiVersion !== 'string' || apiVersion === '' || fieldsType !== 'FieldsV1') return undefined;
  try {
    return {
      manager: String(raw.manager ?? ''),
      operation,
      apiVersion,
      subresource: typeof raw.subresource === 'string' ? raw.subresource : '',
      time: typeof raw.time === 'string' ? raw.time : undefined,
      fields: fromFieldsV1(raw.fieldsV1),
    };
  } catch {
    return undefined;
  }
}

/** The `metadata.managedFields` value, in the API server's order; undefined when nobody owns anything. */
export function encodeManagers(managers: Managers): JsonObject[] | undefined {
  const entries = [...managers.values()].filter((entry) => !isEmpty(entry.fields)).sort(compareEntries);
  if (entries.length === 0) return undefined;
  return entries.map((entry) => ({
    manager: entry.manager,
    operation: entry.operation,
    apiVersion: entry.apiVersion,
    ...(entry.time === undefined ? {} : { time: entry.time }),
    fieldsType: 'FieldsV1',
    fieldsV1: toFieldsV1(entry.fields),
    ...(entry.subresource === '' ? {} : { subresource: entry.subresource }),
  }));
}

function compareEntries(a: ManagedEntry, b: ManagedEntry): number {
  return (
    compareText(a.operation, b.operation) ||
    seconds(a.time) - seconds(b.time) ||
    compareText(a.manager, b.manager) ||
    compareText(a.apiVersion, b.apiVersion) ||
    compareText(a.subresource, b.subresource)
  );
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function seconds(time: string | undefined): number {
  return time === undefined ? 0 : Math.floor(Date.parse(time) / 1000);
}

/** Folds the oldest update entries into one `ancient-changes` entry per version until the cap holds. */
export function capUpdateManagers(managers: Managers): void {
  const updaters = [...managers.entries()]
    .filter(([, entry]) => entry.operation === 'Update')
    .sort(([idA, a], [idB, b]) => seconds(a.time) - seconds(b.time) || compareText(idA, idB));
  const firstOfVersion = new Map<string, string>();
  let count = updaters.length;
  for (const [id, entry] of updaters) {
    if (count <= updateManagersMax) return;
    const first = firstOfVersion.get(entry.apiVersion);
    if (first === undefined) {
      firstOfVersion.set(entry.apiVersion, id);
      continue;
    }
    const bucket = { ...entry, manager: 'ancient-changes', subresource: '' };
    const bucketId = managerId(bucket);
    const held = managers.get(bucketId) ?? managers.get(first);
    if (!managers.has(bucketId)) managers.delete(first);
    managers.delete(id);
    const fields = held === undefined ? entry.fields : union(held.fields, entry.fields);
    managers.set(bucketId, { ...bucket, fields });
    count--;
  }
}
