import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KubeObject } from '../model.ts';
import { gvkOf, keyOf } from '../resource-key.ts';
import { recordUpdate, serverSideApply } from '../schema/apply.ts';
import { builtinSchema } from '../schema/builtin.ts';
import { applyDefaults } from '../schema/defaults.ts';
import { stableJson } from '../schema/json.ts';
import { mergeTyped } from '../schema/merge.ts';
import type { JsonObject, Schema } from '../schema/types.ts';
import { compare } from './compare.ts';
import { comparableOf } from './comparable.ts';
import { fieldManager } from './writers.ts';

/** Manifests of one Deployment with every way a field can be written: scalars, maps, keyed and atomic lists, defaults. */
const container = fc.record(
  {
    name: fc.constantFrom('a', 'b', 'c'),
    image: fc.constantFrom('i:1', 'i:2'),
    args: fc.array(fc.constantFrom('x', 'y'), { maxLength: 2 }),
    env: fc.uniqueArray(
      fc.record({ name: fc.constantFrom('E', 'F'), value: fc.constantFrom('1', '2', '') }),
      {
        selector: (e) => e.name,
      },
    ),
    resources: fc.constantFrom({}, { limits: { cpu: '1' } }, { limits: { cpu: '1000m', memory: '1Gi' } }),
    ports: fc.constantFrom([], [{ containerPort: 80 }], [{ containerPort: 80, protocol: 'UDP' }]),
  },
  { requiredKeys: ['name', 'image'] },
);
const manifest = fc
  .record({
    labels: fc.dictionary(fc.constantFrom('l', 'm'), fc.constantFrom('1', '2')),
    replicas: fc.constantFrom(undefined, 0, 1, 3),
    strategy: fc.constantFrom(undefined, { type: 'Recreate' }, { rollingUpdate: { maxSurge: 2 } }),
    hostNetwork: fc.constantFrom(undefined, true, false),
    tolerations: fc.constantFrom(undefined, [], [{ key: 'k', operator: 'Exists' }]),
    containers: fc.uniqueArray(container, { selector: (c) => c.name, minLength: 1, maxLength: 3 }),
  })
  .map(({ labels, replicas, strategy, containers, ...pod }): KubeObject => {
    const spec = JSON.parse(
      JSON.stringify({
        replicas,
        strategy,
        selector: { matchLabels: { app: 'w' } },
        template: { metadata: { labels: { app: 'w' } }, spec: { ...pod, containers } },
      }),
    ) as JsonObject;
    return {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'w', namespace: 'p', labels },
      spec,
    };
  });

const gvk = gvkOf({ apiVersion: 'apps/v1', kind: 'Deployment' });
const schema = builtinSchema(gvk) as Schema;
const now = new Date('2026-01-01T00:00:00Z');
const complete = (object: JsonObject) => applyDefaults(gvk, object);
const json = (object: KubeObject) => object as unknown as JsonObject;

function applied(live: KubeObject | undefined, object: KubeObject): KubeObject {
  const request = { schema, applied: json(object), manager: fieldManager, force: true, now, complete };
  const result = serverSideApply({ ...request, live: live === undefined ? undefined : json(live) });
  if (!result.ok) throw new Error('A forced apply has no conflicts.');
  return result.object as unknown as KubeObject;
}

/** Somebody lays other values over the live object. */
function edited(live: KubeObject, by: KubeObject): KubeObject {
  const after = complete(mergeTyped(schema, json(live), json(by)) as JsonObject);
  return recordUpdate({
    schema,
    before: json(live),
    after,
    manager: 'kubectl-edit',
    now,
  }) as unknown as KubeObject;
}

function compared(desired: KubeObject, live: KubeObject, base: KubeObject) {
  const item = { key: keyOf(base), version: 'v1', manifest: base, wave: 0, hookPhases: [] };
  const [resource] = compare({
    desired: [desired],
    live: [live],
    base: [item],
    ignore: [],
    schemaOf: () => undefined,
    trackingName: 'a_b',
    installationId: 'i',
    hashKey: { version: 1, key: Buffer.alloc(32, 1) },
  }).resources;
  if (resource === undefined) throw new Error('One resource was given.');
  return resource;
}

const essence = (object: KubeObject) => stableJson(complete(comparableOf(object)));

test('B7 after a sync nothing differs, whatever was live before', () => {
  fc.assert(
    fc.property(manifest, manifest, fc.option(manifest), (base, desired, edit) => {
      const first = applied(undefined, base);
      const live = edit === null ? first : edited(first, edit);
      expect(compared(desired, applied(live, desired), desired).fields).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('B8 a difference is shown exactly when a sync would change something', () => {
  fc.assert(
    fc.property(manifest, manifest, fc.option(manifest), (base, desired, edit) => {
      const first = applied(undefined, base);
      const live = edit === null ? first : edited(first, edit);
      const fields = compared(desired, live, base).fields.map((field) => `${field.path} ${field.cause}`);
      const changes = essence(live) !== essence(applied(live, desired));
      expect({ changes, fields }).toEqual({ changes: fields.length > 0, fields });
    }),
    { numRuns: 60 },
  );
});

test('causes: without an edit there is no drift, without a new manifest nothing is pending', () => {
  fc.assert(
    fc.property(manifest, manifest, (base, other) => {
      const live = applied(undefined, base);
      expect(compared(other, live, base).reasons).not.toContain('drift');
      expect(compared(base, edited(live, other), base).reasons).not.toContain('pending');
    }),
    { numRuns: 60 },
  );
});
