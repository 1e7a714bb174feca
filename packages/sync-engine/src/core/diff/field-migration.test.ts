import { describe, expect, it } from 'vitest';
import { migrationManagerOf } from '../annotations.ts';
import type { KubeObject, ManagedFieldsEntry } from '../model.ts';
import { serverSideApply } from '../schema/apply.ts';
import { builtinSchema } from '../schema/builtin.ts';
import type { JsonObject, Schema } from '../schema/types.ts';
import { migratedFields } from './field-migration.ts';

const entry = (
  manager: string,
  operation: 'Apply' | 'Update',
  fields: JsonObject,
  more = {},
): ManagedFieldsEntry => ({
  manager,
  operation,
  apiVersion: 'v1',
  time: '2026-01-01T00:00:00Z',
  fieldsType: 'FieldsV1',
  fieldsV1: fields as NonNullable<ManagedFieldsEntry['fieldsV1']>,
  ...more,
});
const data = (...keys: string[]): JsonObject => ({
  'f:data': Object.fromEntries(keys.map((key) => [`f:${key}`, {}])),
});
const object = (managedFields: ManagedFieldsEntry[]): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a', namespace: 'shop', uid: 'u', managedFields },
  data: { kept: '1', removed: '1', others: '1' },
});

describe('ClientSideApplyMigration (SYNC-4, B5)', () => {
  it('what kubectl and Argo CD applied becomes ours, once', () => {
    const live = object([
      entry('kubectl-client-side-apply', 'Update', data('kept')),
      entry('argocd-controller', 'Apply', data('removed')),
      entry('scaler', 'Update', data('others')),
    ]);
    const fields = migratedFields(live);
    expect(fields?.map(({ manager, operation }) => `${manager} ${operation}`)).toEqual([
      'bowline Apply',
      'scaler Update',
    ]);
    expect(fields?.[0]?.fieldsV1).toEqual(data('kept', 'removed'));
    expect(
      migratedFields({ ...live, metadata: { ...live.metadata, managedFields: fields ?? [] } }),
    ).toBeNull();
  });

  it('takes over one more manager that an annotation names (B5)', () => {
    const live = object([entry('helm', 'Update', data('kept', 'removed'))]);
    expect(migratedFields(live)).toBeNull();
    expect(migratedFields(live, 'helm')?.map(({ manager, operation }) => `${manager} ${operation}`)).toEqual([
      'bowline Apply',
    ]);
    const own = object([entry('bowline', 'Apply', data('kept'))]);
    expect(migratedFields(own, 'bowline')).toBeNull();
    const manifest = (name: string): KubeObject => ({
      ...own,
      metadata: { ...own.metadata, annotations: { [`${name}/client-side-apply-migration-manager`]: 'helm' } },
    });
    expect(['argocd.argoproj.io', 'bowline.dev'].map((name) => migrationManagerOf(manifest(name)))).toEqual([
      'helm',
      'helm',
    ]);
    expect(migrationManagerOf(own)).toBeUndefined();
  });

  it('joins what is ours already', () => {
    const live = object([
      entry('bowline', 'Apply', data('kept')),
      entry('kubectl-client-side-apply', 'Update', data('removed')),
    ]);
    expect(migratedFields(live)?.[0]?.fieldsV1).toEqual(data('kept', 'removed'));
  });

  it.each<[string, ManagedFieldsEntry[]]>([
    ['nobody', []],
    ['another writer', [entry('kubectl-edit', 'Update', data('kept'))]],
    ['a status', [entry('argocd-controller', 'Update', data('kept'), { subresource: 'status' })]],
    [
      'another version of the kind',
      [entry('argocd-controller', 'Apply', data('kept'), { apiVersion: 'v2' })],
    ],
  ])('leaves %s alone', (_name, entries) => {
    expect(migratedFields(object(entries))).toBeNull();
  });

  it('a field that left the manifest leaves the object at the next apply, and nothing of others', () => {
    const before = object([
      entry('kubectl-client-side-apply', 'Update', data('kept', 'removed')),
      entry('scaler', 'Update', data('others')),
    ]);
    const applied = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a', namespace: 'shop' },
      data: { kept: '2' },
    };
    const dataAfter = (live: KubeObject) => {
      const result = serverSideApply({
        schema: builtinSchema({ group: '', version: 'v1', kind: 'ConfigMap' }) as Schema,
        live: live as unknown as JsonObject,
        applied,
        manager: 'bowline',
        force: true,
        now: new Date('2026-01-02T00:00:00Z'),
      });
      if (!result.ok) throw new Error('forced');
      return result.object.data;
    };
    expect(dataAfter(before)).toEqual({ kept: '2', removed: '1', others: '1' });
    const managedFields = migratedFields(before) ?? [];
    expect(dataAfter({ ...before, metadata: { ...before.metadata, managedFields } })).toEqual({
      kept: '2',
      others: '1',
    });
  });
});
