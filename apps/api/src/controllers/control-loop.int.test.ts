import { afterAll, beforeAll, expect, test } from 'vitest';
import { applicationStore } from '../store/application.ts';
import { planStore } from '../store/plan.ts';
import { releaseStore } from '../store/release.ts';
import { resourceStore } from '../store/resource.ts';
import { type ControlLoop, kim, startControlLoop } from '../testing/control-loop.ts';
import { type LoopActions, loopActions } from '../testing/loop-actions.ts';
import { executePlan } from '../usecases/execute-plan.ts';
import { renderingParent } from '../usecases/rendering-parent.ts';
import { showOperation } from '../usecases/show-operation.ts';

let loop: ControlLoop;
let act: LoopActions;
beforeAll(async () => {
  loop = await startControlLoop();
  act = loopActions(loop);
});
afterAll(() => loop?.stop());

const deployment = (image: string, extra = '') => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "${image}"}]}
${extra}`;
const settings = (value: string) => `apiVersion: v1
kind: ConfigMap
metadata: {name: settings, annotations: {argocd.argoproj.io/sync-wave: "-1"}}
data: {greeting: "${value}"}
`;
const secret = (value: string) => `apiVersion: v1
kind: Secret
metadata: {name: key}
stringData: {password: "${value}"}
`;

const target = (application: string) => ({ project: 'default', application });

test('story 4–6: a registered Application is OutOfSync, planned, applied wave by wave, Healthy and Synced', async () => {
  const url = await loop.repository('shop', {
    'app/deployment.yaml': deployment('web:1'),
    'app/settings.yaml': settings('hello'),
    'app/secret.yaml': secret('one'),
  });
  const app = await loop.register('shop', {
    sources: [{ repoURL: url, path: 'app', targetRevision: 'main' }],
    syncPolicy: { syncOptions: ['CreateNamespace=true'] },
  });
  const seen = await loop.refresh(app.uid);
  expect(seen.status.conditions).toEqual([]);
  expect(seen.status.sync.status).toBe('OutOfSync');
  expect(seen.status.health.status).toBe('Missing');

  const plan = await act.plan({ kind: 'sync', ...target('shop') });
  expect(plan.counts).toMatchObject({ create: 4, change: 0, prune: 0 });
  const ended = await loop.ended((await act.run(plan)).id);
  expect(ended.message).not.toContain('failed');
  expect(ended.phase).toBe('Succeeded');
  const { steps } = await showOperation(loop.ctx, ended, {});
  expect(steps.map(({ key, action, creates }) => `${key.kind} ${action} ${creates}`)).toContain(
    'Namespace apply true',
  );
  const after = await loop.until('Healthy', async () => {
    const record = await loop.app(app.uid);
    return record?.status.health.status === 'Healthy' && record.status.sync.status === 'Synced' && record;
  });
  expect(after.status.release?.number).toBe(1);
  const tree = await resourceStore(loop.db).tree(app.uid);
  expect(tree.filter((node) => node.key.kind === 'Pod')).toHaveLength(2);
  expect(JSON.stringify(await planStore(loop.db).body(plan.id))).not.toContain(
    Buffer.from('one').toString('base64'),
  );
});

test('X53: another digest than the one reviewed never runs, and an executed plan answers with its operation', async () => {
  const { items } = await planStore(loop.db).list({ application: 'shop', limit: 1 });
  const plan = items[0];
  if (!plan) throw new Error('no plan');
  const run = (digest: string) =>
    executePlan(loop.ctx, { id: plan.id, digest, tickedRisks: [], comment: '', reason: '', caller: kim });
  await expect(run('0'.repeat(64))).rejects.toMatchObject({ code: 'plan_digest_mismatch' });
  expect((await run(plan.digest)).planId).toBe(plan.id);
});

test('story 7: a commit makes it OutOfSync with reason Pending', async () => {
  await loop.git.commit('shop', {
    files: { 'app/settings.yaml': settings('hello again'), 'app/secret.yaml': secret('two') },
    message: 'greet again',
  });
  const app = await applicationStore(loop.db).find('default', 'shop');
  const seen = await loop.refresh(app?.uid ?? '');
  expect(seen.status.sync.status).toBe('OutOfSync');
  expect(seen.status.counts).toMatchObject({ pending: 2, drift: 0 });
  expect(seen.status.revisions[0]).toMatchObject({ message: 'greet again' });
});

test('story 5: a plan whose object changed in between is refused as stale', async () => {
  const plan = await act.plan({ kind: 'sync', ...target('shop') });
  await act.kube('PATCH', '/api/v1/namespaces/shop/configmaps/settings?fieldManager=kubectl-edit', {
    data: { greeting: 'edited by hand' },
  });
  const app = await loop.until('drift to be seen', async () => {
    const record = await applicationStore(loop.db).find('default', 'shop');
    return record && record.status.counts.drift > 0 && record;
  });
  await expect(act.run(plan)).rejects.toMatchObject({ code: 'plan_stale' });
  expect(app.status.counts.drift).toBe(1);
});

test('story 9: a rollback restores an earlier Release, its Secret too, with git unreachable, and leaves a Hold', async () => {
  expect((await act.syncToEnd('shop')).phase).toBe('Succeeded');
  const password = async () => {
    const { data } = await act.kube('GET', '/api/v1/namespaces/shop/secrets/key');
    return Buffer.from(data?.['password'] ?? '', 'base64').toString();
  };
  expect(await password()).toBe('two');

  loop.git.setFault('shop', { kind: 'down' });
  const plan = await act.plan({ kind: 'rollback', ...target('shop'), release: 1 });
  // CreateNamespace's Namespace is nobody's: a rollback leaves it alone.
  expect(plan.counts).toMatchObject({ create: 0, change: 2, prune: 0 });
  const ended = await loop.ended((await act.run(plan)).id);
  expect(ended.message).not.toContain('failed');
  expect(ended.phase).toBe('Succeeded');
  loop.git.setFault('shop', undefined);
  expect(await password()).toBe('one');
  const app = await applicationStore(loop.db).find('default', 'shop');
  expect(app?.hold).toMatchObject({ owner: 'kim' });
  const { items } = await releaseStore(loop.db).list(app?.uid ?? '', { limit: 10 });
  expect(items.map((release) => [release.number, release.kind, release.restores])).toEqual([
    [3, 'rollback', 1],
    [2, 'sync', null],
    [1, 'sync', null],
  ]);
});

test('story 10: deletion goes in reverse waves and removes the record at the end', async () => {
  const app = await applicationStore(loop.db).find('default', 'shop');
  const plan = await act.plan({ kind: 'delete', ...target('shop'), cascade: 'foreground' });
  await expect(act.run(plan, 'shopp')).rejects.toMatchObject({ code: 'confirm_name_mismatch' });
  expect((await loop.ended((await act.run(plan, 'shop')).id)).phase).toBe('Succeeded');
  expect(await loop.app(app?.uid ?? '')).toBeNull();
  expect((await act.kube('GET', '/apis/apps/v1/namespaces/shop/deployments/web')).kind).toBe('Status');
});

test('unknown is never absent: with git down the tree stays, the state is Unknown, and no plan can be built', async () => {
  const url = await loop.repository('quiet', { 'settings.yaml': settings('a') });
  const app = await loop.register('quiet', {
    sources: [{ repoURL: url, path: '.', targetRevision: 'main' }],
    syncPolicy: { syncOptions: ['CreateNamespace=true'] },
  });
  await loop.refresh(app.uid);
  expect((await act.syncToEnd('quiet')).phase).toBe('Succeeded');
  await loop.refresh(app.uid);
  loop.git.setFault('quiet', { kind: 'down' });
  const seen = await loop.refresh(app.uid);
  expect(seen.status.sync.status).toBe('Unknown');
  expect(seen.status.health.status).toBe('Unknown');
  expect(seen.status.conditions[0]).toMatchObject({ code: 'git_unreachable' });
  expect((await resourceStore(loop.db).tree(app.uid)).length).toBeGreaterThan(0);
  await expect(act.sync('quiet')).rejects.toMatchObject({ code: 'git_unreachable' });
});

test('app of apps: rendered Argo CD Applications become Applications of the parent, and go with it', async () => {
  const child = (source: string, more = '') => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: leaf, namespace: argocd, finalizers: [resources-finalizer.argocd.argoproj.io]}
spec:
  project: default
  source: {repoURL: "${source}", path: leaf, targetRevision: main}
  destination: {server: https://kubernetes.default.svc, namespace: leaf}
  syncPolicy: {automated: {prune: true}, syncOptions: [CreateNamespace=true]}
${more}`;
  const url = await loop.repository('fleet', { 'leaf/settings.yaml': settings('leaf') });
  const app = await loop.ctx.git.testConnection({
    id: 'x',
    url,
    credential: { kind: 'none' },
    insecureSkipTlsVerify: false,
  });
  expect(app.ok).toBe(true);
  await loop.git.commit('fleet', {
    files: { 'apps/leaf.yaml': child(url) },
    message: 'point at the repository',
  });
  const parent = await loop.register('fleet', {
    sources: [{ repoURL: url, path: 'apps', targetRevision: 'main' }],
  });
  await loop.refresh(parent.uid);
  const ended = await act.syncToEnd('fleet');
  expect([ended.phase, ended.message]).toEqual(['Succeeded', '1 applied.']);
  const leaf = await loop.until('the child to be applied by its policy', async () => {
    const record = await applicationStore(loop.db).find('default', 'leaf');
    return record?.status.release && record.status.sync.status === 'Synced' && record;
  });
  expect(leaf).toMatchObject({ managedBy: 'default/fleet', cluster: 'sandbox', namespace: 'leaf' });
  expect(leaf.status.release?.by).toEqual({ kind: 'policy', name: 'policy:default/leaf' });
  expect((await loop.refresh(parent.uid)).status.sync.status).toBe('Synced');

  await loop.git.commit('fleet', { files: { 'apps/leaf.yaml': child(url, '  revisionHistoryLimit: 5\n') } });
  await loop.refresh(parent.uid);
  const changed = await act.syncToEnd('fleet');
  expect([changed.phase, changed.message]).toEqual(['Succeeded', '1 applied.']);
  const after = await applicationStore(loop.db).find('default', 'leaf');
  expect(after).toMatchObject({ managedBy: 'default/fleet', spec: { revisionHistoryLimit: 5 } });
  if (!after) throw new Error('no leaf');
  expect(await renderingParent(loop.db, after)).toBe('default/fleet');
  await loop.git.commit('fleet', { files: { 'apps/leaf.yaml': null, 'apps/none.yaml': settings('none') } });
  await loop.refresh(parent.uid);
  expect(await renderingParent(loop.db, after), 'left behind').toBeNull();
});
