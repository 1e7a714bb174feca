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

test('AUTO-2: during a Hold, what only the restored Release knows is drift, and self-heal brings it back', async () => {
  const app = await act.register('kept', {
    'a.yaml': configMap('a', '1'),
    'only.yaml': configMap('only', '1'),
  });
  await act.syncToEnd('kept');
  await loop.git.commit('kept', { files: { 'only.yaml': null }, message: 'drop one' });
  await loop.refresh(app.uid);
  expect((await act.syncToEnd('kept', { options: { prune: true } })).phase).toBe('Succeeded');
  const back = await act.plan({ kind: 'rollback', project: 'default', application: 'kept', release: 1 });
  expect((await loop.ended((await act.run(back)).id)).phase).toBe('Succeeded');
  expect((await loop.app(app.uid))?.hold).toMatchObject({ release: 3 });

  await act.kube('DELETE', '/api/v1/namespaces/kept/configmaps/only');
  // Live now equals what git renders, and yet the Release that is kept has lost an object.
  const seen = await loop.until('drift from the held Release', async () => {
    const record = await loop.refresh(app.uid);
    return record.status.counts.drift === 1 && record;
  });
  expect(seen.status.sync).toMatchObject({
    status: 'OutOfSync',
    message: expect.stringContaining('Release 3'),
  });

  await act.setSyncPolicy(app.uid, { automated: { selfHeal: true } });
  await loop.refresh(app.uid);
  await loop.until('the object to be back', async () => {
    const only = await act.kube('GET', '/api/v1/namespaces/kept/configmaps/only');
    return only.data?.['value'] === '1';
  });
});
