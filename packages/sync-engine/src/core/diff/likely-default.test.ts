import { expect, test } from 'vitest';
import type { KubeObject, ManagedFieldsEntry } from '../model.ts';
import { keyOf } from '../resource-key.ts';
import { compare } from './compare.ts';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';
const owns = { 'f:spec': { 'f:refs': {} } };
const entry = (manager: string, operation: 'Apply' | 'Update'): ManagedFieldsEntry => ({
  manager,
  operation,
  apiVersion: 'example.com/v1',
  fieldsType: 'FieldsV1',
  fieldsV1: owns,
});
const ours = entry('bowline', 'Apply');
const kubectl = entry('kubectl-client-side-apply', 'Update');

const route = (ref: object, metadata: object = {}): KubeObject => ({
  apiVersion: 'example.com/v1',
  kind: 'Route',
  metadata: { name: 'a', namespace: 'shop', ...metadata },
  spec: { refs: [{ name: 'x', ...ref }] },
});
const annotated = (applied: object) => ({
  managedFields: [kubectl],
  annotations: { [lastApplied]: JSON.stringify(route(applied)) },
});

// The manifest sets only the name; live has a weight beside it.
test.each<[string, object, object | null, string[]]>([
  ['what Bowline applied and nobody else wrote', { managedFields: [ours] }, null, []],
  ['what Bowline applied, against its Release', { managedFields: [ours] }, {}, []],
  ['what the Release set', { managedFields: [ours] }, { weight: 5 }, ['spec.refs[0].weight']],
  [
    'what somebody edited',
    { managedFields: [ours, entry('kubectl-edit', 'Update')] },
    {},
    ['spec.refs[0].weight'],
  ],
  ['what kubectl applied without it', annotated({}), null, []],
  ['what kubectl applied with it', annotated({ weight: 5 }), null, ['spec.refs[0].weight']],
  ['what another tool made', { managedFields: [entry('helm', 'Update')] }, null, ['spec.refs[0].weight']],
  ['what tells nothing of its writers', {}, null, ['spec.refs[0].weight']],
])('DIFF-1: in a list of a kind without a schema, of %s', (_, metadata, released, paths) => {
  const base = released === null ? null : route(released);
  const comparison = compare({
    desired: [route({})],
    live: [route({ weight: 5 }, metadata)],
    base: base && [{ key: keyOf(base), version: 'v1', manifest: base, wave: 0, hookPhases: [] }],
    ignore: [],
    schemaOf: () => undefined,
    trackingName: 'team_shop',
    installationId: 'i-1',
    hashKey: { version: 1, key: Buffer.alloc(32, 1) },
  });
  expect(comparison.resources[0]?.fields.map((field) => field.path)).toEqual(paths);
});
