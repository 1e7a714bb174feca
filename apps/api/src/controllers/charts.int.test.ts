import {
  type ChartServer,
  type Packages,
  packChart,
  simpleChart,
  startChartServer,
} from '@bowline/sync-engine/adapters/render/testing/chart-repository';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectStore } from '../store/project.ts';
import { repositoryStore } from '../store/repository.ts';
import { type ControlLoop, kim, startControlLoop } from '../testing/control-loop.ts';
import { type LoopActions, loopActions } from '../testing/loop-actions.ts';
import { previewApplication } from '../usecases/preview-application.ts';
import { createRepository, type RepositoryBody, updateRepository } from '../usecases/save-repository.ts';
import { testRepository } from '../usecases/test-repository.ts';
import { pollRepository } from './repository.ts';

const packages: Packages = [];
let server: ChartServer;
let loop: ControlLoop;
let act: LoopActions;
let url: string;

async function publish(version: string): Promise<void> {
  packages.push({ name: 'web', version, archive: await simpleChart('web', version) });
}

const body = (more: Partial<RepositoryBody> = {}): RepositoryBody => ({
  metadata: { name: 'charts' },
  spec: { type: 'helm', url },
  credential: { kind: 'basic', username: 'reader', password: 's3cret' },
  ...more,
});
const source = (targetRevision: string) => ({ repoURL: url, chart: 'web', targetRevision });

beforeAll(async () => {
  await publish('1.0.0');
  server = await startChartServer(packages);
  url = `http://127.0.0.1:${server.port}/charts`;
  loop = await startControlLoop({ hosts: [`127.0.0.1:${server.port}`] });
  act = loopActions(loop);
});
afterAll(async () => {
  await loop?.stop();
  await server?.stop();
});

test('SRC-14: a Helm repository that is tested says what failed, and takes no key for SSH', async () => {
  const wrong = body({ credential: { kind: 'basic', username: 'reader', password: 'no' } });
  const elsewhere = body({ spec: { type: 'helm', url: url.replace('/charts', '/nothing') } });
  expect(await testRepository(loop.ctx, wrong)).toMatchObject({ ok: false, code: 'chart_auth_failed' });
  expect(await testRepository(loop.ctx, elsewhere)).toMatchObject({ ok: false, code: 'chart_index_missing' });
  expect(await testRepository(loop.ctx, body())).toMatchObject({ ok: true, message: 'Connected: 1 charts.' });
  const ssh = { kind: 'ssh' as const, privateKey: 'k', knownHosts: 'h' };
  await expect(
    createRepository(loop.ctx, { body: body({ credential: ssh }), caller: kim }),
  ).rejects.toMatchObject({ code: 'invalid_request' });
});

test('SRC-8: dependencies of a chart in git come from registered repositories alone', async () => {
  const chart = `apiVersion: v2
name: outer
version: 1.0.0
dependencies: [{name: web, version: 1.x, repository: ${url}}]
`;
  const app = await act.register('outer', { 'Chart.yaml': chart });
  expect((await loop.app(app.uid))?.status.conditions).toContainEqual(
    expect.objectContaining({ code: 'repository_unknown' }),
  );
  await createRepository(loop.ctx, { body: body(), caller: kim });
  await loop.refresh(app.uid);
  expect((await act.syncToEnd('outer')).phase).toBe('Succeeded');
  const made = await act.kube('GET', '/api/v1/namespaces/outer/configmaps/web');
  expect(made.data).toMatchObject({ version: '1.0.0' });
});

test('SRC-15: charts of an OCI registry are found below its registration', async () => {
  const host = `oci://127.0.0.1:${server.port}`;
  const registry = body({ metadata: { name: 'registry' }, spec: { type: 'oci', url: host } });
  expect(await testRepository(loop.ctx, registry)).toMatchObject({ ok: true });
  await createRepository(loop.ctx, { body: registry, caller: kim });
  const app = await loop.register('fromoci', {
    sources: [{ repoURL: `${host}/team`, chart: 'web', targetRevision: '1.x' }],
    syncPolicy: { syncOptions: ['CreateNamespace=true'] },
  });
  await loop.refresh(app.uid);
  expect((await act.syncToEnd('fromoci')).phase).toBe('Succeeded');
  const refs = new Map<string, string>();
  await pollRepository(loop.ctx, 'registry', refs, 1_000);
  const before = server.requests.length;
  const asked = () => server.requests.slice(before).some((line) => line.includes('/v2/team/web/tags/list'));
  // What a registry holds is not listed: its users ask for their own chart.
  await pollRepository(loop.ctx, 'registry', refs, 1_000);
  await loop.until('its tags to be asked for', async () => asked());
});

test('SRC-15: an artifact without a chart is synced, and again once its tag moves', async () => {
  const set = async (value: string) => ({
    name: 'set',
    version: 'stable',
    archive: await packChart({
      'app/cm.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: set}\ndata: {value: "${value}"}\n`,
    }),
    layers: ['application/vnd.oci.image.layer.v1.tar+gzip'],
  });
  packages.push(await set('one'));
  const app = await loop.register('artifact', {
    sources: [{ repoURL: `oci://127.0.0.1:${server.port}/team/set`, path: 'app', targetRevision: 'stable' }],
    syncPolicy: { syncOptions: ['CreateNamespace=true'] },
  });
  const first = await loop.refresh(app.uid);
  expect(first.status.revisions).toMatchObject([{ revision: expect.stringMatching(/^sha256:/) }]);
  expect((await act.syncToEnd('artifact')).phase).toBe('Succeeded');
  const live = async () =>
    (await act.kube('GET', '/api/v1/namespaces/artifact/configmaps/set')).data?.['value'];
  expect(await live()).toBe('one');
  packages.splice(packages.length - 1, 1, await set('two'));
  const moved = await loop.refresh(app.uid);
  expect(moved.status.revisions[0]?.revision).not.toBe(first.status.revisions[0]?.revision);
  expect((await act.syncToEnd('artifact')).phase).toBe('Succeeded');
  expect(await live()).toBe('two');
});

test('SRC-13, SRC-14: a chart takes its values from a repository of git', async () => {
  await loop.repository('values', { 'env/prod.yaml': 'from: git\n' });
  const app = await loop.register('valued', {
    sources: [
      { ...source('1.0.0'), helm: { valueFiles: ['$conf/env/prod.yaml'] } },
      { repoURL: loop.git.urlOf('values'), targetRevision: 'main', ref: 'conf' },
    ],
    syncPolicy: { syncOptions: ['CreateNamespace=true'] },
  });
  const seen = await loop.refresh(app.uid);
  expect(seen.status.revisions).toMatchObject([
    { revision: '1.0.0' },
    { revision: expect.stringMatching(/^[0-9a-f]{40}$/) },
  ]);
  expect((await act.syncToEnd('valued')).phase).toBe('Succeeded');
  const made = await act.kube('GET', '/api/v1/namespaces/valued/configmaps/web');
  expect(made.data).toMatchObject({ version: '1.0.0', from: 'git' });
});

test('SRC-14: a chart is previewed, synced, found newer by the poll, and restored while its repository is away', async () => {
  const preview = await previewApplication(loop.ctx, {
    metadata: { name: 'shop' },
    spec: {
      project: 'default',
      sources: [source('1.x')],
      destination: { name: 'sandbox', namespace: 'shop' },
    },
  });
  expect(preview.failure).toBeNull();

  const app = await loop.register('shop', {
    sources: [source('1.x')],
    syncPolicy: { syncOptions: ['CreateNamespace=true'] },
  });
  const seen = await loop.refresh(app.uid);
  expect(seen.status.revisions).toMatchObject([{ revision: '1.0.0', renderer: 'helm' }]);
  expect((await act.syncToEnd('shop')).phase).toBe('Succeeded');
  const live = async () =>
    (await act.kube('GET', '/api/v1/namespaces/shop/configmaps/web')).data?.['version'];
  expect(await live()).toBe('1.0.0');

  const refs = new Map<string, string>();
  await pollRepository(loop.ctx, 'charts', refs, 1_000);
  await publish('1.1.0');
  await pollRepository(loop.ctx, 'charts', refs, 1_000);
  await loop.until('the new version', async () => {
    const record = await loop.app(app.uid);
    return record?.status.counts.pending === 1 && record.status.revisions[0]?.revision === '1.1.0';
  });
  expect((await act.syncToEnd('shop')).phase).toBe('Succeeded');
  expect(await live()).toBe('1.1.0');

  await server.stop();
  const blind = await loop.refresh(app.uid);
  expect(blind.status.sync.status).toBe('Unknown');
  expect(blind.status.conditions).toContainEqual(expect.objectContaining({ code: 'chart_unreachable' }));
  expect(await live(), 'nothing is pruned').toBe('1.1.0');
  const back = await act.plan({ kind: 'rollback', project: 'default', application: 'shop', release: 1 });
  expect((await loop.ended((await act.run(back)).id)).phase).toBe('Succeeded');
  expect(await live()).toBe('1.0.0');
  expect((await pollRepository(loop.ctx, 'charts', refs, 1_000)).kind).toBe('requeue');
  expect(await repositoryStore(loop.db).find('charts')).toMatchObject({
    state: 'failed',
    code: 'chart_unreachable',
  });
});

test('a Helm repository stays one, also when the type is left out', async () => {
  const { credential: _, ...rest } = body();
  const update = updateRepository(loop.ctx, { body: { ...rest, spec: { url } }, caller: kim });
  await expect(update).rejects.toMatchObject({ code: 'invalid_request', status: 400 });
});

test('X44: a Project that does not allow the repository cannot use it', async () => {
  await projectStore(loop.db).create({
    name: 'narrow',
    spec: { sourceRepos: ['https://git.example/*'], destinations: [{ server: '*', namespace: '*' }] },
    labels: {},
    annotations: {},
    managedBy: null,
  });
  await expect(
    previewApplication(loop.ctx, {
      metadata: { name: 'shop' },
      spec: {
        project: 'narrow',
        sources: [source('1.x')],
        destination: { name: 'sandbox', namespace: 'shop' },
      },
    }),
  ).rejects.toMatchObject({ code: 'project_refused' });
});
