import { afterAll, beforeAll, expect, test } from 'vitest';
import { operationStore } from '../store/operation.ts';
import { type ControlLoop, startControlLoop } from '../testing/control-loop.ts';
import { configMap, type LoopActions, loopActions } from '../testing/loop-actions.ts';

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

test('SYNC-8: a retry of what the server refused looks at the object again, and overwrites nobody', async () => {
  const retry = { limit: 2, backoff: { duration: '2s' } };
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
  const ended = await loop.ended(operation.id);
  expect(ended.message).toContain('plan_stale');
  const live = await act.kube('GET', '/api/v1/namespaces/refused-once/configmaps/a');
  expect(live.data).toEqual({ value: 'by hand' });
});
