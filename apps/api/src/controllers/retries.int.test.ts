import { afterAll, beforeAll, expect, test } from 'vitest';
import { operationStore } from '../store/operation.ts';
import { type ControlLoop, kim, startControlLoop } from '../testing/control-loop.ts';
import { configMap, type LoopActions, loopActions, slowHook } from '../testing/loop-actions.ts';
import { deleteApplication } from '../usecases/delete-application.ts';
import { setHold } from '../usecases/hold.ts';

let loop: ControlLoop;
let act: LoopActions;
beforeAll(async () => {
  loop = await startControlLoop();
  act = loopActions(loop);
});
afterAll(() => loop?.stop());

/** The Operation, once it waits to start over. */
const inBackOff = (id: string) =>
  loop.until('the back-off', async () => {
    const operation = await operationStore(loop.db).get(id);
    return operation?.nextRetryAt && operation;
  });

/** Longer than any machine takes for what a test does meanwhile. */
const backoff = { duration: '600s', maxDuration: '600s' };

test('SYNC-8: a retry of what the server refused looks at the object again, and overwrites nobody', async () => {
  const retry = { limit: 2, backoff };
  const app = await act.register('refused-once', { 'a.yaml': configMap('a', '1') }, { retry });
  await act.syncToEnd('refused-once');
  await loop.git.commit('refused-once', { files: { 'a.yaml': configMap('a', '2') }, message: 'two' });
  await loop.refresh(app.uid);
  const planned = await act.plan({ kind: 'sync', project: 'default', application: 'refused-once' });
  loop.sandbox.faults.add({
    methods: ['PATCH'],
    path: /namespaces\/refused-once\/configmaps\/a$/,
    times: 1,
    answer: { kind: 'status', code: 403 },
  });
  const operation = await act.run(planned);
  await inBackOff(operation.id);
  await act.kube('PATCH', '/api/v1/namespaces/refused-once/configmaps/a?fieldManager=kubectl-edit', {
    data: { value: 'by hand' },
  });
  await loop.db.prisma.operation.update({ where: { id: operation.id }, data: { nextRetryAt: new Date() } });
  const ended = await loop.ended(operation.id);
  expect(ended.message).toContain('plan_stale');
  const live = await act.kube('GET', '/api/v1/namespaces/refused-once/configmaps/a');
  expect(live.data).toEqual({ value: 'by hand' });
});

/** Makes the next write to ConfigMap `a` of an Application fail for good. */
const refuseOnce = (name: string) =>
  loop.sandbox.faults.add({
    methods: ['PATCH'],
    path: new RegExp(`namespaces/${name}/configmaps/a$`),
    times: 1,
    answer: { kind: 'status', code: 403 },
  });

/** An Application whose policy has begun a sync that waits, after its first failure, to start over. */
async function failing(name: string, retry: object) {
  const app = await act.register(name, { 'a.yaml': configMap('a', '1') });
  await act.syncToEnd(name);
  const files = { 'a.yaml': configMap('a', '2'), 'slow.yaml': slowHook('600s') };
  await loop.git.commit(name, { files, message: 'two' });
  await act.setSyncPolicy(app.uid, { automated: {}, retry });
  await loop.refresh(app.uid);
  const operation = await loop.until('the policy to act', async () => {
    const [latest] = await operationStore(loop.db).recent(app.uid, 1);
    return latest?.requestedBy.kind === 'policy' && latest;
  });
  // Its plan is made, with a dry run; while the hook runs, the write that follows is still to come.
  refuseOnce(name);
  await act.endHook(name);
  await inBackOff(operation.id);
  return { app, operation };
}
const valueOf = async (name: string) =>
  (await act.kube('GET', `/api/v1/namespaces/${name}/configmaps/a`)).data?.['value'];

test('a Hold that is set during the back-off stops the next attempt of automation', async () => {
  const { app, operation } = await failing('held-back', { limit: 3, backoff });
  const current = await loop.app(app.uid);
  if (!current) throw new Error('gone');
  await setHold(loop.ctx, { application: current, hold: { reason: 'incident' }, caller: kim });
  const ended = await loop.ended(operation.id);
  expect([ended.phase, ended.message]).toEqual(['Failed', expect.stringContaining('incident')]);
  expect(await valueOf('held-back')).toBe('1');
});

test('SYNC-8: retry.refresh gives up an attempt for newer content, which is synced instead', async () => {
  const { app, operation } = await failing('refreshed', { limit: 3, refresh: true, backoff });
  await loop.git.commit('refreshed', {
    files: { 'a.yaml': configMap('a', '3'), 'slow.yaml': null },
    message: 'three',
  });
  await loop.refresh(app.uid);
  expect((await loop.ended(operation.id)).message).toContain('retry.refresh');
  await loop.until('the newer content', async () => (await valueOf('refreshed')) === '3');
  const [latest] = await operationStore(loop.db).recent(app.uid, 1);
  await loop.ended(latest?.id ?? '');
  const operations = await operationStore(loop.db).recent(app.uid, 5);
  expect(operations.map(({ phase }) => phase)).toEqual(['Succeeded', 'Failed', 'Succeeded']);
});

test('B19: forgetting during a deletion leaves alone what is not deleted yet', async () => {
  const names = Array.from({ length: 30 }, (_, i) => `c${String(i).padStart(2, '0')}`);
  const files = Object.fromEntries(names.map((name) => [`${name}.yaml`, configMap(name, '1')]));
  const app = await act.register('forgotten', files);
  await act.syncToEnd('forgotten');
  const record = await act.plan({
    kind: 'delete',
    project: 'default',
    application: 'forgotten',
    cascade: 'background',
  });
  const heal = loop.sandbox.faults.add({
    methods: ['DELETE'],
    path: /namespaces\/forgotten\/configmaps/,
    answer: { kind: 'hang' },
  });
  await act.run(record, 'forgotten');
  await loop.until('the first calls', async () => loop.sandbox.faults.hanging > 0);
  const application = await loop.app(app.uid);
  if (!application) throw new Error('gone');
  await deleteApplication(loop.ctx, {
    application,
    mode: 'forget',
    cascade: 'keep',
    confirmName: 'forgotten',
    caller: kim,
  });
  heal();
  // Ends when every call that had begun has its answer.
  await loop.restart();
  const left = await Promise.all(
    names.map((name) => act.kube('GET', `/api/v1/namespaces/forgotten/configmaps/${name}`)),
  );
  // Twenty calls are made at a time: those in flight could not be taken back, the others were never made.
  expect(left.filter(({ kind }) => kind === 'ConfigMap').length).toBeGreaterThanOrEqual(10);
});
