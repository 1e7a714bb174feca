import { createServer as createTlsServer } from 'node:https';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Source } from '../../core/model.ts';
import type { ChartPort, ChartRepository } from '../../ports/charts.ts';
import { createEgress } from '../egress.ts';
import { systemClock } from '../time/system-clock.ts';
import { createCharts } from './charts/charts.ts';
import { mayReceive } from './charts/download.ts';
import type { ChartServer } from './testing/chart-repository.ts';
import { packChart, simpleChart, startChartServer } from './testing/chart-repository.ts';
import type { Workbench } from './testing/workbench.ts';
import { configMap, findTestTool, names, startWorkbench } from './testing/workbench.ts';

const helmTool = await findTestTool('helm');
const credential = { kind: 'basic', username: 'reader', password: 's3cret' } as const;
const tarGzip = 'application/vnd.oci.image.layer.v1.tar+gzip';
let bench: Workbench;
let server: ChartServer;
let charts: ChartPort;
let page: Server;
let secure: Server;
// A certificate for 127.0.0.1 of an authority that no machine knows.
const pem = (name: string): string =>
  readFileSync(new URL(`../testdata/tls/${name}`, import.meta.url), 'utf8');
const dir = mkdtempSync(join(tmpdir(), 'bowline-charts-'));

const portOf = (one: Server): number => (one.address() as AddressInfo).port;
const listening = (one: Server): Promise<void> =>
  new Promise((resolve) => one.listen(0, '127.0.0.1', () => resolve()));
const newCharts = (more: { cacheDir?: string } = {}): ChartPort => {
  const allow = [server.port, portOf(page), portOf(secure)].map((port) => `127.0.0.1:${port}`);
  return createCharts({ egress: createEgress({ allow }), clock: systemClock, ...more });
};
const http = (more: Partial<ChartRepository> = {}): ChartRepository => ({
  url: `http://127.0.0.1:${server.port}/charts`,
  credential,
  ...more,
});
const oci = (path: string, more: Partial<ChartRepository> = {}): ChartRepository => ({
  url: `oci://127.0.0.1:${server.port}/${path}`,
  credential,
  ...more,
});

beforeAll(async () => {
  const manifests = await packChart({ 'app/cm.yaml': configMap('one'), 'other/cm.yaml': configMap('two') });
  server = await startChartServer([
    { name: 'web', version: '1.0.0', archive: await simpleChart('web', '1.0.0') },
    { name: 'web', version: '1.4.2', archive: await simpleChart('web', '1.4.2') },
    { name: 'web', version: '2.0.0-rc.1', archive: await simpleChart('web', '2.0.0-rc.1') },
    { name: 'set', version: '0.1.0', archive: manifests, layers: [tarGzip] },
    { name: 'set', version: 'latest', archive: manifests, layers: [tarGzip] },
    { name: 'two', version: '1.0.0', archive: manifests, layers: [tarGzip, tarGzip] },
    { name: 'odd', version: '1.0.0', archive: manifests, layers: ['application/wasm'] },
    {
      name: 'climbs',
      version: '1.0.0',
      archive: await packChart({ '../x.yaml': configMap('x') }),
      layers: [tarGzip],
    },
  ]);
  page = createServer((request, response) => {
    const isFound = !(request.url ?? '').startsWith('/empty');
    response.writeHead(isFound ? 200 : 404, { 'content-type': 'text/html' });
    response.end('<html>charts for people</html>');
  });
  secure = createTlsServer({ cert: pem('server.pem'), key: pem('server.key.pem') }, (_request, response) =>
    response.end('{"entries": {"a": []}}'),
  );
  await Promise.all([listening(page), listening(secure)]);
  bench = await startWorkbench();
  charts = newCharts();
});
afterAll(async () => {
  await bench?.stop();
  await server?.stop();
  page?.close();
  secure?.close();
  rmSync(dir, { recursive: true, force: true });
});

describe('connections to Helm repositories (SRC-14)', () => {
  it('say how many charts there are, or that a registry does not tell', async () => {
    expect(await charts.testConnection(http())).toEqual({ ok: true, value: { charts: 5 } });
    expect(await charts.testConnection(oci('team'))).toEqual({ ok: true, value: { charts: null } });
  });

  it.each([
    [
      'a password that is refused',
      () => http({ credential: { ...credential, password: 'x' } }),
      'chart_auth_failed',
    ],
    [
      'one that a registry refuses',
      () => oci('team', { credential: { ...credential, password: 'x' } }),
      'chart_auth_failed',
    ],
    [
      'a folder without an index',
      () => http({ url: `http://127.0.0.1:${portOf(page)}/empty` }),
      'chart_index_missing',
    ],
    ['a page for people', () => http({ url: `http://127.0.0.1:${portOf(page)}` }), 'chart_index_invalid'],
    ['what is no registry', () => oci('x', { url: `oci://127.0.0.1:${portOf(page)}/x` }), 'registry_invalid'],
    [
      'an unknown certificate',
      () => http({ url: `https://127.0.0.1:${portOf(secure)}` }),
      'chart_tls_failed',
    ],
    ['a server without TLS', () => http({ url: `https://127.0.0.1:${portOf(page)}` }), 'chart_tls_failed'],
    ['what egress refuses', () => http({ url: 'http://169.254.169.254/charts' }), 'egress_refused'],
  ])('tell %s (X25, X28)', async (_what, repository, code) => {
    const result = await charts.testConnection(repository());
    expect(result).toMatchObject({ ok: false, code });
    expect(JSON.stringify(result)).not.toContain('s3cret');
  });

  it('trust the certificate authority that is given', async () => {
    const caPem = pem('ca.pem');
    const repository = http({ url: `https://127.0.0.1:${portOf(secure)}`, caPem });
    expect(await charts.testConnection(repository)).toEqual({ ok: true, value: { charts: 1 } });
  });

  it('list charts by their highest stable version, and versions highest first', async () => {
    const listed = await charts.listCharts(http());
    expect(listed.ok && listed.value.charts.find((one) => one.name === 'web')).toMatchObject({
      version: '1.4.2',
      versions: 3,
    });
    const versions = await charts.listVersions(http(), 'web');
    expect(versions.ok && versions.value.map((one) => one.version)).toEqual(['2.0.0-rc.1', '1.4.2', '1.0.0']);
    expect(await charts.listCharts(oci('team'))).toEqual({
      ok: true,
      value: { charts: [], isComplete: false },
    });
  });

  it('ask for an index again only when it has changed, and not at all while it is fresh', async () => {
    const own = newCharts();
    const asked = (): number => server.requests.filter((line) => line.includes('index.yaml')).length;
    const before = asked();
    const answers = [
      await own.resolve(http(), 'web', '1.x'),
      await own.resolve(http(), 'web', '>=2.0.0-0'),
      await own.resolve(http(), 'web', '1.x', { notBeforeMs: systemClock.monotonicMs() }),
    ];
    expect(answers.map((one) => one.ok && one.value)).toEqual(['1.4.2', '2.0.0-rc.1', '1.4.2']);
    expect(asked() - before).toBe(2);
    expect(server.statuses.slice(-1)).toEqual([304]);
  });

  it('keep a package for when the repository is away, for its registration alone (X13)', async () => {
    const cacheDir = join(dir, 'packages');
    const mine = http({ id: 'mine' });
    expect(await newCharts({ cacheDir }).fetch(mine, 'web', '1.4.2')).toMatchObject({ ok: true });
    const offline = createCharts({ egress: createEgress({ allow: [] }), clock: systemClock, cacheDir });
    expect(await offline.resolve(mine, 'web', '1.4.2')).toEqual({ ok: true, value: '1.4.2' });
    expect(await offline.fetch(mine, 'web', '1.4.2')).toMatchObject({
      ok: true,
      value: { version: '1.4.2' },
    });
    for (const other of [http({ id: 'theirs' }), http()])
      expect(await offline.fetch(other, 'web', '1.4.2')).toMatchObject({ ok: false, code: 'egress_refused' });
  });
});

it.each([
  ['https://a.example/x', 'https://a.example/y', false, true],
  ['https://a.example', 'https://a.example:8443', false, false],
  ['https://a.example', 'https://b.example', false, false],
  ['https://a.example', 'https://b.example', true, true],
  ['http://a.example', 'https://a.example', false, true],
  ['https://a.example', 'http://a.example', false, false],
  ['https://a.example', 'http://a.example', true, false],
])('credential of %s to %s with passCredentials %j: %j (SRC-5, X26)', (home, url, passCredentials, may) => {
  expect(mayReceive({ url: home, credential, passCredentials }, home, url)).toBe(may);
});

describe('OCI artifacts (SRC-15)', () => {
  const renderOf = async (source: Partial<Source> & { repoURL: string }) =>
    await bench.newRender('artifacts', { charts }).render({
      application: { project: 'default', name: 'app' },
      destinationNamespace: 'web',
      sources: [{ source, repository: bench.repositoryOf('none'), revision: '' }],
      chartRepositories: [oci('team')],
      kubeVersion: 'v1.36.3',
      apiVersions: [],
      outputBytesMax: 1024 * 1024,
      mode: 'normal',
    });
  const urlOf = (name: string): string => `oci://127.0.0.1:${server.port}/team/${name}`;

  it.each(['', 'HEAD', 'latest', '0.1.0', '0.x'])('renders the path of the layer at "%s"', async (target) => {
    const result = await renderOf({ repoURL: urlOf('set'), path: 'app', targetRevision: target });
    expect(names(result)).toEqual(['ConfigMap/one']);
    expect(result).toMatchObject({ sources: [{ revision: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) }] });
  });

  it('renders the very digest that is asked for', async () => {
    const digest = await charts.resolveArtifact(oci('team/set'), '0.1.0');
    const targetRevision = digest.ok ? digest.value : '';
    const result = await renderOf({ repoURL: urlOf('set'), path: 'other', targetRevision });
    expect(names(result)).toEqual(['ConfigMap/two']);
  });

  it.runIf(helmTool.ok)('renders a chart that is the artifact', async () => {
    expect(names(await renderOf({ repoURL: urlOf('web'), path: '.' }))).toEqual(['ConfigMap/web']);
  });

  it.each([
    ['two layers', 'two', '1.0.0', 'chart_invalid'],
    ['a layer of another kind', 'odd', '1.0.0', 'chart_invalid'],
    ['a name that climbs', 'climbs', '1.0.0', 'chart_invalid'],
    ['no such tag', 'set', '7.x', 'chart_not_found'],
  ])('refuses %s (X4)', async (_what, name, targetRevision, code) => {
    const result = await renderOf({ repoURL: urlOf(name), path: '.', targetRevision });
    expect(result).toMatchObject({ kind: 'failed', code });
  });

  it('refuses a registry that nobody registered', async () => {
    expect(await renderOf({ repoURL: 'oci://registry.example/set', path: '.' })).toMatchObject({
      kind: 'failed',
      code: 'repository_unknown',
    });
  });
});
