import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CustomHealth } from '@bowline/sync-engine/adapters/lua/custom-health';
import { readCustomizations } from '@bowline/sync-engine/core/health/customizations';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyAt, callApi } from '../../../../tools/control-plane/api.ts';
import { buildControlPlane } from '../../../../tools/control-plane/build.ts';
import { type ControlPlane, startControlPlane } from '../../../../tools/control-plane/start.ts';
import { operationStore } from '../store/operation.ts';
import { resourceStore } from '../store/resource.ts';
import { type ControlLoop, startControlLoop } from '../testing/control-loop.ts';
import { configMap, type LoopActions, loopActions } from '../testing/loop-actions.ts';

const built = await buildControlPlane({ log: console.log });

/** The whole way from git to a real kube-apiserver. */
describe.skipIf(!built.available)('on a real API server', () => {
  let dir: string;
  let plane: ControlPlane;
  let loop: ControlLoop;
  let act: LoopActions;
  let health: CustomHealth;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'bowline-real-'));
    plane = await startControlPlane({ dir });
    const { customizations } = readCustomizations(
      {
        'resource.customizations.health.example.com_Widget': `
          local hs = { status = "Progressing", message = "Waiting for a colour." }
          if obj.spec ~= nil and obj.spec.colour == "red" then
            hs.status = "Degraded"
            hs.message = "Red is for alarms."
          elseif obj.spec ~= nil and obj.spec.colour ~= nil then
            hs.status = "Healthy"
            hs.message = ""
          end
          return hs`,
      },
      () => null,
    );
    health = new CustomHealth(customizations);
    loop = await startControlLoop({
      cluster: {
        url: plane.url,
        token: plane.token,
        kubeconfig: await readFile(plane.kubeconfig, 'utf8'),
        stop: () => plane.stop(),
      },
      judgeAll: health.judgeAll.bind(health),
    });
    act = loopActions(loop);
  });
  afterAll(async () => {
    await loop?.stop();
    await health?.stop();
    await rm(dir, { recursive: true, force: true });
  });

  type Found = Record<string, unknown> & {
    metadata: { uid: string; labels?: Record<string, string>; annotations?: Record<string, string> } & {
      managedFields?: { manager: string; operation: string }[];
    };
    data?: Record<string, string>;
  };
  const get = async (path: string): Promise<Found> => (await callApi(plane, path)).body as Found;
  const namespace = (name: string) =>
    callApi(plane, '/api/v1/namespaces', {
      method: 'POST',
      body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
    });
  const commit = async (name: string, uid: string, files: Record<string, string | null>) => {
    await loop.git.commit(name, { files, message: 'change' });
    await loop.refresh(uid);
  };
  const succeed = async (name: string, more: object = {}) => {
    const ended = await act.syncToEnd(name, more);
    const results = JSON.stringify(await operationStore(loop.db).get(ended.id));
    expect(ended.phase, `${ended.message} ${results}`).toBe('Succeeded');
    return ended;
  };

  test('B5: fields that kubectl applied before become ours, and go with the manifest', async () => {
    await namespace('migrated');
    const body = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a', namespace: 'migrated' },
      data: { value: '1', old: 'x' },
    };
    const last = { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(body) };
    const made = await callApi(
      plane,
      '/api/v1/namespaces/migrated/configmaps?fieldManager=kubectl-client-side-apply',
      {
        method: 'POST',
        body: { ...body, metadata: { ...body.metadata, annotations: last } },
      },
    );
    expect(made.status).toBe(201);
    await applyAt(
      plane,
      '/api/v1/namespaces/migrated/configmaps/a',
      { ...body, data: { theirs: 'y' } },
      {
        manager: 'somebody',
        force: true,
      },
    );
    await act.register('migrated', { 'a.yaml': configMap('a', '2') });
    await succeed('migrated');
    const found = await get('/api/v1/namespaces/migrated/configmaps/a');
    expect(found.data).toEqual({ value: '2', theirs: 'y' });
    expect(found.metadata.uid).toBe((made.body as Found).metadata.uid);
    const managers = (found.metadata.managedFields ?? []).map(({ manager }) => manager);
    expect(managers).toContain('bowline');
    expect(managers).not.toContain('kubectl-client-side-apply');
  });

  test('SYNC-4: managedNamespaceMetadata is applied, drift of it is OutOfSync, and labels of others stay', async () => {
    const app = await act.register(
      'managed',
      { 'a.yaml': configMap('a', '1') },
      { managedNamespaceMetadata: { labels: { team: 'shop' }, annotations: { owner: 'kim' } } },
    );
    await succeed('managed');
    const path = '/api/v1/namespaces/managed';
    expect((await get(path)).metadata).toMatchObject({
      labels: { team: 'shop', 'kubernetes.io/metadata.name': 'managed' },
      annotations: { owner: 'kim' },
    });
    await callApi(plane, path, {
      method: 'PATCH',
      contentType: 'application/merge-patch+json',
      body: { metadata: { labels: { team: 'other', theirs: 'yes' } } },
    });
    await loop.until('the drift of the Namespace', async () => {
      const seen = await loop.refresh(app.uid);
      return seen.status.sync.status === 'OutOfSync';
    });
    await succeed('managed');
    expect((await get(path)).metadata.labels).toMatchObject({ team: 'shop', theirs: 'yes' });
  });

  const crd = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec:
  group: example.com
  names: {kind: Widget, plural: widgets}
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, x-kubernetes-preserve-unknown-fields: true}}}}
`;
  const widget = (colour: string) =>
    `apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w}\nspec: {colour: ${colour}}\n`;

  test('B2, HLTH-2: custom resources wait until their definition is served, and are judged by the installation', async () => {
    const app = await act.register('custom', { 'w.yaml': widget('blue'), 'z-crd.yaml': crd });
    await succeed('custom');
    expect(await get('/apis/example.com/v1/namespaces/custom/widgets/w')).toMatchObject({
      spec: { colour: 'blue' },
    });
    const judged = async (status: string) =>
      loop.until(`the Widget to be ${status}`, async () => {
        await loop.refresh(app.uid);
        const nodes = await resourceStore(loop.db).tree(app.uid);
        const node = nodes.find(({ key }) => key.kind === 'Widget');
        return node?.health?.status === status && node.health;
      });
    await judged('Healthy');
    await callApi(plane, '/apis/example.com/v1/namespaces/custom/widgets/w', {
      method: 'PATCH',
      contentType: 'application/merge-patch+json',
      body: { spec: { colour: 'red' } },
    });
    expect(await judged('Degraded')).toEqual({ status: 'Degraded', message: 'Red is for alarms.' });
    expect((await loop.app(app.uid))?.status.health.status).toBe('Degraded');
  });

  const secret = (value: string, force: boolean) => `apiVersion: v1
kind: Secret
metadata:
  name: s
  annotations: {argocd.argoproj.io/sync-options: "Force=${force}"}
immutable: true
stringData: {value: "${value}"}
`;

  test('SYNC-4: a field that cannot change blocks the Plan, and Force=true creates the object anew', async () => {
    const app = await act.register('immutable', { 's.yaml': secret('1', false) });
    await succeed('immutable');
    const path = '/api/v1/namespaces/immutable/secrets/s';
    const before = (await get(path)).metadata.uid;
    await commit('immutable', app.uid, { 's.yaml': secret('2', false) });
    const blocked = await act.plan({ kind: 'sync', project: 'default', application: 'immutable' });
    expect(blocked.risks).toMatchObject([{ code: 'immutable', severity: 'block' }]);
    await expect(act.run(blocked)).rejects.toMatchObject({ code: 'plan_refused' });
    await commit('immutable', app.uid, { 's.yaml': secret('2', true) });
    await succeed('immutable');
    const after = await get(path);
    expect(after.metadata.uid).not.toBe(before);
    expect(after.data?.['value']).toBe(Buffer.from('2').toString('base64'));
    expect((await loop.refresh(app.uid)).status.sync.status).toBe('Synced');
  });
});
