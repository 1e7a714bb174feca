import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditStore } from '../store/audit.ts';
import { clusterStore } from '../store/cluster.ts';
import { operationStore } from '../store/operation.ts';
import { planStore } from '../store/plan.ts';
import { projectStore } from '../store/project.ts';
import { releaseStore } from '../store/release.ts';
import { type ControlLoop, kim, startControlLoop } from '../testing/control-loop.ts';
import { countCalls } from '../testing/count-calls.ts';
import { configMap, type LoopActions, loopActions, slowHook } from '../testing/loop-actions.ts';
import { userStore } from '../store/user.ts';
import { applyStep } from '../usecases/apply-step.ts';
import { approvePlan } from '../usecases/approve-plan.ts';
import type { Caller } from '../usecases/context.ts';
import { executePlan } from '../usecases/execute-plan.ts';
import { finishOperation } from '../usecases/finish-operation.ts';
import { setHold } from '../usecases/hold.ts';
import { openDestination } from '../usecases/open-destination.ts';
import { showOperation } from '../usecases/show-operation.ts';
import { terminateOperation } from '../usecases/terminate-operation.ts';

let loop: ControlLoop;
let act: LoopActions;
beforeAll(async () => {
  loop = await startControlLoop();
  act = loopActions(loop);
});
afterAll(() => loop?.stop());

test('a second owner that ends an ended Operation makes no second Release', async () => {
  const app = await act.register('fenced', { 'a.yaml': configMap('a', '1') });
  const ended = await act.syncToEnd('fenced');
  expect(ended.phase).toBe('Succeeded');
  const body = await planStore(loop.db).body(ended.planId);
  const again = { operation: ended, plan: body, results: [], phase: 'Succeeded' as const, message: 'late' };
  expect(await finishOperation(loop.ctx, { ...again, epoch: ended.epoch })).toBe(false);
  expect((await releaseStore(loop.db).list(app.uid, { limit: 5 })).total).toBe(1);
  expect((await loop.app(app.uid))?.status.release?.number).toBe(1);
});

test('a partial sync records only what it applied: the rest stays Pending', async () => {
  const app = await act.register('partial', { 'a.yaml': configMap('a', '1'), 'b.yaml': configMap('b', '1') });
  await act.syncToEnd('partial');
  await loop.git.commit('partial', {
    files: { 'a.yaml': configMap('a', '2'), 'b.yaml': configMap('b', '2') },
    message: 'both',
  });
  await loop.refresh(app.uid);
  const ended = await act.syncToEnd('partial', { resources: ['/ConfigMap/partial/a'] });
  expect(ended.phase).toBe('Succeeded');
  const items = await releaseStore(loop.db).items(app.uid, 2);
  const values = Object.fromEntries(
    items.map(({ key, manifest }) => [key.name, (manifest.data as { value: string }).value]),
  );
  expect(values).toEqual({ a: '2', b: '1' });
  const seen = await loop.refresh(app.uid);
  expect(seen.status.counts).toMatchObject({ pending: 1, drift: 0 });
});

test('a retry does not write to an object that was refused because it had moved', async () => {
  const app = await act.register(
    'retried',
    {
      'a.yaml': configMap('a', '1'),
      'z.yaml': configMap('z', '1', ', annotations: {argocd.argoproj.io/sync-wave: "1"}'),
    },
    { retry: { limit: 2, backoff: { duration: '1s' } } },
  );
  await act.syncToEnd('retried');
  await loop.git.commit('retried', {
    files: {
      'a.yaml': configMap('a', '2'),
      'z.yaml': configMap('z', '2', ', annotations: {argocd.argoproj.io/sync-wave: "1"}'),
      'slow.yaml': slowHook('600s'),
    },
    message: 'both',
  });
  await loop.refresh(app.uid);
  const operation = await act.sync('retried');
  // While the hook runs, somebody edits an object of the last wave.
  await act.kube('PATCH', '/api/v1/namespaces/retried/configmaps/z?fieldManager=kubectl-edit', {
    data: { value: 'by hand' },
  });
  await act.endHook('retried');
  const ended = await loop.ended(operation.id);
  expect(ended.phase).toBe('Failed');
  expect(ended.message).toContain('plan_stale');
  const z = await act.kube('GET', '/api/v1/namespaces/retried/configmaps/z');
  expect(z.data).toEqual({ value: 'by hand' });
});

test('a deletion leaves alone what this Application never applied', async () => {
  await act.kube('POST', '/api/v1/namespaces', { metadata: { name: 'deleted' } });
  await act.kube('POST', '/api/v1/namespaces/deleted/configmaps', {
    metadata: { name: 'precious' },
    data: { value: 'somebody else' },
  });
  const app = await act.register('deleted', {
    'precious.yaml': configMap('precious', 'mine'),
    'own.yaml': configMap('own', '1'),
  });
  expect((await act.syncToEnd('deleted', { resources: ['/ConfigMap/deleted/own'] })).phase).toBe('Succeeded');
  await loop.refresh(app.uid);
  const record = await act.plan({
    kind: 'delete',
    project: 'default',
    application: 'deleted',
    cascade: 'foreground',
  });
  expect((await loop.ended((await act.run(record, 'deleted')).id)).phase).toBe('Succeeded');
  const precious = await act.kube('GET', '/api/v1/namespaces/deleted/configmaps/precious');
  expect(precious.data).toEqual({ value: 'somebody else' });
  expect((await act.kube('GET', '/api/v1/namespaces/deleted/configmaps/own')).kind).toBe('Status');
});

test('an Application whose git is gone can still be deleted with its objects', async () => {
  const app = await act.register('gitless', { 'a.yaml': configMap('a', '1') });
  await act.syncToEnd('gitless');
  loop.git.setFault('gitless', { kind: 'down' });
  await loop.refresh(app.uid);
  const record = await act.plan({
    kind: 'delete',
    project: 'default',
    application: 'gitless',
    cascade: 'background',
  });
  expect(record.counts.prune).toBe(1);
  expect((await loop.ended((await act.run(record, 'gitless')).id)).phase).toBe('Succeeded');
  expect((await act.kube('GET', '/api/v1/namespaces/gitless/configmaps/a')).kind).toBe('Status');
});

test('a waiting Operation can be stopped while another one runs', async () => {
  await act.register('waiting', {
    'a.yaml': configMap('a', '1'),
    'slow.yaml': slowHook('60s'),
  });
  const first = await act.sync('waiting');
  const second = await act.sync('waiting');
  expect([first.phase, second.phase]).toEqual(['Running', 'Waiting']);
  await terminateOperation(loop.ctx, second, kim);
  const stopped = await loop.ended(second.id);
  expect([stopped.phase, stopped.startedAt]).toEqual(['Failed', null]);
  await terminateOperation(loop.ctx, first, kim);
  expect((await loop.ended(first.id)).phase).toBe('Failed');
});

test('a rollback that fails gives back the Hold it replaced (G 56)', async () => {
  const app = await act.register('held', { 'a.yaml': configMap('a', '1') });
  await act.syncToEnd('held');
  await loop.git.commit('held', { files: { 'a.yaml': configMap('a', '2') }, message: 'two' });
  await loop.refresh(app.uid);
  await act.syncToEnd('held');
  const before = await loop.app(app.uid);
  if (!before) throw new Error('gone');
  await setHold(loop.ctx, { application: before, hold: { reason: 'incident' }, caller: kim });
  const record = await act.plan({ kind: 'rollback', project: 'default', application: 'held', release: 1 });
  const operation = await act.run(record);
  await terminateOperation(loop.ctx, operation, kim);
  const ended = await loop.ended(operation.id);
  const { hold } = (await loop.app(app.uid)) ?? {};
  if (ended.phase === 'Failed') expect(hold).toMatchObject({ reason: 'incident' });
  else expect(hold).toMatchObject({ reason: 'Rolled back to release 1' });
});

test('a refusal that repeats is told once in the activity, and leaves one plan', async () => {
  const app = await act.register('refused', { 'a.yaml': configMap('a', '1') });
  const project = await projectStore(loop.db).find('default');
  if (!project) throw new Error('no project');
  const noConfigMaps = { namespaceResourceBlacklist: [{ group: '', kind: 'ConfigMap' }] };
  await projectStore(loop.db).update({ ...project, spec: { ...project.spec, ...noConfigMaps } });
  await act.setSyncPolicy(app.uid, { automated: {} });
  for (let look = 0; look < 4; look++) await loop.refresh(app.uid);
  await projectStore(loop.db).update(project);
  const { items } = await auditStore(loop.db).list({
    application: 'refused',
    action: 'policy.sync',
    limit: 20,
  });
  expect(items.filter((event) => event.outcome === 'denied')).toHaveLength(1);
  expect((await operationStore(loop.db).recent(app.uid, 5)).length).toBe(0);
});

test('a cluster that cannot be read makes its Applications Unknown, and lets what needs it not be ended', async () => {
  const app = await act.register('dark', {
    'a.yaml': configMap('a', '1'),
    'slow.yaml': `apiVersion: v1
kind: Pod
metadata: {name: slow, annotations: {sandbox.bowline.dev/ready-after: 60s}}
spec: {containers: [{name: a, image: "web:1"}]}
`,
  });
  const operation = await act.sync('dark');
  await loop.until(
    'the first wave',
    async () => (await act.kube('GET', '/api/v1/namespaces/dark/configmaps/a')).data,
  );
  const cluster = await clusterStore(loop.db).find('sandbox');
  if (!cluster) throw new Error('no cluster');
  const connection = await clusterStore(loop.db).open('sandbox');
  const kubeconfig = connection?.kubeconfig ?? '';
  await clusterStore(loop.db).update({
    ...cluster,
    kubeconfig: kubeconfig.replace(/server: .*/g, 'server: http://127.0.0.1:9'),
  });
  try {
    await loop.restart();
    const seen = await loop.until('Unknown', async () => {
      const record = await loop.app(app.uid);
      return record?.status.sync.status === 'Unknown' && record;
    });
    expect(seen.status.health.status).toBe('Unknown');
    expect(seen.status.conditions[0]?.type).toBe('ClusterUnknown');
    await terminateOperation(loop.ctx, operation, kim);
    expect((await loop.ended(operation.id)).message).toContain('terminated');
    const record = await act.plan({
      kind: 'delete',
      project: 'default',
      application: 'dark',
      cascade: 'keep',
    });
    expect((await loop.ended((await act.run(record)).id)).phase).toBe('Succeeded');
    expect(await loop.app(app.uid)).toBeNull();
  } finally {
    const now = await clusterStore(loop.db).find('sandbox');
    if (now) await clusterStore(loop.db).update({ ...now, kubeconfig });
    await loop.restart();
  }
  expect((await act.kube('GET', '/api/v1/namespaces/dark/configmaps/a')).data).toEqual({ value: '1' });
});

test('X53: an approval counts only while its giver may approve, and starting is none without that right', async () => {
  await act.register('reviewed', { 'a.yaml': configMap('a', '1') });
  const project = await projectStore(loop.db).find('default');
  if (!project) throw new Error('no project');
  const spec = { ...project.spec, approvals: { required: 1 } };
  await projectStore(loop.db).update({ ...project, spec });
  const record = await act.plan({ kind: 'sync', project: 'default', application: 'reviewed' });
  const start = (caller: Caller) =>
    executePlan(loop.ctx, {
      id: record.id,
      digest: record.digest,
      tickedRisks: [],
      comment: '',
      reason: 'test',
      caller,
    });
  const starter: Caller = { ...kim, actor: { kind: 'user', name: 'lee' }, mayApprove: () => false };
  await expect(start(starter)).rejects.toMatchObject({ code: 'approval_required' });

  const { id, digest } = record;
  await approvePlan(loop.ctx, { id, digest, tickedRisks: [], comment: '', caller: kim });
  const user = await userStore(loop.db).find('kim');
  await userStore(loop.db).update(user?.id ?? '', { isDisabled: true });
  await expect(start(starter)).rejects.toMatchObject({ code: 'approval_required' });
  await userStore(loop.db).update(user?.id ?? '', { isDisabled: false, role: 'viewer' });
  await expect(start(starter)).rejects.toMatchObject({ code: 'approval_required' });
  await userStore(loop.db).update(user?.id ?? '', { role: 'operator' });
  expect((await loop.ended((await start(starter)).id)).phase).toBe('Succeeded');
  await projectStore(loop.db).update(project);
});

test('an Operation reads its Plan once, however often it looks while it waits', async () => {
  await act.register('patient', { 'hook.yaml': slowHook('600s'), 'a.yaml': configMap('a', '1') });
  const operation = await act.sync('patient');
  const counter = countCalls(loop, ['plan', 'operation']);
  await loop.until('looks', async () => (counter.calls.get('operation.findUnique') ?? 0) > 4);
  await act.endHook('patient');
  expect((await loop.ended(operation.id)).phase).toBe('Succeeded');
  counter.stop();
  // Once more at its end, for what the Release holds.
  expect(counter.calls.get('plan.findUniqueOrThrow') ?? 0, 'readings').toBeLessThanOrEqual(2);
});

test('an Operation is shown without reading what each object of its Plan becomes', async () => {
  await act.register('shown', { 'a.yaml': configMap('a', '1'), 'b.yaml': configMap('b', '1') });
  const ended = await act.syncToEnd('shown');
  const counter = countCalls(loop, ['planItem', 'blob']);
  const { steps } = await showOperation(loop.ctx, ended, {});
  counter.stop();
  expect(steps.map(({ key, state }) => [key.name, state])).toEqual([
    ['shown', 'done'],
    ['a', 'done'],
    ['b', 'done'],
  ]);
  // Once for the steps, and once for the Namespace, which alone is applied whether it is there or not.
  expect([...counter.calls]).toEqual([
    ['blob.findMany', 2],
    ['planItem.findMany', 1],
  ]);
});

test('a Release is told Healthy also where a look at the one before it ended later', async () => {
  const app = await act.register('overtaken', { 'a.yaml': configMap('a', '1') });
  await act.syncToEnd('overtaken');
  await loop.refresh(app.uid);
  // As such a look leaves them: an Application that was Healthy after its Release, and a Release that was not.
  await loop.db.prisma.release.updateMany({ where: { applicationUid: app.uid }, data: { healthyAt: null } });
  loop.ctx.looks.forgetAll();
  await loop.refresh(app.uid);
  const { items } = await releaseStore(loop.db).list(app.uid, { limit: 1 });
  expect(items[0]?.healthyAt).not.toBeNull();
});

test('a creation leaves alone what has appeared since the plan, though no watch has seen it', async () => {
  const app = await act.register('late', { 'a.yaml': configMap('a', '1') });
  const record = await act.plan({ kind: 'sync', project: 'default', application: 'late' });
  const plan = await planStore(loop.db).body(record.id);
  const step = plan.steps.find(({ action, key }) => action === 'create' && key.name === 'a');
  const item = plan.items[step?.item ?? -1];
  const cluster = await openDestination(loop.ctx, app);
  if (!step || !item || !cluster) throw new Error('the plan creates nothing');
  await act.kube('POST', '/api/v1/namespaces', { metadata: { name: 'late' } });
  const theirs = { metadata: { name: 'a' }, data: { value: 'theirs' } };
  await act.kube('POST', '/api/v1/namespaces/late/configmaps', theirs);
  const create = (attempt: number) =>
    applyStep({
      client: cluster.client,
      plan,
      runnable: { step, attempt, call: 'create' },
      item,
      manifest: item.desired,
      live: undefined,
      operation: { number: 1, attempt: 1 },
      installationId: loop.ctx.installationId,
    });
  // Repeated after a crash it might be our own; without our mark it is not.
  for (const attempt of [1, 2])
    expect(await create(attempt)).toMatchObject({
      ok: false,
      message: expect.stringContaining('has appeared since the plan was built'),
    });
  const kept = await act.kube('GET', '/api/v1/namespaces/late/configmaps/a');
  expect(kept.data).toEqual({ value: 'theirs' });
});
