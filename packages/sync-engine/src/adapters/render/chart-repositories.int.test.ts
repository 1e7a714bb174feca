import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KubeObject, RenderResult, Source } from '../../core/model.ts';
import type { ChartRepository } from '../../ports/charts.ts';
import type { RenderPort } from '../../ports/render.ts';
import { createEgress } from '../egress.ts';
import { systemClock } from '../time/system-clock.ts';
import { unpackChart } from './charts/chart-archive.ts';
import { createCharts } from './charts/charts.ts';
import type { ChartServer } from './testing/chart-repository.ts';
import { packChart, simpleChart, startChartServer } from './testing/chart-repository.ts';
import type { Workbench } from './testing/workbench.ts';
import { findTestTool, rendered, startWorkbench } from './testing/workbench.ts';

const [helmTool, kustomizeTool] = [await findTestTool('helm'), await findTestTool('kustomize')];
const credential = { kind: 'basic', username: 'reader', password: 's3cret' } as const;
let bench: Workbench;
let server: ChartServer;
let render: RenderPort;
let repositories: ChartRepository[];

beforeAll(async () => {
  server = await startChartServer([
    { name: 'web', version: '1.0.0', archive: await simpleChart('web', '1.0.0') },
    {
      name: 'web',
      version: '1.4.2',
      archive: await simpleChart('web', '1.4.2', { 'values-prod.yaml': 'from: prod\n' }),
    },
    { name: 'web', version: '2.0.0-rc.1+b.1', archive: await simpleChart('web', '2.0.0-rc.1+b.1') },
    { name: 'lib', version: '0.3.1', archive: await simpleChart('lib', '0.3.1') },
    { name: 'lib', version: '0.9.0', archive: await simpleChart('lib', '0.9.0') },
    {
      name: 'tampered',
      version: '1.0.0',
      archive: await simpleChart('tampered', '1.0.0'),
      digest: 'ab'.repeat(32),
    },
    { name: 'inside', version: '1.0.0', archive: await simpleChart('inside', '1.0.0'), url: '/inside' },
    { name: 'away', version: '1.0.0', archive: await simpleChart('away', '1.0.0'), url: '/elsewhere' },
    {
      name: 'climbs',
      version: '1.0.0',
      archive: await packChart({ 'climbs/Chart.yaml': 'name: x', '../x': 'y' }),
    },
  ]);
  bench = await startWorkbench();
  const egress = createEgress({ allow: [`127.0.0.1:${server.port}`] });
  render = bench.newRender('charts', { charts: createCharts({ egress, clock: systemClock }) });
  repositories = [
    { url: `http://127.0.0.1:${server.port}/charts`, name: 'ours', credential },
    { url: `oci://127.0.0.1:${server.port}/team`, credential },
  ];
  await bench.seed('deps', {
    'app/Chart.yaml': [
      'apiVersion: v2\nname: app\nversion: 1.0.0\ndependencies:',
      `  - {name: web, version: ">=1.0.0, <2.0.0", repository: "http://127.0.0.1:${server.port}/charts/", alias: front}`,
      `  - {name: lib, version: 0.x, repository: "oci://127.0.0.1:${server.port}/team", condition: lib.enabled}`,
      '  - {name: near, version: 1.0.0, repository: "file://../near"}',
    ].join('\n'),
    'app/Chart.lock': `dependencies: [{name: lib, version: 0.3.1, repository: "oci://127.0.0.1:${server.port}/team"}]\n`,
    'app/templates/none.yaml': '# nothing\n',
    'near/Chart.yaml':
      'apiVersion: v2\nname: near\nversion: 1.0.0\ndependencies: [{name: web, version: 1.0.0, repository: "@ours"}]\n',
    'stranger/Chart.yaml':
      'apiVersion: v2\nname: s\nversion: 1.0.0\ndependencies: [{name: x, version: 1.0.0, repository: "https://u:p4ss@charts.example.com"}]\n',
    'inflated/kustomization.yaml': [
      'namePrefix: p-\nhelmCharts:',
      `- {name: web, repo: "http://127.0.0.1:${server.port}/charts", version: 1.0.0, valuesInline: {from: here}}`,
      `- {name: lib, repo: "oci://127.0.0.1:${server.port}/team", releaseName: l}`,
    ].join('\n'),
    'circle/Chart.yaml':
      'apiVersion: v2\nname: circle\nversion: 1.0.0\ndependencies: [{name: circle, version: 1.0.0, repository: "file://../circle"}]\n',
  });
});
afterAll(async () => {
  await bench?.stop();
  await server?.stop();
});

async function ofChart(
  source: Partial<Source>,
  more: { chartRepositories?: ChartRepository[]; port?: RenderPort } = {},
): Promise<RenderResult> {
  return await (more.port ?? render).render({
    application: { project: 'default', name: 'app' },
    destinationNamespace: 'web',
    sources: [
      {
        source: { repoURL: `http://127.0.0.1:${server.port}/charts`, ...source },
        repository: bench.repositoryOf('deps'),
        revision: '',
      },
    ],
    chartRepositories: more.chartRepositories ?? repositories,
    kubeVersion: 'v1.36.3',
    apiVersions: [],
    outputBytesMax: 10 * 1024 * 1024,
    mode: 'normal',
  });
}

const dataOf = (manifests: KubeObject[]): unknown[] =>
  manifests.map((one) => [one.metadata.name, one['data']]);

describe.runIf(helmTool.ok)('charts of Helm repositories (SRC-14)', () => {
  it.each([
    ['', '1.4.2'],
    ['*', '1.4.2'],
    ['1.0.0', '1.0.0'],
    ['~1.0', '1.0.0'],
    ['>=1.0.0, <1.3.0', '1.0.0'],
    ['>=1.0.0-0', '2.0.0-rc.1+b.1'],
  ])('takes the highest version of "%s": %s', async (targetRevision, version) => {
    const result = rendered(await ofChart({ chart: 'web', targetRevision }));
    expect(result.sources[0]).toMatchObject({ renderer: 'helm', revision: version });
    expect(dataOf(result.manifests)).toEqual([['web', { version, from: 'default' }]]);
  });

  it('reads value files of the package', async () => {
    const result = await ofChart({ chart: 'web', helm: { valueFiles: ['values-prod.yaml'] } });
    expect(dataOf(rendered(result).manifests)).toEqual([['web', { version: '1.4.2', from: 'prod' }]]);
    expect(await ofChart({ chart: 'web', helm: { valueFiles: ['../../etc/passwd'] } })).toMatchObject({
      code: 'path_escapes',
    });
  });

  it('reads an OCI registry, with and without the scheme, by token', async () => {
    for (const scheme of ['oci://', '']) {
      const repoURL = `${scheme}127.0.0.1:${server.port}/team`;
      const result = await ofChart({ repoURL, chart: 'web', targetRevision: '2.0.0-rc.1+b.1' });
      expect(dataOf(rendered(result).manifests)).toEqual([
        ['web', { version: '2.0.0-rc.1+b.1', from: 'default' }],
      ]);
    }
    expect(server.requests.some((line) => line.includes('/manifests/2.0.0-rc.1_b.1 Bearer pull:'))).toBe(
      true,
    );
  });

  it('contacts nobody for a version it has', async () => {
    rendered(await ofChart({ chart: 'web', targetRevision: '1.0.0' }));
    const before = server.requests.length;
    rendered(await ofChart({ chart: 'web', targetRevision: '1.0.0' }));
    expect(server.requests).toHaveLength(before);
  });

  it.each([
    [{ chart: 'web', targetRevision: '7.x' }, 'chart_not_found'],
    [{ chart: 'absent' }, 'chart_not_found'],
    [{ chart: 'tampered' }, 'chart_invalid'],
    [{ chart: 'climbs' }, 'chart_invalid'],
    [{ chart: '../web' }, 'source_invalid'],
    [{ chart: 'web', repoURL: 'https://charts.example.com' }, 'repository_unknown'],
  ])('%j fails with %s (X4)', async (source, code) => {
    expect(await ofChart(source)).toMatchObject({ kind: 'failed', code });
  });

  it('says that a credential is refused, and never shows it (X78)', async () => {
    const wrong = [{ ...repositories[0]!, credential: { ...credential, password: 'wr0ng' } }];
    const result = await ofChart({ chart: 'web' }, { chartRepositories: wrong });
    expect(result).toMatchObject({ code: 'chart_auth_failed' });
    expect(JSON.stringify(result)).not.toContain('wr0ng');
  });

  it('connects nowhere that egress refuses, neither at first nor by redirect, and keeps the credential at home (X25)', async () => {
    const closed = bench.newRender('closed', {
      charts: createCharts({ egress: createEgress({ allow: [] }), clock: systemClock }),
    });
    expect(await ofChart({ chart: 'web' }, { port: closed })).toMatchObject({ code: 'egress_refused' });
    expect(await ofChart({ chart: 'inside' })).toMatchObject({ code: 'egress_refused' });
    expect(await ofChart({ chart: 'away' })).toMatchObject({ code: 'chart_auth_failed' });
    expect(server.requests.filter((line) => line.includes('/leak'))).toEqual(['GET /leak -']);
  });
});

describe.runIf(helmTool.ok)('dependencies from registered repositories (SRC-8)', () => {
  it('fetches what charts/ lacks, at the locked version, also for charts of the repository', async () => {
    const request = await bench.requestOf(
      'deps',
      { path: 'app' },
      { chartRepositories: repositories, objects: 'as-printed' },
    );
    const result = rendered(await render.render(request));
    expect(dataOf(result.manifests)).toEqual(
      expect.arrayContaining([
        ['web', { version: '1.4.2', from: 'default' }],
        ['lib', { version: '0.3.1', from: 'default' }],
      ]),
    );
    expect(result.manifests).toHaveLength(3);
    expect(result.sources[0]?.inputs).toContainEqual({
      path: `oci://127.0.0.1:${server.port}/team/lib`,
      id: '0.3.1',
    });
  });

  it.runIf(kustomizeTool.ok)(
    'fetches what a kustomization inflates, so that nothing is asked for while it renders',
    async () => {
      const request = await bench.requestOf(
        'deps',
        { path: 'inflated' },
        { chartRepositories: repositories },
      );
      const result = rendered(await render.render(request));
      expect(dataOf(result.manifests)).toEqual([
        ['p-lib', { version: '0.9.0', from: 'default' }],
        ['p-web', { version: '1.0.0', from: 'here' }],
      ]);
      expect(result.sources[0]?.inputs).toContainEqual({
        path: `http://127.0.0.1:${server.port}/charts/web`,
        id: '1.0.0',
      });
    },
  );

  it.each([
    ['stranger', 'repository_unknown', 'charts.example.com'],
    ['circle', 'render_failed', 'circle'],
  ])('%s fails with %s', async (path, code, text) => {
    const request = await bench.requestOf('deps', { path }, { chartRepositories: repositories });
    const result = await render.render(request);
    expect(result).toMatchObject({ kind: 'failed', code, message: expect.stringContaining(text) });
    expect(JSON.stringify(result)).not.toContain('p4ss');
  });
});

describe('packages (X4, X5)', () => {
  const chart = { 'c/Chart.yaml': 'name: c' };
  it.each([
    ['a name that climbs', { ...chart, 'c/../../x': '' }],
    ['an absolute name', { ...chart, '/etc/x': '' }],
    ['a symbolic link', { ...chart, 'c/l': { type: 'symlink', linkname: '/etc' } }],
    ['a hard link', { ...chart, 'c/l': { type: 'link', linkname: 'c/Chart.yaml' } }],
    ['a device', { ...chart, 'c/d': { type: 'character-device' } }],
    ['a git folder', { ...chart, 'c/.git/config': '' }],
    ['a file that is a folder too', { ...chart, 'c/a': '', 'c/a/b': '' }],
    ['no Chart.yaml', { 'c/values.yaml': '' }],
  ] as const)('refuses %s', async (_what, files) => {
    expect(await unpackChart(await packChart(files))).toMatchObject({ ok: false, code: 'chart_invalid' });
  });

  it('refuses a bomb, a great many entries and what is no package', async () => {
    const bomb = await packChart({ ...chart, 'c/zeros': '\0'.repeat(101 * 1024 * 1024) });
    expect(bomb.length).toBeLessThan(1024 * 1024);
    const many = await packChart(
      Object.fromEntries(Array.from({ length: 20_001 }, (_x, i) => [`c/${i}`, ''])),
    );
    for (const archive of [bomb, many, Buffer.from('PK'), bomb.subarray(0, 1000)]) {
      expect(await unpackChart(archive)).toMatchObject({ ok: false, code: 'chart_invalid' });
    }
  });
});
