import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Application } from '@bowline/contract/application';
import { createTestDatabase } from '../../tools/postgres/test-database.ts';
import type { TestDatabase } from '../../tools/postgres/test-server.ts';
import { readLive } from '../support/cluster.ts';
import {
  type AppInput,
  applicationInput,
  buildPlan,
  getApp,
  isHealthyAndSynced,
  refresh,
  refusal,
  register,
  repository,
  sync,
  untilApp,
} from '../support/flow.ts';
import { settings } from '../support/shop.ts';
import { type Stack, startStack } from '../support/stack.ts';

let database: TestDatabase;
let stack: Stack;

beforeAll(async () => {
  database = await createTestDatabase();
  stack = await startStack({ databaseUrl: database.url });
});
afterAll(async () => {
  await stack?.stop();
  await database?.drop();
});

const codes = (app: Application): string[] => app.status.conditions.map(({ code }) => code);
const live = (name: string) => readLive(stack.cluster, `/api/v1/namespaces/${name}/configmaps/settings`);

/** An Application that is applied and pruned by its policy: whatever goes wrong next must not remove anything. */
async function applied(name: string, more: Partial<AppInput> = {}): Promise<void> {
  const repoURL = await repository(stack, name, { files: { 'app/settings.yaml': settings('kept') } });
  await register(stack, { name, repoURL, path: 'app', automated: { prune: true, selfHeal: true }, ...more });
  // Where a cluster that was lost comes back, automation may plan from a look before the first write; that one is refused.
  const isAtRest = (app: Application) =>
    isHealthyAndSynced(app) && ['Succeeded', 'Failed'].includes(app.status.operation?.phase ?? '');
  await untilApp(stack, name, 'Synced', isAtRest);
}

/** The last known tree is there, marked as old; nothing was pruned; no Plan can be built on partial knowledge. */
async function expectUnknown(name: string, code: string, { isLiveReadable = true } = {}): Promise<void> {
  const app = await untilApp(stack, name, code, (now) => codes(now).includes(code));
  expect(app.status.sync.status).toBe('Unknown');
  expect(app.status.health.status).toBe('Unknown');
  const condition = app.status.conditions.find((one) => one.code === code);
  expect(condition?.message.length).toBeGreaterThan(20);
  const tree = await stack.client.call('getTree', { params: { project: 'default', name } });
  expect(tree.freshness).toBe('stale');
  expect(Date.parse(tree.asOf ?? '')).not.toBeNaN();
  expect(tree.nodes.map((node) => node.key.name)).toContain('settings');
  await refusal(buildPlan(stack, name));
  if (isLiveReadable) expect((await live(name))?.data).toEqual({ greeting: 'kept' });
}

describe('sources that cannot be had', () => {
  test.each([
    ['down', { kind: 'down' as const }, 'git_unreachable'],
    ['no longer ours', { kind: 'unauthorized' as const }, 'git_auth_failed'],
    [
      'sent elsewhere (X25)',
      { kind: 'redirect' as const, to: 'http://169.254.169.254/x.git/' },
      'git_failed',
    ],
  ])('a repository that is %s: %s', async (_what, fault, code) => {
    const name = `git-${code.replace(/\W|_/g, '-')}`;
    await applied(name);
    stack.git.setFault(name, fault);
    await refresh(stack, name, 'hard');
    const seen = codes(await getApp(stack, name));
    expect(seen).toHaveLength(1);
    await expectUnknown(name, fault.kind === 'redirect' ? (seen[0] ?? '') : code);
    stack.git.setFault(name, undefined);
    await refresh(stack, name, 'hard');
    await untilApp(stack, name, 'well again', isHealthyAndSynced);
  });

  test('a URL that nobody registered is refused by name, and so is a revision that is not there', async () => {
    await applied('moved');
    const app = await getApp(stack, 'moved');
    const edit = async (source: object) => {
      const [first] = app.spec.sources;
      if (!first) throw new Error('no source');
      await stack.client.call('updateApplication', {
        params: { project: 'default', name: 'moved' },
        body: { metadata: { name: 'moved' }, spec: { ...app.spec, sources: [{ ...first, ...source }] } },
      });
      await refresh(stack, 'moved');
    };
    await edit({ targetRevision: 'gone' });
    await expectUnknown('moved', 'git_revision_not_found');
    await edit({ repoURL: `${stack.git.url}/nobody.git` });
    await expectUnknown('moved', 'repository_unknown');
  });
});

describe('sources that say nothing usable', () => {
  const cases: [string, Record<string, string | null>, string][] = [
    [
      'a path that is gone',
      { 'app/settings.yaml': null, 'else/a.yaml': settings('a') },
      'git_path_not_found',
    ],
    ['a path without manifests', { 'app/settings.yaml': null, 'app/README.md': 'hello' }, 'path_empty'],
    [
      'YAML that does not parse',
      { 'app/bad.yaml': 'kind: ConfigMap\nmetadata: [unclosed\nb: }' },
      'yaml_invalid',
    ],
    [
      'a chart that fails',
      {
        'app/Chart.yaml': 'apiVersion: v2\nname: a\nversion: 1.0.0\n',
        'app/templates/a.yaml': '{{ fail "no value for image" }}',
      },
      'render_failed',
    ],
    [
      'a kustomization that names no file',
      { 'app/kustomization.yaml': 'resources: [nothing.yaml]' },
      'git_path_not_found',
    ],
  ];
  test.each(cases)('%s: nothing is pruned', async (what, files, code) => {
    const name = `bad-${what.replace(/\W+/g, '-').replace(/-+$/, '').slice(0, 40)}`.toLowerCase();
    await applied(name);
    await stack.git.commit(name, { files, message: what });
    await refresh(stack, name);
    await expectUnknown(name, code);
    const preview = await stack.client.call('previewApplication', {
      body: applicationInput({ name: `${name}-2`.slice(-60), repoURL: stack.git.urlOf(name), path: 'app' }),
    });
    expect(preview.failure).toMatchObject({ code });
    expect(preview.failure?.hint).not.toBe('');
  });

  test('a render of zero resources prunes nothing, though the policy may prune', async () => {
    await applied('zero');
    await stack.git.commit('zero', { files: { 'app/settings.yaml': '# nothing left\n' }, message: 'empty' });
    const app = await refresh(stack, 'zero');
    expect(codes(app)).toContain('render_empty');
    expect((await getApp(stack, 'zero')).status.release?.number).toBe(1);
    expect((await live('zero'))?.data).toEqual({ greeting: 'kept' });
  });

  test('the same object twice is said by name; the last one counts, and nothing is pruned', async () => {
    await applied('twice');
    await stack.git.commit('twice', {
      files: { 'app/z.yaml': settings('kept') },
      message: 'the same again',
    });
    const app = await refresh(stack, 'twice');
    const duplicate = app.status.conditions.find(({ code }) => code === 'duplicate_resource');
    expect(duplicate?.message).toContain('settings');
    expect((await live('twice'))?.data).toEqual({ greeting: 'kept' });
  });

  test('a key given twice is said by file and line; the last one counts (X15)', async () => {
    await applied('equal-keys');
    const files = { 'app/settings.yaml': settings('kept').replace('kind:', 'kind: Secret\nkind:') };
    await stack.git.commit('equal-keys', { files, message: 'a key twice' });
    const app = await refresh(stack, 'equal-keys');
    const warning = app.status.conditions.find(({ code }) => code === 'render_warning');
    expect(warning?.message).toMatch(/settings\.yaml:\d+: .*duplicated.*the last one counts/);
    expect(app.status.sync.status).toBe('Synced');
    expect((await live('equal-keys'))?.data).toEqual({ greeting: 'kept' });
  });

  test('an object of an unknown kind is said by kind; the rest stays', async () => {
    await applied('unknown-kind');
    const widget = 'apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w}\n';
    await stack.git.commit('unknown-kind', { files: { 'app/w.yaml': widget }, message: 'widget' });
    const app = await refresh(stack, 'unknown-kind');
    expect(JSON.stringify(app.status.conditions)).toContain('Widget');
    expect(codes(app)).toContain('kind_unknown');
    expect((await live('unknown-kind'))?.data).toEqual({ greeting: 'kept' });
  });
});

describe('a cluster that', () => {
  const status = (code: number) => ({ kind: 'status' as const, code });
  test.each([
    ['answers 401', status(401), 'cluster_unauthorized'],
    ['answers 403', status(403), 'cluster_forbidden'],
    ['answers 429', status(429), 'cluster_throttled'],
    ['answers 500', status(500), 'cluster_error'],
    ['hangs', { kind: 'hang' as const }, 'cluster_timeout'],
    ['drops connections', { kind: 'reset' as const }, 'cluster_unreachable'],
  ])(
    '%s is Unknown, its tree keeps its age, nothing is pruned',
    { timeout: 600_000 },
    async (what, answer, code) => {
      const name = `cluster-${what.replace(/\W+/g, '-')}`;
      await applied(name);
      const { faults } = stack.cluster;
      faults?.add({ answer });
      faults?.dropWatches();
      try {
        const app = await untilApp(
          stack,
          name,
          'Unknown',
          (now) => now.status.sync.status === 'Unknown' && now.status.conditions.length > 0,
          120_000,
        );
        expect(codes(app)).toContain(code);
        await expectUnknown(name, code, { isLiveReadable: false });
      } finally {
        faults?.clear();
      }
      expect((await live(name))?.data).toEqual({ greeting: 'kept' });
      await untilApp(stack, name, 'well again', isHealthyAndSynced, 120_000);
    },
  );

  test('is gone for good can be forgotten without touching it; by its typed name', async () => {
    await applied('forgotten');
    const params = { project: 'default', name: 'forgotten' };
    stack.cluster.faults?.add({ answer: { kind: 'reset' } });
    const forget = (confirmName: string) =>
      stack.client.call('deleteApplication', { params, query: { mode: 'forget', confirmName } });
    expect(await refusal(forget('forgot'))).toMatchObject({ code: 'confirm_name_mismatch' });
    await forget('forgotten');
    stack.cluster.faults?.clear();
    expect(await refusal(getApp(stack, 'forgotten'))).toMatchObject({ status: 404 });
    expect((await live('forgotten'))?.data).toEqual({ greeting: 'kept' });
  });
});

test('an image that cannot be pulled fails the Operation’s health and says why', async () => {
  const broken = `apiVersion: v1
kind: Pod
metadata: {name: one}
spec: {containers: [{name: one, image: "one:broken"}]}
`;
  const repoURL = await repository(stack, 'broken', { files: { 'pod.yaml': broken } });
  await register(stack, { name: 'broken', repoURL });
  const { operation } = await sync(stack, 'broken');
  expect(operation.phase).toBe('Failed');
  const app = await untilApp(
    stack,
    'broken',
    'Degraded',
    ({ status }) => status.health.status === 'Degraded',
  );
  expect(JSON.stringify(app.status)).toContain('ImagePullBackOff');
});
