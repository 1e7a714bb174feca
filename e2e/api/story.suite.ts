import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase } from '../../tools/postgres/test-database.ts';
import type { TestDatabase } from '../../tools/postgres/test-server.ts';
import { editLive, readLive, type TestCluster } from '../support/cluster.ts';
import {
  applicationInput,
  buildPlan,
  ended,
  execute,
  getApp,
  isHealthyAndSynced,
  refresh,
  refusal,
  register,
  sync,
  untilApp,
} from '../support/flow.ts';
import { hook, secret, settings } from '../support/shop.ts';
import { type Stack, clusterName, startStack } from '../support/stack.ts';
import { testRegistration } from './story-registration.ts';
import { until } from '../support/until.ts';

const paths = {
  settings: '/api/v1/namespaces/shop/configmaps/settings',
  secret: '/api/v1/namespaces/shop/secrets/key',
  web: '/apis/apps/v1/namespaces/shop/deployments/web',
};
const shop = { project: 'default', name: 'shop' };

/** The product's story over the public API with an API token, on one cluster: each test goes on where the last one ended. */
export function describeStory(title: string, startCluster: () => Promise<TestCluster>): void {
  describe(`the story on ${title}`, () => {
    let database: TestDatabase;
    let stack: Stack;

    beforeAll(async () => {
      database = await createTestDatabase();
      stack = await startStack({ databaseUrl: database.url, cluster: await startCluster() });
    });
    afterAll(async () => {
      await stack?.stop();
      await database?.drop();
    });

    const push = (files: Record<string, string>, message: string) =>
      stack.git.commit('shop', { files, message });
    const url = () => stack.git.urlOf('shop');
    const greeting = async () => (await readLive(stack.cluster, paths.settings))?.data?.greeting;
    const password = async () =>
      Buffer.from((await readLive(stack.cluster, paths.secret))?.data?.password ?? '', 'base64').toString();

    testRegistration(() => stack);

    test('4: given a new Application, when looked at, then the tree shows desired and live with the reason of each state', async () => {
      const app = await register(stack, { name: 'shop', repoURL: url(), path: 'shop' });
      expect(app.status).toMatchObject({
        health: { status: 'Missing' },
        sync: { status: 'OutOfSync' },
        release: null,
      });
      const tree = await stack.client.call('getTree', { params: shop });
      expect(tree.freshness).toBe('live');
      const web = tree.nodes.find((node) => node.key.kind === 'Deployment');
      expect(web).toMatchObject({ verdict: 'missing', sync: 'OutOfSync', health: { status: 'Missing' } });
      const changes = await stack.client.call('getChanges', { params: shop });
      expect(changes.counts).toMatchObject({ create: 4, change: 0, prune: 0 });
    });

    test('5: given a plan, when an object it touches changes, then it is refused with 409 and says what changed', async () => {
      const first = await buildPlan(stack, 'shop');
      expect(first.counts).toMatchObject({ create: 5, prune: 0, hook: 2 });
      expect(first.exactness.state).toBe('exact');
      expect(first.steps.map((step) => step.phase)).toEqual(
        expect.arrayContaining(['PreSync', 'Sync', 'PostSync']),
      );
      expect(JSON.stringify(first)).not.toContain(Buffer.from('one').toString('base64'));
      const other = await refusal(execute(stack.client, first, { digest: '0'.repeat(64) }));
      expect(other).toMatchObject({ status: 409, code: 'plan_digest_mismatch' });

      await stack.cluster.transport.request({
        method: 'POST',
        path: '/api/v1/namespaces',
        body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
      });
      await stack.cluster.transport.request({
        method: 'POST',
        path: '/api/v1/namespaces/shop/configmaps',
        body: {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'settings' },
          data: { greeting: 'hi' },
        },
      });
      await until('the plan to be stale', async () => {
        const plan = await stack.client.call('getPlan', { params: { id: first.id } });
        return plan.exactness.state === 'stale';
      });
      const stale = await refusal(execute(stack.client, first));
      expect(stale).toMatchObject({ status: 409, code: 'plan_stale' });
      expect(JSON.stringify(stale)).toContain('settings');
    });

    test('5: given a newer commit, when the plan is read again, then that is a notice and the digest can be approved', async () => {
      const plan = await buildPlan(stack, 'shop');
      expect(plan.counts).toMatchObject({ create: 3, change: 1 });
      await push({ 'shop/settings.yaml': settings('hello, newer') }, 'newer greeting');
      await refresh(stack, 'shop');
      const again = await stack.client.call('getPlan', { params: { id: plan.id } });
      expect(again.exactness).toMatchObject({ state: 'exact', newer: { message: 'newer greeting' } });
      const approved = await stack.client.call('approvePlan', {
        params: { id: plan.id },
        body: { digest: plan.digest, tickedRisks: plan.risks.map((risk) => risk.id), comment: 'looks right' },
      });
      expect(approved.approvals[0]).toMatchObject({ digest: plan.digest, counts: true });
    });

    test('6: given a running Operation, when the server is killed and started again, then it goes on to Healthy', async () => {
      const plan = await buildPlan(stack, 'shop');
      const operation = await execute(stack.client, plan);
      await until('a step to run', async () => {
        const { steps } = await stack.client.call('getOperation', { params: { id: operation.id } });
        return steps.some((step) => step.state !== 'waiting');
      });
      await stack.kill();
      await stack.restart();
      const done = await ended(stack, operation.id);
      expect([done.phase, done.steps.map((step) => step.state).filter((state) => state !== 'done')]).toEqual([
        'Succeeded',
        [],
      ]);
      const app = await untilApp(stack, 'shop', 'Healthy and Synced', isHealthyAndSynced);
      expect(app.status.release).toMatchObject({ number: 1 });
      const tree = await stack.client.call('getTree', { params: shop });
      const pods = tree.nodes.filter(({ key }) => key.kind === 'Pod' && key.name.startsWith('web-'));
      expect(pods.map((pod) => pod.health?.status)).toEqual(['Healthy', 'Healthy']);
      expect(await greeting()).toBe('hello, newer');
    });

    test('7: given a webhook, when a commit is pushed, then it is OutOfSync with reason Pending', async () => {
      stack.git.addWebhook('shop', {
        url: `${stack.api.url}/api/v1/webhooks/github`,
        provider: 'github',
        secret: stack.webhookSecret,
      });
      await push({ 'shop/settings.yaml': settings('pushed'), 'shop/secret.yaml': secret('two') }, 'push');
      const app = await untilApp(stack, 'shop', 'Pending', ({ status }) => status.sync.reasons.pending > 0);
      expect(app.status.sync).toMatchObject({ status: 'OutOfSync', reasons: { pending: 2, drift: 0 } });
      expect(await greeting()).toBe('hello, newer');
    });

    test('7: given auto-sync, when Pending, then the named policy applies it through the same gate', async () => {
      const app = await getApp(stack, 'shop');
      await stack.client.call('updateApplication', {
        params: shop,
        body: {
          metadata: { name: 'shop' },
          spec: { ...app.spec, syncPolicy: { ...app.spec.syncPolicy, automated: { prune: true } } },
        },
        headers: { 'if-match': `"${app.metadata.resourceVersion}"` },
      });
      const synced = await untilApp(stack, 'shop', 'synced by its policy', (now) => {
        return isHealthyAndSynced(now) && now.status.release?.number === 2;
      });
      expect(synced.status.release?.by).toEqual({ kind: 'policy', name: 'policy:default/shop' });
      expect([await greeting(), await password()]).toEqual(['pushed', 'two']);
    });

    test('8: given a live edit, when seen, then Drift names field, values and manager, and a plan undoes it', async () => {
      await editLive(stack.cluster, paths.web, { spec: { replicas: 5 } }, 'kubectl-scale');
      const app = await untilApp(stack, 'shop', 'drifted', ({ status }) => status.sync.reasons.drift > 0);
      expect(app.status.sync).toMatchObject({ status: 'OutOfSync', reasons: { drift: 1, pending: 0 } });
      const changes = await stack.client.call('getChanges', { params: shop });
      expect(changes.objects.flatMap((object) => object.fields)).toEqual([
        expect.objectContaining({
          path: 'spec.replicas',
          desired: 2,
          live: 5,
          cause: 'drift',
          manager: 'kubectl-scale',
        }),
      ]);
      const { plan, operation } = await sync(stack, 'shop');
      expect(plan.counts).toMatchObject({ change: 1, create: 0 });
      expect(operation.phase).toBe('Succeeded');
      expect((await readLive(stack.cluster, paths.web))?.spec?.replicas).toBe(2);
    });

    test('8: given self-heal, when a live object is edited, then the policy puts it back', async () => {
      const app = await untilApp(stack, 'shop', 'Synced', isHealthyAndSynced);
      const automated = { prune: true, selfHeal: true };
      await stack.client.call('updateApplication', {
        params: shop,
        body: {
          metadata: { name: 'shop' },
          spec: { ...app.spec, syncPolicy: { ...app.spec.syncPolicy, automated } },
        },
      });
      await editLive(stack.cluster, paths.settings, { data: { greeting: 'by hand' } });
      await until('self-heal', async () => (await greeting()) === 'pushed');
      const { items } = await until('the release of it', async () => {
        const releases = await stack.client.call('listReleases', { params: shop });
        return releases.items[0]?.kind === 'self-heal' && releases;
      });
      expect(items[0]?.by).toEqual({ kind: 'policy', name: 'policy:default/shop' });
    });

    test('9: given git is down, when rolled back to release 1, then its Secret is back and a Hold stays', async () => {
      await untilApp(stack, 'shop', 'Synced', isHealthyAndSynced);
      stack.git.setFault('shop', { kind: 'down' });
      const { plan, operation } = await sync(stack, 'shop', { kind: 'rollback', release: 1 });
      stack.git.setFault('shop', undefined);
      expect(plan).toMatchObject({ kind: 'rollback', restores: 1 });
      expect(operation.phase).toBe('Succeeded');
      expect([await greeting(), await password()]).toEqual(['hello, newer', 'one']);
      const app = await refresh(stack, 'shop');
      expect(app.status).toMatchObject({ autoSync: 'hold', hold: { release: operation.releaseNumber } });
      expect(app.status.sync.reasons.drift).toBe(0);
    });

    test('9: given the Hold, when something unrelated is pushed, then it stays; when the render changes, then it ends', async () => {
      await push({ 'other/notes.txt': 'still nobody\n' }, 'unrelated');
      expect((await refresh(stack, 'shop')).status.autoSync).toBe('hold');
      await editLive(stack.cluster, paths.settings, { data: { greeting: 'by hand' } });
      await until('self-heal to the restored release', async () => (await greeting()) === 'hello, newer');
      await push({ 'shop/settings.yaml': settings('fixed') }, 'fix it');
      await until('the fix to be applied', async () => (await greeting()) === 'fixed');
      const app = await untilApp(stack, 'shop', 'Synced', isHealthyAndSynced);
      expect(app.status).toMatchObject({ autoSync: 'on', hold: null });
    });

    test('10: given an edit of source and policy, when saved, then it is a Plan with before and after', async () => {
      const app = await getApp(stack, 'shop');
      const spec = {
        ...app.spec,
        sources: [{ ...app.spec.sources[0], repoURL: url(), path: 'kustom' }],
        syncPolicy: { automated: null, syncOptions: ['CreateNamespace=true'] },
      };
      const plan = await buildPlan(stack, 'shop', { kind: 'edit', spec });
      expect(plan.edit?.fields.map((field) => field.path)).toContain('syncPolicy.automated');
      const saved = await ended(stack, (await execute(stack.client, plan)).id);
      expect(saved.phase).toBe('Succeeded');
      const edited = await refresh(stack, 'shop');
      expect(edited.spec.sources[0]?.path).toBe('kustom');
      expect(edited.status.desired.sources[0]?.renderer).toBe('kustomize');
      const next = await buildPlan(stack, 'shop', { kind: 'sync', options: { prune: true } });
      expect(next.counts).toMatchObject({ create: 1, prune: 4 });
      const back = await buildPlan(stack, 'shop', { kind: 'edit', spec: app.spec });
      await ended(stack, (await execute(stack.client, back)).id);
      await untilApp(stack, 'shop', 'Synced again', isHealthyAndSynced);
    });

    test('10: given hooks and a finalizer, when deleted by its typed name, then it stays as Deleting until all is gone', async () => {
      await push(
        {
          'shop/before.yaml': hook('before-delete', 'PreDelete', 'BeforeHookCreation'),
          'shop/after.yaml': hook('after-delete', 'PostDelete', 'HookSucceeded'),
        },
        'delete hooks',
      );
      await refresh(stack, 'shop');
      await editLive(stack.cluster, paths.settings, { metadata: { finalizers: ['example.com/wait'] } });
      const plan = await buildPlan(stack, 'shop', { kind: 'delete', cascade: 'foreground' });
      const names = plan.steps.filter((step) => step.action === 'delete').map(({ key }) => key.name);
      expect(names.toSorted()).toEqual(['key', 'migrate', 'settings', 'web', 'web']);
      const phases = plan.steps.map((step) => step.phase);
      expect([phases[0], phases.at(-1)]).toEqual(['PreDelete', 'PostDelete']);
      const waves = plan.steps.filter((step) => step.action === 'delete').map((step) => step.wave);
      expect(waves).toEqual(waves.toSorted((a, b) => b - a));
      expect(await refusal(execute(stack.client, plan, { confirmName: 'shopp' }))).toMatchObject({
        code: 'confirm_name_mismatch',
      });
      const { id } = await execute(stack.client, plan, { confirmName: 'shop' });
      const deleting = await untilApp(stack, 'shop', 'waiting for the finalizer', ({ status }) =>
        /settings/.test(status.operation?.message ?? ''),
      );
      expect(deleting.metadata.deletionTimestamp).not.toBeNull();
      await editLive(stack.cluster, paths.settings, { metadata: { finalizers: null } });
      expect((await ended(stack, id)).phase).toBe('Succeeded');
      expect(await refusal(getApp(stack, 'shop'))).toMatchObject({ status: 404 });
      expect(await readLive(stack.cluster, paths.web)).toBeUndefined();
    });

    test('11: given YAML, when applied, then it is registered; what get answers applies unchanged', async () => {
      const { metadata, spec } = applicationInput({ name: 'chart', repoURL: url(), path: 'chart' });
      const objects = [{ apiVersion: 'bowline.dev/v1alpha1', kind: 'Application', metadata, spec }];
      const applied = await stack.client.call('applyObjects', { body: { yaml: JSON.stringify(objects[0]) } });
      expect(applied.results).toEqual([expect.objectContaining({ name: 'chart', outcome: 'created' })]);
      const got = await getApp(stack, 'chart');
      const again = await stack.client.call('applyObjects', { body: { yaml: JSON.stringify(got) } });
      expect(again.results[0]).toMatchObject({ outcome: 'unchanged' });
      await refresh(stack, 'chart');
      expect((await sync(stack, 'chart')).operation.phase).toBe('Succeeded');
      await untilApp(stack, 'chart', 'Healthy and Synced', isHealthyAndSynced);
    });

    test('11: given an app of apps, when synced, then its child is an Application managed by it', async () => {
      const child = (source: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: leaf, namespace: argocd, finalizers: [resources-finalizer.argocd.argoproj.io]}
spec:
  project: default
  source: {repoURL: "${source}", path: kustom, targetRevision: main}
  destination: {name: ${clusterName}, namespace: leaf}
  syncPolicy: {automated: {prune: true}, syncOptions: [CreateNamespace=true]}
`;
      await push({ 'apps/leaf.yaml': child(url()) }, 'app of apps');
      await register(stack, { name: 'fleet', repoURL: url(), path: 'apps' });
      expect((await sync(stack, 'fleet')).operation.phase).toBe('Succeeded');
      const leaf = await until('the child to be synced', async () => {
        const app = await getApp(stack, 'leaf');
        return isHealthyAndSynced(app) && app;
      });
      expect(leaf.metadata.managedBy).toBe('default/fleet');
      const edit = stack.client.call('updateApplication', {
        params: { project: 'default', name: 'leaf' },
        body: { metadata: { name: 'leaf' }, spec: { ...leaf.spec, info: [] } },
      });
      expect(await refusal(edit)).toMatchObject({ status: 409, code: 'managed_elsewhere' });
    });

    test('11: given all of this, when the activity is read, then every step says who, what, when and which digest', async () => {
      const { items } = await stack.client.call('listActivity', {
        query: { application: 'shop', limit: 500 },
      });
      const actions = new Set(items.map((item) => item.action));
      for (const action of [
        'application.create',
        'plan.build',
        'plan.approve',
        'plan.execute',
        'application.resume',
      ])
        expect(actions).toContain(action);
      for (const item of items.filter(({ action }) => action === 'plan.execute')) {
        expect(item.digest).toMatch(/^[0-9a-f]{64}$/);
        expect(item.actor.name).not.toBe('');
        expect(Date.parse(item.at)).not.toBeNaN();
      }
      expect(items.some((item) => item.actor.name === 'policy:default/shop')).toBe(true);
    });
  });
}
