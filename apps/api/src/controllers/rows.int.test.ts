import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditStore } from '../store/audit.ts';
import { operationStore } from '../store/operation.ts';
import { releaseStore } from '../store/release.ts';
import { repositoryStore } from '../store/repository.ts';
import { resourceStore } from '../store/resource.ts';
import { type ControlLoop, startControlLoop } from '../testing/control-loop.ts';
import { configMap, type LoopActions, loopActions, slowHook } from '../testing/loop-actions.ts';
import type { Context } from '../usecases/context.ts';
import { pollRepository } from './repository.ts';
import { sweep } from './sweep.ts';

/** Rows of the reference of Argo CD that only a whole installation can show. */
let loop: ControlLoop;
let act: LoopActions;
beforeAll(async () => {
  loop = await startControlLoop();
  act = loopActions(loop);
});
afterAll(() => loop?.stop());

/** The context, with some of it replaced. */
const ctxWith = (more: Partial<Context>): Context => ({ ...loop.ctx, ...more });

test('SYNC-13: an Operation that runs longer than the installation allows is terminated, by default never', async () => {
  await act.register('overdue', { 'a.yaml': configMap('a', '1'), 'slow.yaml': slowHook('600s') });
  const operation = await act.sync('overdue');
  await loop.until('the hook to be waited for', async () => {
    const hook = await act.kube('GET', '/api/v1/namespaces/overdue/pods?labelSelector=bowline.dev/operation');
    return ((hook as unknown as { items?: unknown[] }).items ?? []).length > 0;
  });
  const later = { ...loop.ctx.clock, now: () => new Date(Date.now() + 3_600_000) };
  const limits = (syncTimeoutMs: number) => ({ ...loop.ctx.limits, syncTimeoutMs });
  const phase = async () => (await operationStore(loop.db).get(operation.id))?.phase;
  expect(await sweep(ctxWith({ clock: later, limits: limits(0) }))).toMatchObject({ afterMs: 600_000 });
  expect(await sweep(ctxWith({ clock: later, limits: limits(7_200_000) }))).toMatchObject({
    afterMs: 600_000,
  });
  expect(await phase()).toBe('Running');
  expect(await sweep(ctxWith({ clock: later, limits: limits(60_000) }))).toMatchObject({ afterMs: 6_000 });
  const ended = await loop.ended(operation.id);
  expect(ended.phase).toBe('Failed');
  expect((await act.kube('GET', '/api/v1/namespaces/overdue/configmaps/a')).kind).toBe('Status');
  const { items } = await auditStore(loop.db).list({ action: 'operation.terminate', limit: 5 });
  expect(items[0]?.actor).toEqual({ kind: 'system', name: 'sync-timeout' });
});

test('HIST-1: numbers increase, snapshots beyond the limit go, and the live Release stays whatever the limit', async () => {
  const app = await act.register('history', { 'a.yaml': configMap('a', '1') });
  const setLimit = async (revisionHistoryLimit: number) => {
    const spec = (await loop.app(app.uid))?.spec;
    if (spec === undefined) throw new Error('gone');
    const edit = await act.plan({
      kind: 'edit',
      project: 'default',
      application: 'history',
      spec: { ...spec, revisionHistoryLimit },
    });
    expect((await loop.ended((await act.run(edit)).id)).phase).toBe('Succeeded');
  };
  const release = async (value: string) => {
    await loop.git.commit('history', { files: { 'a.yaml': configMap('a', value) }, message: value });
    await loop.refresh(app.uid);
    expect((await act.syncToEnd('history')).phase).toBe('Succeeded');
  };
  const list = async () => (await releaseStore(loop.db).list(app.uid, { limit: 20 })).items;
  await act.syncToEnd('history');
  await setLimit(2);
  await release('2');
  await release('3');
  const kept = (await list()).map(({ number, hasSnapshot }) => [number, hasSnapshot]);
  expect(kept).toEqual([
    [3, true],
    [2, true],
    [1, false],
  ]);
  await setLimit(0);
  await release('4');
  expect((await list()).filter(({ hasSnapshot }) => hasSnapshot).map(({ number }) => number)).toEqual([4]);
  expect((await loop.refresh(app.uid)).status).toMatchObject({
    sync: { status: 'Synced' },
    release: { number: 4 },
  });
});

test('AUTO-3: a poll is spread by a jitter, a repository may set its own, and 0 refreshes nothing', async () => {
  const { uid } = await act.register('polled', { 'a.yaml': configMap('a', '1') });
  const seen = new Map<string, string>();
  const waits = async (fraction: number) => {
    const random = { ...loop.ctx.random, fraction: () => fraction };
    const outcome = await pollRepository(ctxWith({ random }), 'polled', seen, 60_000);
    return outcome.kind === 'requeue' ? outcome.afterMs : undefined;
  };
  expect(await waits(0)).toBeCloseTo(54_000);
  expect(await waits(1)).toBeCloseTo(66_000);
  const revision = async () => (await loop.app(uid))?.status.revisions[0]?.revision;
  const first = await revision();
  await loop.git.commit('polled', { files: { 'a.yaml': configMap('a', '2') }, message: '2' });
  await waits(0.5);
  await loop.until('the poll to be followed', async () => (await revision()) !== first);
  await loop.db.prisma.repository.update({ where: { name: 'polled' }, data: { pollSeconds: 0 } });
  await loop.git.commit('polled', { files: { 'a.yaml': configMap('a', '3') }, message: '3' });
  expect(await waits(0.5)).toBe(600_000);
  expect((await loop.app(uid))?.refresh).toBeNull();
  expect((await repositoryStore(loop.db).find('polled'))?.state).toBe('connected');
});

test('HLTH-4: the health of each resource is stored, and answered without asking the cluster', async () => {
  const app = await act.register('stored', {
    'a.yaml': configMap('a', '1'),
    'pod.yaml':
      'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: a, image: "web:1"}]}\n',
  });
  await act.syncToEnd('stored');
  const rows = await loop.until('the Pod to be healthy', async () => {
    await loop.refresh(app.uid);
    const nodes = await resourceStore(loop.db).tree(app.uid);
    return nodes.some(({ key, health }) => key.kind === 'Pod' && health?.status === 'Healthy') && nodes;
  });
  expect(rows.find(({ key }) => key.kind === 'ConfigMap')?.health).toBeNull();
});
