import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditStore } from '../store/audit.ts';
import { projectStore } from '../store/project.ts';
import { type ControlLoop, kim, startControlLoop } from '../testing/control-loop.ts';
import { configMap, type LoopActions, loopActions } from '../testing/loop-actions.ts';
import { showPlan } from '../usecases/show-plan.ts';

let loop: ControlLoop;
let act: LoopActions;
beforeAll(async () => {
  loop = await startControlLoop();
  act = loopActions(loop);
});
afterAll(() => loop?.stop());

const can = { approve: { ok: true, reason: '' } } as unknown as Parameters<typeof showPlan>[2]['can'];
const target = (application: string) => ({ project: 'default', application });

test('an edit says what it changed, and forgetting what it left', async () => {
  const app = await act.register('edited', { 'a.yaml': configMap('a', '1') });
  const spec = { ...app.spec, revisionHistoryLimit: 7 };
  const edit = await act.plan({ kind: 'edit', ...target('edited'), spec });
  expect((await loop.ended((await act.run(edit)).id)).message).toBe('Saved: revisionHistoryLimit added.');
  const forget = await act.plan({ kind: 'delete', ...target('edited'), cascade: 'keep' });
  expect((await loop.ended((await act.run(forget)).id)).message).toContain('live objects were left');
});

test('a rollback tells of its Hold in the activity', async () => {
  const app = await act.register('back', { 'a.yaml': configMap('a', '1') });
  await act.syncToEnd('back');
  await loop.git.commit('back', { files: { 'a.yaml': configMap('a', '2') }, message: 'two' });
  await loop.refresh(app.uid);
  await act.syncToEnd('back');
  const record = await act.plan({ kind: 'rollback', ...target('back'), release: 1 });
  await loop.ended((await act.run(record)).id);
  const { items } = await auditStore(loop.db).list({
    application: 'back',
    action: 'application.hold',
    limit: 5,
  });
  expect(items).toMatchObject([{ actor: { name: 'kim' }, message: 'Rolled back to release 1' }]);
});

test('the page of a plan does not wait for git', async () => {
  await act.register('slow-git', { 'a.yaml': configMap('a', '1') });
  const record = await act.plan({ kind: 'sync', ...target('slow-git') });
  loop.git.setFault('slow-git', { kind: 'hang' });
  const view = await Promise.race([
    showPlan(loop.ctx, record, { caller: kim, can }),
    loop.until('never', async () => null).catch(() => 'waited'),
  ]);
  loop.git.setFault('slow-git', undefined);
  expect(view).toMatchObject({ state: 'open' });
});

test('a plan names a newer commit, never the older one that was looked at before it', async () => {
  const app = await act.register('moving', { 'a.yaml': configMap('a', '1') });
  await loop.git.commit('moving', { files: { 'a.yaml': configMap('a', '2') }, message: 'two' });
  const record = await act.plan({ kind: 'sync', ...target('moving') });
  const newer = async () => (await showPlan(loop.ctx, record, { caller: kim, can })).exactness.newer;
  expect(await newer()).toBeNull();
  await loop.git.commit('moving', { files: { 'a.yaml': configMap('a', '3') }, message: 'three' });
  await loop.refresh(app.uid);
  expect(await newer()).toMatchObject({ message: 'three' });
});

test('guards.requireHead: only a plan of the head is started', async () => {
  const app = await act.register('headed', { 'a.yaml': configMap('a', '1') });
  const project = await projectStore(loop.db).find('default');
  if (!project) throw new Error('no project');
  await projectStore(loop.db).update({
    ...project,
    spec: { ...project.spec, guards: { requireHead: true } },
  });
  try {
    const old = await act.plan({ kind: 'sync', ...target('headed') });
    await loop.git.commit('headed', { files: { 'a.yaml': configMap('a', '2') }, message: 'two' });
    // Nobody has told Bowline of the commit: git is asked.
    await expect(act.run(old)).rejects.toMatchObject({
      code: 'plan_refused',
      data: { reasons: [expect.objectContaining({ code: 'not_head' })] },
    });
    await loop.refresh(app.uid);
    expect((await act.syncToEnd('headed')).phase).toBe('Succeeded');
  } finally {
    await projectStore(loop.db).update(project);
  }
});

test('two plans of one Application that are started at once: one runs, the other is closed, nobody fails', async () => {
  await act.register('raced', { 'a.yaml': configMap('a', '1'), 'b.yaml': configMap('b', '1') });
  const whole = await act.plan({ kind: 'sync', ...target('raced') });
  const part = await act.plan({ kind: 'sync', ...target('raced'), resources: ['/ConfigMap/raced/a'] });
  const answers = await Promise.allSettled([act.run(whole), act.run(part), act.run(whole), act.run(part)]);
  const started = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  const refused = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []));
  expect(new Set(started.map(({ id }) => id)).size).toBe(1);
  expect(refused).toHaveLength(2);
  for (const reason of refused) expect(reason).toMatchObject({ code: 'plan_closed' });
  expect((await loop.ended(started[0]?.id ?? '')).phase).toBe('Succeeded');
});

test('a plan is not started when its Application is changed between the look and the start', async () => {
  const app = await act.register('shifted', { 'a.yaml': configMap('a', '1') });
  const plan = await act.plan({ kind: 'sync', ...target('shifted') });
  let change: Promise<void> | undefined;
  const clusters = {
    open: async (name: string) => {
      change ??= act.setSyncPolicy(app.uid, { retry: { limit: 1 } });
      await change;
      return loop.ctx.clusters.open(name);
    },
  };
  const during = { ...loop.ctx, clusters };
  const start = loopActions({ ...loop, ctx: during }).run(plan);
  await expect(start).rejects.toMatchObject({ code: 'plan_stale' });
  expect((await loop.app(app.uid))?.status.operation).toBeNull();
});
