import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyAt, callApi } from '../../../../../tools/control-plane/api.ts';
import { buildControlPlane } from '../../../../../tools/control-plane/build.ts';
import { type ControlPlane, startControlPlane } from '../../../../../tools/control-plane/start.ts';
import { conflictMessage, recordUpdate, serverSideApply } from './apply.ts';
import { builtinSchema } from './builtin.ts';
import { applyDefaults } from './defaults.ts';
import { clone, stableJson } from './json.ts';
import { jsonPatch } from './json-patch.ts';
import { schemaFromCrd } from './openapi.ts';
import { strategicMergePatch } from './strategic-patch.ts';
import { widget, widgetCrd, widgetSchema } from './testdata/crd.ts';
import { gvkOf } from './testdata/gvk-of.ts';
import { kindCases } from './testdata/kinds.ts';
import type { JsonObject, Schema } from './types.ts';

const built = await buildControlPlane({ log: console.log });
if (!built.available) console.log(`Skipped: ${built.reason}`);

type Manifest = JsonObject & { apiVersion: string; kind: string };

const mainReset = ['status'];
const now = new Date('2026-01-02T03:04:05Z');

function managersOf(object: JsonObject): unknown[] {
  const list = ((object.metadata as JsonObject).managedFields ?? []) as JsonObject[];
  return list
    .map((entry) => ({ ...entry, time: entry.time === undefined ? 'never' : 'some' }))
    .sort((a, b) => (stableJson(a) < stableJson(b) ? -1 : 1));
}

/** What the server itself changes; the rest must come out of our merge exactly. */
function comparable(object: JsonObject): JsonObject {
  const metadata = { ...(object.metadata as JsonObject) };
  for (const field of ['uid', 'resourceVersion', 'creationTimestamp', 'generation', 'managedFields']) {
    delete metadata[field];
  }
  return { ...object, metadata, status: undefined };
}

const deployment = (spec: JsonObject, metadata: JsonObject = {}): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'ssa', namespace: 'default', ...metadata },
  spec: { selector: { matchLabels: { app: 'ssa' } }, ...spec },
});

const container = (extra: JsonObject = {}): JsonObject => ({ name: 'web', image: 'nginx:1', ...extra });

const pods = (containers: JsonObject[], extra: JsonObject = {}): JsonObject => ({
  template: { metadata: { labels: { app: 'ssa' } }, spec: { containers, ...extra } },
});

describe.skipIf(!built.available)('server-side apply against the real API server', () => {
  let dir: string;
  let plane: ControlPlane;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'bowline-apply-'));
    plane = await startControlPlane({ dir, controllers: false });
  });

  afterAll(async () => {
    await plane?.stop();
    await rm(dir, { recursive: true, force: true });
  });

  /** Sends one apply to the server and to ours, from the same live object, and compares the outcomes. */
  async function step(
    path: string,
    applied: Manifest,
    options: { manager: string; force?: boolean },
  ): Promise<void> {
    const gvk = gvkOf(applied);
    const schema = builtinSchema(gvk) ?? schemaFromCrd(widgetSchema);
    const before = await callApi(plane, path);
    const live = before.status === 200 ? before.body : undefined;
    const ours = serverSideApply({
      schema,
      live,
      applied,
      manager: options.manager,
      force: options.force === true,
      now,
      resetFields: mainReset,
      complete: (object) => applyDefaults(gvk, object, schema),
    });
    const server = await applyAt(plane, path, applied, options);
    if (!ours.ok) {
      expect(server.status).toBe(409);
      expect(conflictMessage(ours.conflicts)).toBe(server.body.message);
      return;
    }
    expect(server.status, JSON.stringify(server.body.message)).toBeLessThan(300);
    expect(managersOf(ours.object)).toEqual(managersOf(server.body));
    if (live !== undefined) {
      expect(comparable(ours.object)).toEqual(comparable(server.body));
      const wasChanged =
        (live.metadata as JsonObject).resourceVersion !==
        (server.body.metadata as JsonObject).resourceVersion;
      // The server writes a quantity again that is stored in another spelling (1.5Gi); the value is the same.
      if (gvk.kind !== 'PersistentVolumeClaim') expect(ours.changed).toBe(wasChanged);
    }
  }

  const creatable = kindCases.filter(
    ({ object }) => !['CustomResourceDefinition', 'PersistentVolume', 'Namespace'].includes(object.kind),
  );

  it.each(creatable.map((one, i) => ({ ...one, name: `case-${i}` })))(
    'owns the same fields after create, apply again, change and removal: $title',
    async ({ path, object, name }) => {
      const named = {
        ...object,
        metadata: { ...(object.metadata as JsonObject), name, labels: { a: '1', b: '2' } },
      };
      await step(`${path}/${name}`, named, { manager: 'bowline' });
      await step(`${path}/${name}`, named, { manager: 'bowline' });
      const changed = {
        ...named,
        metadata: { ...named.metadata, labels: { a: '3' }, annotations: { 'x.y/z': '' } },
      };
      await step(`${path}/${name}`, changed, { manager: 'bowline' });
      await step(`${path}/${name}`, named, { manager: 'other' });
      await step(`${path}/${name}`, named, { manager: 'other', force: true });
      await step(
        `${path}/${name}`,
        { ...changed, metadata: { ...changed.metadata, labels: undefined } },
        { manager: 'bowline', force: true },
      );
    },
  );

  const path = '/apis/apps/v1/namespaces/default/deployments/ssa';

  it('merges, co-owns, conflicts, removes and hands over fields of a Deployment', async () => {
    await step(
      path,
      deployment({
        replicas: 2,
        ...pods([
          container({
            env: [
              { name: 'A', value: '1' },
              { name: 'B', value: '2' },
            ],
          }),
        ]),
      }),
      { manager: 'bowline' },
    );
    await step(path, deployment({ replicas: 3 }), { manager: 'scaler' });
    await step(path, deployment({ replicas: 2 }), { manager: 'scaler' });
    await step(path, deployment({ ...pods([container({ env: [{ name: 'B', value: '3' }] })]) }), {
      manager: 'bowline',
    });
    await step(
      path,
      deployment({
        ...pods([container(), { name: 'side', image: 'side:1', ports: [{ containerPort: 80 }] }]),
      }),
      { manager: 'mesh' },
    );
    await step(
      path,
      deployment({
        ...pods([
          {
            name: 'side',
            image: 'side:2',
            ports: [{ containerPort: 80 }, { containerPort: 80, protocol: 'UDP' }],
          },
        ]),
      }),
      { manager: 'bowline' },
    );
    await step(
      path,
      deployment({ ...pods([{ name: 'side', image: 'side:2' }, container({ image: 'nginx:2' })]) }),
      { manager: 'bowline', force: true },
    );
    await step(path, deployment({ strategy: { rollingUpdate: { maxSurge: 2 } } }), {
      manager: 'mesh',
      force: true,
    });
    await step(path, deployment({ ...pods([container()]) }, { finalizers: ['example.com/a'] }), {
      manager: 'bowline',
      force: true,
    });
    await step(path, deployment({ ...pods([container()]) }, { finalizers: ['example.com/b'] }), {
      manager: 'mesh',
      force: true,
    });
    await step(path, deployment({ ...pods([container()]) }), { manager: 'bowline', force: true });
  });

  it('records creates, updates and patches as the server does', async () => {
    const at = '/apis/apps/v1/namespaces/default/deployments/updated';
    const manifest = deployment({ ...pods([container()]) }, { name: 'updated' });
    const gvk = gvkOf(manifest);
    const schema = builtinSchema(gvk) as Schema;
    const created = await callApi(plane, `${at.slice(0, at.lastIndexOf('/'))}?fieldManager=maker`, {
      method: 'POST',
      body: manifest,
    });
    const after = applyDefaults(gvk, manifest);
    expect(managersOf(recordUpdate({ schema, before: undefined, after, manager: 'maker', now }))).toEqual(
      managersOf(created.body),
    );

    const strategic = {
      spec: { template: { spec: { containers: [{ name: 'web', env: [{ name: 'X', value: '1' }] }] } } },
    };
    const patched = await callApi(plane, `${at}?fieldManager=patcher`, {
      method: 'PATCH',
      contentType: 'application/strategic-merge-patch+json',
      body: strategic,
    });
    const merged = applyDefaults(gvk, strategicMergePatch(schema, created.body, strategic));
    expect(comparable(merged)).toEqual(comparable(patched.body));
    const recorded = recordUpdate({ schema, before: created.body, after: merged, manager: 'patcher', now });
    expect(managersOf(recorded)).toEqual(managersOf(patched.body));

    const operations = [
      { op: 'remove', path: '/spec/template/spec/containers/0/env' },
      { op: 'replace', path: '/spec/replicas', value: 0 },
    ];
    const again = await callApi(plane, `${at}?fieldManager=maker`, {
      method: 'PATCH',
      contentType: 'application/json-patch+json',
      body: operations,
    });
    const jsonPatched = applyDefaults(gvk, jsonPatch(patched.body, operations) as JsonObject);
    expect(
      managersOf(recordUpdate({ schema, before: patched.body, after: jsonPatched, manager: 'maker', now })),
    ).toEqual(managersOf(again.body));

    await step(at, deployment({ replicas: 1, ...pods([container()]) }, { name: 'updated' }), {
      manager: 'bowline',
    });
    await step(at, deployment({ replicas: 1, ...pods([container()]) }, { name: 'updated' }), {
      manager: 'bowline',
      force: true,
    });

    const status = clone((await callApi(plane, at)).body);
    status.status = { replicas: 1, observedGeneration: 1 };
    const written = await callApi(plane, `${at}/status?fieldManager=kubelet`, {
      method: 'PUT',
      body: status,
    });
    const live = clone(written.body);
    const before = { ...live, status: {}, metadata: status.metadata };
    expect(
      managersOf(
        recordUpdate({ schema, before, after: live, manager: 'kubelet', now, subresource: 'status' }),
      ),
    ).toEqual(managersOf(written.body));
  });

  it('adopts objects that lost their managedFields as before-first-apply', async () => {
    const at = '/api/v1/namespaces/default/configmaps/untracked';
    const object = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'untracked', namespace: 'default' },
      data: { a: '1', b: '2' },
    };
    await callApi(plane, '/api/v1/namespaces/default/configmaps', { method: 'POST', body: object });
    const reset = [{ op: 'replace', path: '/metadata/managedFields', value: [{}] }];
    await callApi(plane, at, { method: 'PATCH', contentType: 'application/json-patch+json', body: reset });
    await step(at, { ...object, data: { a: '1', c: '3' } }, { manager: 'bowline' });
  });

  it('merges a custom resource by its structural schema', async () => {
    await callApi(plane, '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
      method: 'POST',
      body: widgetCrd,
    });
    const at = '/apis/example.com/v1/namespaces/default/widgets/one';
    await expect
      .poll(async () => (await callApi(plane, '/apis/example.com/v1/widgets')).status, { timeout: 60_000 })
      .toBe(200);
    const items = [
      { id: 1, value: 'x' },
      { id: 1, zone: 'b' },
    ];
    const first = widget({
      size: 1,
      items,
      tags: ['a', 'b'],
      plain: ['p'],
      unit: { a: '1' },
      labels: { k: 'v' },
      open: { a: { b: [1, { c: 2 }] } },
    });
    await step(at, first, { manager: 'bowline' });
    await step(at, first, { manager: 'bowline' });
    await step(
      at,
      widget({ size: 2, items: [{ id: 2 }], tags: ['b', 'c'], unit: { b: '2' }, open: { a: { d: null } } }),
      { manager: 'other' },
    );
    await step(
      at,
      widget({ size: 2, items: [{ id: 2 }], tags: ['b', 'c'], open: { a: { d: 1 } }, port: 'http' }),
      { manager: 'other', force: true },
    );
    await step(
      at,
      widget({ size: 2, items: [{ id: 1, value: 'y' }], tags: ['a'], open: { a: 'scalar' }, note: null }),
      { manager: 'bowline', force: true },
    );
    const forced = { manager: 'bowline', force: true };
    await step(at, widget({ size: 3, open: { a: 'x', list: [1, { b: 2 }], map: { c: 3 } } }), forced);
    await step(at, widget({ size: 3, open: { a: null, list: null, map: null } }), forced);
    await step(at, widget({ size: 3, template: { apiVersion: 'v1', kind: 'Pod', spec: { x: [1] } } }), {
      manager: 'bowline',
      force: true,
    });
    await step(at, widget({ size: 3 }), { manager: 'bowline', force: true });
  });
});
