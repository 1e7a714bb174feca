import { afterAll, beforeAll, expect, test } from 'vitest';
import { applicationStore } from '../store/application.ts';
import { auditStore } from '../store/audit.ts';
import { planStore } from '../store/plan.ts';
import { projectStore } from '../store/project.ts';
import { type ControlLoop, kim, startControlLoop } from '../testing/control-loop.ts';
import { configMap, type LoopActions, loopActions } from '../testing/loop-actions.ts';
import { deleteApplication } from '../usecases/delete-application.ts';
import { editApplication } from '../usecases/edit-application.ts';

let loop: ControlLoop;
let act: LoopActions;
beforeAll(async () => {
  loop = await startControlLoop();
  act = loopActions(loop);
  const project = await projectStore(loop.db).find('default');
  if (!project) throw new Error('no project');
  await projectStore(loop.db).update({ ...project, spec: { ...project.spec, approvals: { required: 1 } } });
});
afterAll(() => loop?.stop());

const child = (name: string, url: string, more = '') => `apiVersion: bowline.dev/v1alpha1
kind: Application
metadata: {name: ${name}, annotations: {bowline.dev/cascade: "true"}}
spec:
  sources: [{repoURL: "${url}", path: ${name}, targetRevision: main}]
  destination: {name: sandbox, namespace: ${name}}
  syncPolicy: {syncOptions: [CreateNamespace=true]}
${more}`;

/** A repository that renders children, with their folders, and the Application of it. */
async function family(name: string, children: Record<string, string>) {
  const folders = Object.entries(children).map(([leaf, text]) => [`${leaf}/a.yaml`, text] as const);
  const url = await loop.repository(name, { 'README.md': '', ...Object.fromEntries(folders) });
  const write = (files: Record<string, string | null>, message: string) =>
    loop.git.commit(name, { files, message });
  const leaves = Object.keys(children);
  await write(Object.fromEntries(leaves.map((leaf) => [`apps/${leaf}.yaml`, child(leaf, url)])), 'children');
  const parent = await loop.register(name, {
    sources: [{ repoURL: url, path: 'apps', targetRevision: 'main' }],
  });
  await loop.refresh(parent.uid);
  return { url, parent, write };
}

const find = (name: string) => applicationStore(loop.db).find('default', name);

test('APP-4: who approves a Plan of a parent approves what it changes of its children', async () => {
  const { url, parent, write } = await family('fleet', { leaf: configMap('a', '1') });
  expect((await act.syncToEnd('fleet')).message).toBe('1 applied.');
  await write({ 'apps/leaf.yaml': child('leaf', url, '  revisionHistoryLimit: 5\n') }, 'shorter');
  await loop.refresh(parent.uid);

  const changed = await act.syncToEnd('fleet');
  expect([changed.phase, changed.message]).toEqual(['Succeeded', '1 applied.']);
  expect(await find('leaf')).toMatchObject({ spec: { revisionHistoryLimit: 5 } });
  const { items } = await auditStore(loop.db).list({
    application: 'leaf',
    action: 'plan.approve',
    limit: 10,
  });
  expect(items.map(({ actor, message }) => [actor.name, message])).toContainEqual([
    'kim',
    `With Plan ${changed.planId} of default/fleet.`,
  ]);

  await act.syncToEnd('leaf');
  await write({ 'apps/leaf.yaml': null, 'apps/none.yaml': '' }, 'no leaf');
  await loop.refresh(parent.uid);
  const removed = await act.syncToEnd('fleet', { options: { prune: true } });
  expect([removed.phase, removed.message]).toEqual(['Succeeded', '1 deleted.']);
  expect(await loop.until('the child to be gone', async () => (await find('leaf')) === null)).toBe(true);
  expect(await act.kube('GET', '/api/v1/namespaces/leaf/configmaps/a')).toMatchObject({ code: 404 });
});

test('APP-4, B19: volumes go with a child only when somebody has ticked that, and the parent says where', async () => {
  const volume = `apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
`;
  const { parent, write } = await family('stateful', { base: configMap('a', '1'), store: volume });
  await act.syncToEnd('stateful');
  await act.syncToEnd('store');
  await write({ 'apps/store.yaml': null }, 'no store');
  await loop.refresh(parent.uid);

  const failed = await act.syncToEnd('stateful', { options: { prune: true } });
  const { items } = await planStore(loop.db).list({ application: 'store', kind: 'delete', limit: 1 });
  const deletion = items[0];
  expect(failed.phase).toBe('Failed');
  expect(failed.message).toContain(`Plan ${deletion?.id}`);
  expect(await find('store')).not.toBeNull();
  if (deletion === undefined) throw new Error('no Plan');
  await act.run(deletion, 'store');
  expect(await loop.until('the child to be gone', async () => (await find('store')) === null)).toBe(true);
});

test("APP-4: the children of a parent that is forgotten are nobody's, and may be edited", async () => {
  const { parent } = await family('gone', { orphan: configMap('a', '1') });
  await act.syncToEnd('gone');
  const kept = await find('orphan');
  if (!kept) throw new Error('no child');
  expect(kept.managedBy).toBe('default/gone');
  const { name } = parent;
  await deleteApplication(loop.ctx, {
    application: parent,
    mode: 'forget',
    cascade: 'keep',
    confirmName: name,
    caller: kim,
  });
  const left = await find('orphan');
  if (!left) throw new Error('no child');
  expect(left.managedBy).toBeNull();
  const input = { metadata: { name: left.name }, spec: { ...left.spec, revisionHistoryLimit: 3 } };
  expect(await editApplication(loop.ctx, { application: left, input, caller: kim })).toBe('configured');
});
