import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ControlLoop, startControlLoop } from '../testing/control-loop.ts';
import { configMap, type LoopActions, loopActions } from '../testing/loop-actions.ts';

let loop: ControlLoop;
let act: LoopActions;
beforeAll(async () => {
  loop = await startControlLoop();
  act = loopActions(loop);
});
afterAll(() => loop?.stop());

const names = ['a', 'b', 'c', 'd', 'e', 'f'];
const files = Object.fromEntries(names.map((name) => [`${name}.yaml`, configMap(name, '1')]));

test('B6: the deletion budget of the installation stops automation, and a person may go on', async () => {
  const app = await act.register('budget', files);
  await act.syncToEnd('budget');
  loop.ctx.installation.guards.deletionsMax = 0;
  await act.setSyncPolicy(app.uid, { automated: { prune: true } });
  await loop.git.commit('budget', { files: { 'a.yaml': null }, message: 'drop one' });
  await loop.refresh(app.uid);
  await loop.idle();
  expect((await act.kube('GET', '/api/v1/namespaces/budget/configmaps/a')).kind).toBe('ConfigMap');

  const plan = await act.plan({ kind: 'sync', project: 'default', application: 'budget' });
  expect(plan.risks.map((risk) => risk.code)).toEqual(expect.arrayContaining(['mass-deletion', 'prune']));
  expect((await loop.ended((await act.run(plan)).id)).phase).toBe('Succeeded');
  expect((await act.kube('GET', '/api/v1/namespaces/budget/configmaps/a')).kind).toBe('Status');
});

test('DIFF-2: what the installation ignores is no difference in any Application', async () => {
  const app = await act.register('ignoring', { 'a.yaml': configMap('a', '1') });
  await act.syncToEnd('ignoring');
  await loop.git.commit('ignoring', { files: { 'a.yaml': configMap('a', '2') }, message: 'two' });
  expect((await loop.refresh(app.uid)).status.sync.status).toBe('OutOfSync');
  loop.ctx.installation.comparison = {
    ...loop.ctx.installation.comparison,
    ignore: [{ group: '', kind: 'ConfigMap', jsonPointers: ['/data/value'] }],
  };
  expect((await loop.refresh(app.uid)).status.sync.status).toBe('Synced');
});
