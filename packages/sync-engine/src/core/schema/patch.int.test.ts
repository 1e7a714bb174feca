import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { callApi } from '../../../../../tools/control-plane/api.ts';
import { buildControlPlane } from '../../../../../tools/control-plane/build.ts';
import { type ControlPlane, startControlPlane } from '../../../../../tools/control-plane/start.ts';
import { builtinSchema } from './builtin.ts';
import { diffFields } from './compare.ts';
import { applyDefaults } from './defaults.ts';
import { jsonMergePatch } from './json-patch.ts';
import { schemaFromCrd } from './openapi.ts';
import { strategicMergePatch } from './strategic-patch.ts';
import { widget, widgetCrd, widgetSchema } from './testdata/crd.ts';
import type { JsonObject, Schema } from './types.ts';
import { validate } from './validate.ts';

const built = await buildControlPlane({ log: console.log });
if (!built.available) console.log(`Skipped: ${built.reason}`);

const gvk = { group: 'apps', version: 'v1', kind: 'Deployment' };
const schema = builtinSchema(gvk) as Schema;
const pods = (spec: JsonObject): JsonObject => ({ spec: { template: { spec } } });

const deployment: JsonObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', finalizers: ['example.com/a', 'example.com/b'], labels: { a: '1', b: '2' } },
  spec: {
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: {
        nodeSelector: { disk: 'ssd' },
        containers: [
          {
            name: 'a',
            image: 'a:1',
            args: ['x', 'y'],
            env: [
              { name: 'A', value: '1' },
              { name: 'B', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
            ],
            ports: [{ containerPort: 80 }, { containerPort: 81, name: 'm' }],
          },
          { name: 'b', image: 'b:1' },
        ],
        volumes: [
          { name: 'v', configMap: { name: 'c' } },
          { name: 'w', emptyDir: {} },
        ],
        tolerations: [{ key: 'x', operator: 'Exists' }],
      },
    },
  },
};

const patches: readonly (readonly [string, JsonObject])[] = [
  ['changes one container', pods({ containers: [{ name: 'b', image: 'b:2' }] })],
  ['adds a container', pods({ containers: [{ name: 'c', image: 'c:1' }] })],
  ['deletes a container', pods({ containers: [{ name: 'a', $patch: 'delete' }] })],
  ['replaces the containers', pods({ containers: [{ name: 'z', image: 'z:1' }, { $patch: 'replace' }] })],
  [
    'changes and adds environment',
    pods({
      containers: [
        {
          name: 'a',
          env: [
            { name: 'C', value: '3' },
            { name: 'A', value: '9' },
          ],
        },
      ],
    }),
  ],
  ['clears a field by null', pods({ nodeSelector: null, containers: [{ name: 'a', args: null }] })],
  ['replaces atomic lists', pods({ tolerations: [], containers: [{ name: 'a', args: ['z'] }] })],
  ['merges maps', { metadata: { labels: { b: null, c: '3' } } }],
  ['replaces a map', pods({ nodeSelector: { $patch: 'replace', zone: 'a' } })],
  ['retains keys of a strategy', { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } }],
  [
    'retains keys of a volume',
    pods({ volumes: [{ $retainKeys: ['name', 'emptyDir'], name: 'v', emptyDir: {} }] }),
  ],
  ['adds to a set', { metadata: { finalizers: ['example.com/c', 'example.com/a'] } }],
  ['deletes from a set', { metadata: { '$deleteFromPrimitiveList/finalizers': ['example.com/a'] } }],
  [
    'orders containers',
    pods({
      '$setElementOrder/containers': [{ name: 'b' }, { name: 'c' }, { name: 'a' }],
      containers: [{ name: 'c', image: 'c:1' }],
    }),
  ],
  [
    'merges ports by container port',
    pods({ containers: [{ name: 'a', ports: [{ containerPort: 81, name: 'n' }, { containerPort: 90 }] }] }),
  ],
];

const invalidWidgets: readonly JsonObject[] = [
  {},
  { size: null },
  { size: '1' },
  { size: 1.5 },
  { size: 0 },
  { size: 11 },
  { size: 1, mode: 'x' },
  { size: 1, host: 'A' },
  { size: 1, host: 'abcdefghi' },
  { size: 1, nope: 1 },
  { size: 1, items: [{ zone: 'a' }] },
  { size: 1, items: [{ id: 1 }, { id: 1, zone: 'a' }] },
  { size: 1, tags: ['a', 'a'] },
  { size: 1, tags: {} },
  { size: 1, labels: [] },
  { size: 1, labels: { a: 1 } },
  { size: 1, port: true },
  { size: 1, unit: { c: 'x' } },
];

const validWidgets: readonly JsonObject[] = [
  { size: 1 },
  { size: 10, note: null, mode: null },
  { size: 1, port: 80, open: { a: [{}] }, items: [{ id: 1 }, { id: 1, zone: 'b' }], labels: {} },
];

describe.skipIf(!built.available)('patches and validation against the real API server', () => {
  let dir: string;
  let plane: ControlPlane;
  let live: JsonObject;
  const collection = '/apis/apps/v1/namespaces/default/deployments';
  const widgets = '/apis/example.com/v1/namespaces/default/widgets';

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'bowline-patch-'));
    plane = await startControlPlane({ dir, controllers: false });
    live = (await callApi(plane, collection, { method: 'POST', body: deployment })).body;
    await callApi(plane, '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
      method: 'POST',
      body: widgetCrd,
    });
    await vi.waitFor(async () => expect((await callApi(plane, widgets)).status).toBe(200), 60_000);
  });

  afterAll(async () => {
    await plane?.stop();
    await rm(dir, { recursive: true, force: true });
  });

  const settled = (object: JsonObject): JsonObject => {
    const { managedFields: _, generation: __, ...metadata } = object.metadata as JsonObject;
    return { ...object, metadata };
  };

  it.each(patches)('strategic merge patch %s', async (_, patch) => {
    const contentType = 'application/strategic-merge-patch+json';
    const server = await callApi(plane, `${collection}/web?dryRun=All`, {
      method: 'PATCH',
      contentType,
      body: patch,
    });
    expect(server.status, JSON.stringify(server.body.message)).toBe(200);
    const ours = applyDefaults(gvk, strategicMergePatch(schema, live, patch));
    expect(settled(ours)).toEqual(settled(server.body));
  });

  it('merge patch', async () => {
    const patch = {
      metadata: { labels: { a: null, c: '3' } },
      spec: { replicas: 3, strategy: { rollingUpdate: { maxSurge: 2 } } },
    };
    const contentType = 'application/merge-patch+json';
    const server = await callApi(plane, `${collection}/web?dryRun=All`, {
      method: 'PATCH',
      contentType,
      body: patch,
    });
    const ours = applyDefaults(gvk, jsonMergePatch(live, patch) as JsonObject);
    expect(settled(ours)).toEqual(settled(server.body));
  });

  const strict = `${widgets}?dryRun=All&fieldValidation=Strict`;
  const crd = schemaFromCrd(widgetSchema);

  it.each(invalidWidgets)('both refuse a Widget with %j', async (spec) => {
    const server = await callApi(plane, strict, { method: 'POST', body: widget(spec) });
    expect(server.status).toBeGreaterThanOrEqual(400);
    expect(validate(crd, widget(spec)).length).toBeGreaterThan(0);
  });

  it.each(validWidgets)('both accept a Widget with %j', async (spec) => {
    const object = widget(spec);
    const server = await callApi(plane, strict, { method: 'POST', body: object });
    expect(server.status, JSON.stringify(server.body.message)).toBe(201);
    expect(validate(crd, object)).toEqual([]);
    const ours = applyDefaults({ group: 'example.com', version: 'v1', kind: 'Widget' }, object, crd);
    expect(diffFields(crd, ours.spec, server.body.spec)).toEqual([]);
  });
});
