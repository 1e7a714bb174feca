import { systemClock } from '@bowline/sync-engine/adapters/time/system-clock';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clusterStore } from '../store/cluster.ts';
import { loadInstallationId } from '../store/installation.ts';
import { projectStore } from '../store/project.ts';
import { type ControlLoop, kim, startControlLoop } from '../testing/control-loop.ts';
import { configMap, type LoopActions, loopActions, slowHook } from '../testing/loop-actions.ts';
import { buildAndSavePlan } from '../usecases/build-plan.ts';
import { clusterRegistry } from '../usecases/cluster-registry.ts';
import { previewApplication } from '../usecases/preview-application.ts';
import { updateCluster } from '../usecases/save-cluster.ts';

let loop: ControlLoop;
let act: LoopActions;
beforeAll(async () => {
  loop = await startControlLoop();
  act = loopActions(loop);
});
afterAll(() => loop?.stop());

const cluster = async () => {
  const record = await clusterStore(loop.db).find('sandbox');
  if (!record) throw new Error('no cluster');
  return record;
};

/** The Application, once a look has found this code for its cluster. */
const untilCode = (uid: string, code: string | undefined) =>
  loop.until(`condition ${code ?? 'none'}`, async () => {
    const record = await loop.refresh(uid);
    const found = record.status.conditions.find(({ type }) => type === 'ClusterUnknown');
    return found?.code === code && record;
  });

/** Binds the cluster to a Project while `work` runs. */
async function boundTo(project: string, work: () => Promise<void>): Promise<void> {
  await clusterStore(loop.db).update({ ...(await cluster()), project });
  try {
    await work();
  } finally {
    await clusterStore(loop.db).update({ ...(await cluster()), project: null });
  }
}

test('X44: a Cluster of one Project is no destination of others, at registration, at plan and at each step', async () => {
  const app = await act.register('guest', {
    'a.yaml': configMap('a', '1'),
    'slow.yaml': slowHook('60s'),
  });
  const operation = await act.sync('guest');
  await loop.until('its first step', async () => {
    const made = await act.kube('GET', '/api/v1/namespaces/guest');
    return made.kind === 'Namespace';
  });
  await boundTo('ops', async () => {
    await untilCode(app.uid, 'cluster_not_in_project');
    expect((await loop.app(app.uid))?.status.sync.status).toBe('Unknown');
    const ended = await loop.ended(operation.id);
    expect([ended.phase, ended.message]).toEqual(['Failed', expect.stringContaining('another Project')]);
    expect((await act.kube('GET', '/api/v1/namespaces/guest/configmaps/a')).kind).toBe('Status');
    await expect(act.plan({ kind: 'sync', project: 'default', application: 'guest' })).rejects.toMatchObject({
      code: 'cluster_not_in_project',
      status: 403,
    });
    await expect(act.register('late', { 'a.yaml': configMap('a', '1') })).rejects.toMatchObject({
      code: 'project_refused',
      data: { reasons: [expect.objectContaining({ code: 'cluster_not_in_project' })] },
    });
    const forget = await act.plan({
      kind: 'delete',
      project: 'default',
      application: 'guest',
      cascade: 'keep',
    });
    expect((await loop.ended((await act.run(forget)).id)).phase).toBe('Succeeded');
  });
});

test('B15: what the Project does not allow is not read, though a manifest names it', async () => {
  await act.kube('POST', '/api/v1/namespaces/kube-system/configmaps', {
    metadata: { name: 'precious' },
    data: { password: 'of somebody else' },
  });
  const everything = (await projectStore(loop.db).find('default'))?.spec ?? {};
  await projectStore(loop.db).create({
    name: 'narrow',
    spec: { ...everything, destinations: [{ name: 'sandbox', namespace: 'narrow' }] },
    labels: {},
    annotations: {},
    managedBy: null,
  });
  const url = await loop.repository('curious', {
    'mine.yaml': configMap('mine', '1'),
    'precious.yaml': configMap('precious', '1', ', namespace: kube-system'),
  });
  const spec = {
    project: 'narrow',
    sources: [{ repoURL: url, path: '.', targetRevision: 'main' }],
    destination: { name: 'sandbox', namespace: 'narrow' },
  };
  const preview = await loop.until('the cluster to be read', async () => {
    const seen = await previewApplication(loop.ctx, { metadata: { name: 'curious' }, spec });
    return seen.objects.length > 0 && seen;
  });
  expect(preview.objects).toHaveLength(2);
  expect(JSON.stringify(preview)).not.toContain('of somebody else');
  expect(JSON.stringify(preview)).toContain('Not read: ');
});

test('a cluster that became another one is Unknown until a person says that it is meant', async () => {
  const app = await act.register('moved', { 'a.yaml': configMap('a', '1') });
  const { identity } = await cluster();
  expect(identity).not.toBe('');
  const planned = await act.plan({ kind: 'sync', project: 'default', application: 'moved' });
  // As if the name had been registered for another cluster, and its address led here since.
  await clusterStore(loop.db).update({ ...(await cluster()), identity: 'the-former-one' });
  const seen = await untilCode(app.uid, 'cluster_changed');
  expect(seen.status.sync.status).toBe('Unknown');
  await expect(act.plan({ kind: 'sync', project: 'default', application: 'moved' })).rejects.toMatchObject({
    code: 'cluster_changed',
  });
  const accept = (acceptIdentity: string) =>
    updateCluster(loop.ctx, {
      body: { metadata: { name: 'sandbox' }, spec: {}, acceptIdentity },
      caller: kim,
    });
  await expect(accept('a-third-one')).rejects.toMatchObject({ code: 'invalid_request' });
  expect((await cluster()).seenIdentity).toBe(identity);
  await accept(identity);
  await untilCode(app.uid, undefined);
  expect((await loop.ended((await act.run(planned)).id)).phase).toBe('Succeeded');
});

test('B19: a replica that does not watch the cluster plans a deletion with the extra objects too', async () => {
  const app = await act.register('far', {
    'a.yaml': configMap('a', '1'),
    'extra.yaml': configMap('extra', '1'),
  });
  await act.syncToEnd('far');
  await loop.git.commit('far', { files: { 'extra.yaml': null }, message: 'drop' });
  await loop.refresh(app.uid);
  const clusters = clusterRegistry({ db: loop.db, kube: loop.kube, clock: systemClock });
  const record = await buildAndSavePlan(
    { ...loop.ctx, clusters, installationId: await loadInstallationId(loop.db) },
    {
      input: { kind: 'delete', project: 'default', application: 'far', cascade: 'foreground' },
      caller: kim,
      reason: 'test',
    },
  );
  expect(record.counts.prune).toBe(2);
});

test('B19: a deletion that does not know of a managed object leaves the Application in place', async () => {
  const app = await act.register('late-object', { 'a.yaml': configMap('a', '1') });
  await act.syncToEnd('late-object');
  const record = await act.plan({
    kind: 'delete',
    project: 'default',
    application: 'late-object',
    cascade: 'foreground',
  });
  await act.kube('POST', '/api/v1/namespaces/late-object/configmaps', {
    metadata: {
      name: 'late',
      annotations: {
        'bowline.dev/tracking-id': 'default_late-object:/ConfigMap:late-object/late',
        'bowline.dev/installation-id': loop.ctx.installationId,
      },
    },
  });
  await loop.until('the watch to show it', async () => {
    const live = await loop.ctx.clusters.open('sandbox');
    return live?.cached({ group: '', kind: 'ConfigMap', namespace: 'late-object', name: 'late' });
  });
  const ended = await loop.ended((await act.run(record, 'late-object')).id);
  expect([ended.phase, ended.message]).toEqual(['Failed', expect.stringContaining('ConfigMap late')]);
  expect(await loop.app(app.uid)).toMatchObject({ deletionTimestamp: null });
  expect((await act.kube('GET', '/api/v1/namespaces/late-object/configmaps/a')).data).toEqual({ value: '1' });
});
