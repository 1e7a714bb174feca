import { fromFieldsV1, toFieldsV1, union } from '../schema/field-set.ts';
import type { KubeObject, ManagedFieldsEntry } from '../model.ts';
import { fieldManager } from './writers.ts';

/** Who applied an object before Bowline did: kubectl on the client side, and Argo CD either way. */
const former: readonly string[] = ['kubectl-client-side-apply', 'argocd-controller'];

/**
 * The managedFields with which what kubectl or Argo CD applied before counts as applied by us (ClientSideApplyMigration, B5):
 * only so does a field that leaves the manifest leave the object. null = there is nothing to take over. Entries of another
 * version of the kind stay, since their paths may mean something else. `named` is one more manager, of an annotation (`helm`).
 */
export function migratedFields(live: KubeObject, named?: string): ManagedFieldsEntry[] | null {
  const entries = live.metadata.managedFields ?? [];
  const taken = entries.filter((entry) => isFormer(entry, named) && entry.apiVersion === live.apiVersion);
  if (taken.length === 0) return null;
  const own = entries.find((entry) => isOwn(entry) && entry.apiVersion === live.apiVersion);
  const sets = [...taken, ...(own === undefined ? [] : [own])].map((entry) => fromFieldsV1(entry.fieldsV1));
  const time = own?.time ?? taken[0]?.time;
  const merged: ManagedFieldsEntry = {
    manager: fieldManager,
    operation: 'Apply',
    apiVersion: live.apiVersion,
    ...(time === undefined ? {} : { time }),
    fieldsType: 'FieldsV1',
    fieldsV1: toFieldsV1(sets.reduce(union)) as NonNullable<ManagedFieldsEntry['fieldsV1']>,
  };
  return [merged, ...entries.filter((entry) => entry !== own && !taken.includes(entry))];
}

function isFormer(entry: ManagedFieldsEntry, named: string | undefined): boolean {
  const isKnown = former.includes(entry.manager) || entry.manager === named;
  return isKnown && !isOwn(entry) && (entry.subresource ?? '') === '';
}

function isOwn(entry: ManagedFieldsEntry): boolean {
  return entry.manager === fieldManager && entry.operation === 'Apply' && (entry.subresource ?? '') === '';
}
