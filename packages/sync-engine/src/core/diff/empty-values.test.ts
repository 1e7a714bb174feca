import { expect, test } from 'vitest';
import type { KubeObject } from '../model.ts';
import { keyOf } from '../resource-key.ts';
import { builtinSchema } from '../schema/builtin.ts';
import { schemaFromCrd } from '../schema/openapi.ts';
import { compare } from './compare.ts';

const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
const keyed = {
  type: 'array',
  items: { type: 'object', properties: { name: { type: 'string' } } },
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': ['name'],
};
const widget = schemaFromCrd({
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: {
        open,
        rows: { type: 'array', items: open },
        map: { type: 'object', additionalProperties: open },
        keyed: { ...keyed, default: [{ name: 'main' }] },
        nullable: { ...keyed, nullable: true },
        any: { 'x-kubernetes-preserve-unknown-fields': true },
        counts: { type: 'object', additionalProperties: { type: 'integer', default: 1 } },
        defaulted: {
          type: 'object',
          default: {},
          properties: { size: { type: 'integer', default: 2 }, other: { type: 'integer' } },
        },
        partly: { type: 'object', properties: { size: { type: 'integer', default: 2 } } },
        filled: { type: 'array', items: { type: 'object', default: {}, properties: {} } },
        objects: { type: 'array', items: { ...open, 'x-kubernetes-embedded-resource': true } },
      },
    },
  },
});

function fieldsOf(input: { desired: KubeObject; live: KubeObject; base?: KubeObject }): string[] {
  const { desired, live, base } = input;
  const [resource] = compare({
    desired: [desired],
    live: [live],
    base:
      base === undefined
        ? null
        : [{ key: keyOf(base), version: 'v1', manifest: base, wave: 0, hookPhases: [] }],
    ignore: [],
    schemaOf: (gvk) => (gvk.kind === 'Widget' ? widget : builtinSchema(gvk)),
    trackingName: 'team_shop',
    installationId: 'i-1',
    hashKey: { version: 1, key: Buffer.alloc(32, 1) },
  }).resources;
  return resource?.fields.map((field) => field.path) ?? [];
}

/** As Bowline applied it: who owns what tells what goes. */
const object = (kind: string, apiVersion: string, rest: object, owned?: object): KubeObject => {
  const entry = {
    manager: 'bowline',
    operation: 'Apply',
    apiVersion,
    fieldsType: 'FieldsV1',
    fieldsV1: owned,
  };
  const managedFields = owned === undefined ? [] : [entry];
  return {
    apiVersion,
    kind,
    metadata: { name: 'a', namespace: 'shop', managedFields },
    ...rest,
  } as KubeObject;
};
const ofWidget = (spec: object, owned?: object) => object('Widget', 'example.com/v1', { spec }, owned);

// What a dry run of the API server changes.
test.each<[string, object, object, string[]]>([
  ['a free-form null where nothing is', { open: { a: null } }, { open: {} }, ['spec.open.a']],
  ['a null of a declared field of any type, which is dropped', { any: null }, {}, []],
  ['a null over the value of such a field', { any: null }, { any: 1 }, ['spec.any']],
  ['a null item that becomes its default', { filled: [null] }, { filled: [{}] }, []],
  ['a null value of a map that becomes its default', { counts: { a: null } }, { counts: { a: 1 } }, []],
  ['an empty map of an item of a list of values', { rows: [{ a: {} }] }, { rows: [{}] }, ['spec.rows[0].a']],
  ['a free-form null over an empty map', { open: { a: null } }, { open: { a: {} } }, ['spec.open.a']],
  ['a free-form null over a map, which stays', { open: { a: null } }, { open: { a: { b: 1 } } }, []],
  ['a free-form null that is there', { open: { a: null } }, { open: { a: null } }, []],
  [
    'a free-form null that goes from a list of values',
    { rows: [{}] },
    { rows: [{ a: null }] },
    ['spec.rows[0].a'],
  ],
  [
    'a null for what has a default, over an empty list',
    { keyed: null },
    { keyed: [] },
    ['spec.keyed[name=main]'],
  ],
  ['a null for a list that merges, which stays', { nullable: null }, { nullable: [{ name: 'x' }] }, []],
  ['a null that a nullable field stores', { nullable: null }, {}, ['spec.nullable']],
  [
    'metadata of an object in it left null',
    { objects: [{ metadata: null }] },
    { objects: [{ metadata: {} }] },
    [],
  ],
])('DIFF-1: %s', (_, desired, live, paths) => {
  expect(fieldsOf({ desired: ofWidget(desired), live: ofWidget(live) })).toEqual(paths);
});

test('DIFF-1: of a spec that leaves the manifest its defaults stay where somebody else keeps the spec', () => {
  const ours = { 'f:spec': { 'f:defaulted': { 'f:size': {}, 'f:other': {} } } };
  const live = ofWidget({ any: 1, defaulted: { size: 2, other: 3 } }, ours);
  const [entry] = live.metadata.managedFields ?? [];
  const theirs = {
    ...entry,
    manager: 'kubectl-edit',
    operation: 'Update',
    fieldsV1: { 'f:spec': { 'f:any': {} } },
  };
  live.metadata.managedFields = [entry, theirs] as typeof live.metadata.managedFields;
  const desired = object('Widget', 'example.com/v1', {});
  const released = ofWidget({ defaulted: { size: 2, other: 3 } });
  for (const base of [undefined, released])
    expect(fieldsOf({ desired, live, ...(base && { base }) })).toEqual(['spec.defaulted.other']);
});

test('DIFF-1: an empty map that leaves the manifest goes with the defaults that fill it', () => {
  const live = ofWidget({ any: 1, partly: { size: 2 } }, { 'f:spec': { 'f:partly': {}, 'f:any': {} } });
  const desired = ofWidget({ any: 1 });
  for (const base of [undefined, ofWidget({ any: 1, partly: {} })])
    expect(fieldsOf({ desired, live, ...(base && { base }) })).toEqual(['spec.partly']);
});

test('DIFF-1: an empty map that leaves the manifest goes', () => {
  const owned = { 'f:spec': { 'f:map': { 'f:one': {}, 'f:two': {} } } };
  const live = ofWidget({ map: { one: {}, two: {} } }, owned);
  const input = { desired: ofWidget({ map: { one: {} } }), live };
  for (const base of [undefined, ofWidget({ map: { one: {}, two: {} } })])
    expect(fieldsOf({ ...input, ...(base && { base }) })).toEqual(['spec.map.two']);
});

test('DIFF-1: an empty list goes with the place that an apply empties', () => {
  const live = ofWidget({ open: { a: 1 } }, { 'f:spec': {} });
  const found = fieldsOf({ desired: ofWidget({ nullable: [], any: 1 }), live, base: ofWidget({}) });
  expect(found).toContain('spec.any');
  const emptied = fieldsOf({ desired: ofWidget({ nullable: [] }), live, base: ofWidget({}) });
  expect(emptied).not.toContain('spec.nullable');
});

test.each<[string, string, object, object, string[]]>([
  [
    'a null resets a switch that is off, since absent says something else',
    'ServiceAccount',
    { automountServiceAccountToken: null },
    { automountServiceAccountToken: false },
    ['automountServiceAccountToken'],
  ],
  [
    'an empty selector of a ReplicationController is that of the live template',
    'ReplicationController',
    { spec: { selector: {} } },
    { spec: { replicas: 1, selector: { app: 'a' }, template: { metadata: { labels: { app: 'a' } } } } },
    [],
  ],
])('DIFF-1: %s', (_, kind, desired, live, paths) => {
  expect(fieldsOf({ desired: object(kind, 'v1', desired), live: object(kind, 'v1', live) })).toEqual(paths);
});

test.each([
  ['beside those of others', { app: 'a', theirs: '1' }, ['metadata.labels.app']],
  ['alone', { app: 'a' }, []],
])(
  'DIFF-1: labels that leave a manifest %s come back from the template only where none is left',
  (_, labels, paths) => {
    const spec = { replicas: 1, selector: { app: 'a' }, template: { metadata: { labels: { app: 'a' } } } };
    const desired = object(
      'ReplicationController',
      'v1',
      { spec },
      { 'f:metadata': { 'f:labels': { 'f:app': {} } } },
    );
    const withLabels = (own: object) =>
      ({ ...desired, metadata: { ...desired.metadata, labels: own } }) as KubeObject;
    const live = withLabels(labels);
    const theirs = { 'f:metadata': { 'f:labels': { 'f:theirs': {} } } };
    const others = object('', 'v1', {}, theirs).metadata.managedFields?.map((entry) => ({
      ...entry,
      manager: 'kubectl',
    }));
    live.metadata.managedFields = [...(live.metadata.managedFields ?? []), ...(others ?? [])];
    expect(fieldsOf({ desired, base: withLabels({ app: 'a' }), live })).toEqual(paths);
  },
);
