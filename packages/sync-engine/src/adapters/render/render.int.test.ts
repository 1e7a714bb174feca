import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSample } from '../../../../../tools/git-server/samples.ts';
import type { GitServer } from '../../../../../tools/git-server/start-git-server.ts';
import { startGitServer } from '../../../../../tools/git-server/start-git-server.ts';
import type { RenderResult, Source } from '../../core/model.ts';
import type { GitPort, GitRepository } from '../../ports/git.ts';
import type { RenderPort, RenderRequest } from '../../ports/render.ts';
import { createEgress } from '../egress.ts';
import { createGit } from '../git/git.ts';
import { spawnTool } from '../spawn.ts';
import { systemClock } from '../time/system-clock.ts';
import { createRender } from './render.ts';
import { Tools } from './tools.ts';

let server: GitServer;
let dataDir: string;
let git: GitPort;
let render: RenderPort;
const probe = new Tools({
  toolPaths: {},
  path: '/usr/local/bin:/usr/bin:/bin',
  toolsDir: join(tmpdir(), 'bowline-test-tools'),
});
const [helmTool, kustomizeTool] = [await probe.find('helm'), await probe.find('kustomize')];
if (!helmTool.ok) console.log(`Skipped: ${helmTool.reason}.`);
if (!kustomizeTool.ok) console.log(`Skipped: ${kustomizeTool.reason}.`);
const examples = loadSample('argocd-example-apps');
const podinfo = loadSample('podinfo');

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'bowline-render-test-'));
  server = await startGitServer();
  git = createGit({
    dataDir,
    clock: systemClock,
    egress: createEgress({ allow: [`127.0.0.1:${server.port}`] }),
  });
  render = newRender('cache');
});

afterAll(async () => {
  await server?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

function newRender(cache: string, more: Partial<Parameters<typeof createRender>[0]> = {}): RenderPort {
  return createRender({
    git,
    dataDir,
    cacheDir: join(dataDir, cache),
    toolPaths: {},
    clock: systemClock,
    ...more,
  });
}

const repositoryOf = (name: string): GitRepository => ({
  id: name,
  url: server.urlOf(name),
  credential: { kind: 'none' },
  insecureSkipTlsVerify: false,
});

async function requestOf(
  name: string,
  source: Partial<Source>,
  more: Partial<RenderRequest> = {},
): Promise<RenderRequest> {
  const resolved = await git.resolve(repositoryOf(name), source.targetRevision ?? '');
  if (!resolved.ok) throw new Error(resolved.message);
  return {
    application: { project: 'default', name: 'app' },
    destinationNamespace: 'web',
    sources: [
      {
        source: { repoURL: server.urlOf(name), ...source },
        repository: repositoryOf(name),
        revision: resolved.value.revision,
      },
    ],
    kubeVersion: 'v1.36.3',
    apiVersions: ['apps/v1', 'v1'],
    outputBytesMax: 10 * 1024 * 1024,
    mode: 'normal',
    ...more,
  };
}

async function renderOf(
  name: string,
  source: Partial<Source>,
  more: Partial<RenderRequest> = {},
): Promise<RenderResult> {
  return await render.render(await requestOf(name, source, more));
}

function rendered(result: RenderResult): Extract<RenderResult, { kind: 'rendered' }> {
  if (result.kind === 'failed') throw new Error(`${result.code}: ${result.message}\n${result.output ?? ''}`);
  return result;
}

const names = (result: RenderResult): string[] =>
  rendered(result).manifests.map((manifest) => `${manifest.kind}/${manifest.metadata.name}`);

const configMap = (name: string, data = '{a: b}'): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: ${data}\n`;

async function seed(name: string, files: Parameters<GitServer['commit']>[1]['files']): Promise<void> {
  await server.createRepository(name, { empty: true });
  await server.commit(name, { files });
}

describe('plain (SRC-1, SRC-3)', () => {
  beforeAll(() =>
    seed('plain', {
      'app/b.yaml': `${configMap('b')}---\n---\n${configMap('c')}`,
      'app/a.yml': configMap('a'),
      'app/list.json':
        '{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"ConfigMapList","items":[{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"l"}}]}]}',
      'app/values.txt': 'not: yaml',
      'app/other.yaml': 'some: document\n',
      'app/skipped.yaml': `# +argocd:skip-file-rendering\n${configMap('skipped')}`,
      'app/deep/d.yaml': configMap('d'),
      'app/.argocd-source-app.yaml': 'directory: {recurse: true}\n',
      'half/x.yaml': 'apiVersion: v1\nkind: ConfigMap\n',
      'broken/x.yaml': 'apiVersion: v1\nkind: Secret\nstringData: {p: hunter2\n',
      'number/x.yaml': configMap('n', '{a: 9007199254740993}'),
      'twice/1.yaml': configMap('t', '{a: "1"}'),
      'twice/2.yaml': configMap('t', '{a: "2"}'),
      'bad/x.yaml': { symlink: '../../../../etc/passwd' },
      'empty/readme.txt': '',
    }),
  );

  it('reads files in order, expands lists, leaves out what is no manifest', async () => {
    expect(
      names(await renderOf('plain', { path: 'app' }, { application: { project: 'p', name: 'other' } })),
    ).toEqual(['ConfigMap/a', 'ConfigMap/b', 'ConfigMap/c', 'ConfigMap/l']);
  });

  it('recurses, includes and excludes; takes options from the repository (SRC-12)', async () => {
    const other = { application: { project: 'p', name: 'other' } };
    expect(names(await renderOf('plain', { path: 'app' }))).toContain('ConfigMap/d');
    expect(
      names(
        await renderOf(
          'plain',
          { path: '/app/', directory: { recurse: true, include: '{deep/*,a.*}' } },
          other,
        ),
      ),
    ).toEqual(['ConfigMap/a', 'ConfigMap/d']);
    expect(
      names(await renderOf('plain', { path: 'app', directory: { exclude: '{b,list}*' } }, other)),
    ).toEqual(['ConfigMap/a']);
  });

  it('lets the later of two definitions stand and says so (SRC-13)', async () => {
    const result = rendered(await renderOf('plain', { path: 'twice' }));
    expect(result.manifests.map((manifest) => manifest['data'])).toEqual([{ a: '2' }]);
    expect(result.warnings).toMatchObject([
      { code: 'duplicate_resource', key: { kind: 'ConfigMap', name: 't' } },
    ]);
  });

  it.each([
    ['half', 'yaml_invalid', 'half/x.yaml: document 1 (ConfigMap) has no metadata'],
    ['broken', 'yaml_invalid', 'broken/x.yaml:'],
    ['number', 'yaml_invalid', 'data.a'],
    ['bad', 'path_escapes', 'bad/x.yaml'],
    ['gone', 'git_path_not_found', 'gone'],
    ['../x', 'path_escapes', '../x'],
  ])('%s fails with %s (X1, X2, X17)', async (path, code, text) => {
    const result = await renderOf('plain', { path });
    expect(result).toMatchObject({ kind: 'failed', code, sourceIndex: 0 });
    expect(JSON.stringify(result)).toContain(text);
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });

  it('takes an empty folder for a mistake, and refuses two renderers at once', async () => {
    expect(await renderOf('plain', { path: 'empty' })).toMatchObject({ kind: 'failed', code: 'path_empty' });
    expect(await renderOf('plain', { path: 'app', helm: {}, kustomize: {} })).toMatchObject({
      code: 'source_invalid',
    });
    expect(
      await renderOf('plain', { path: 'app', directory: { recurse: true } }, { outputBytesMax: 100 }),
    ).toMatchObject({ code: 'render_too_large' });
  });
});

describe.runIf(kustomizeTool.ok)('kustomize (SRC-9)', () => {
  beforeAll(() =>
    seed('kust', {
      'base/kustomization.yaml': 'resources: [cm.yaml]\nnamePrefix: base-\n',
      'base/cm.yaml': configMap('x'),
      'over/kustomization.yaml': 'resources: [../base, deploy.yaml]\n',
      'over/deploy.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 1, selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: "nginx:1"}]}}}\n',
      'unrelated/readme.md': '1',
      'remote/kustomization.yaml': 'resources: ["https://github.com/x/y//deploy?ref=v1"]\n',
      'short/kustomization.yaml': 'resources: ["github.com/x/y"]\n',
      'files/kustomization.yaml': 'configMapGenerator: [{name: a, files: ["k=https://example.com/x"]}]\n',
      'charts/kustomization.yaml': 'helmCharts: [{name: x, repo: "https://x"}]\n',
      'outside/kustomization.yaml': 'configMapGenerator: [{name: a, files: [../base/cm.yaml]}]\n',
      'above/kustomization.yaml': 'resources: [../../x]\n',
      'plugin/kustomization.yaml': 'generators: [g.yaml]\n',
      'plugin/g.yaml':
        'apiVersion: x.io/v1\nkind: Evil\nmetadata: {name: e, annotations: {config.kubernetes.io/function: "exec: {path: ./run.sh}"}}\n',
      'plugin/run.sh': { content: '#!/bin/sh\ntouch /tmp/bowline-evil\n', mode: '100755' },
    }),
  );

  it('builds an overlay on a base outside its folder', async () => {
    const result = rendered(await renderOf('kust', { path: 'over' }));
    expect(names(result).sort()).toEqual(['ConfigMap/base-x', 'Deployment/web']);
    expect(result.sources[0]).toMatchObject({
      renderer: 'kustomize',
      inputs: [{ path: 'over' }, { path: 'base' }],
    });
  });

  it('edits the options in, replacing rather than adding', async () => {
    const result = rendered(
      await renderOf('kust', {
        path: 'base',
        kustomize: {
          namePrefix: 'my-',
          namespace: 'ns',
          commonLabels: { team: 'a' },
          commonAnnotations: { app: '${ARGOCD_APP_NAME}' },
        },
      }),
    );
    expect(result.manifests[0]?.metadata).toMatchObject({
      name: 'my-x',
      namespace: 'ns',
      labels: { team: 'a' },
      annotations: { app: 'app' },
    });
    const images = rendered(
      await renderOf('kust', {
        path: 'over',
        kustomize: { images: ['nginx=registry:5000/n:2'], replicas: [{ name: 'web', count: 3 }] },
      }),
    );
    expect(images.manifests.find((one) => one.kind === 'Deployment')?.['spec']).toMatchObject({
      replicas: 3,
      template: { spec: { containers: [{ image: 'registry:5000/n:2' }] } },
    });
  });

  it.each([
    ['remote', 'path_escapes'],
    ['short', 'path_escapes'],
    ['files', 'path_escapes'],
    ['charts', 'source_invalid'],
    ['outside', 'git_path_not_found'],
    ['above', 'path_escapes'],
    ['plugin', 'source_invalid'],
  ])('%s is %s (X9, X10)', async (path, code) => {
    expect(await renderOf('kust', { path })).toMatchObject({ kind: 'failed', code });
  });

  it('starts no tool for a commit that touches nothing it read, nor after a restart', async () => {
    await renderOf('kust', { path: 'over' });
    await server.commit('kust', { files: { 'unrelated/readme.md': '2' } });
    // A tool that cannot render shows whether one was started.
    const fake = await brokenTool('kustomize');
    const second = newRender('cache', { toolPaths: { kustomize: fake } });
    const same = rendered(await second.render(await requestOf('kust', { path: 'over' })));
    expect(same.manifests).toHaveLength(2);
    expect(await second.render(await requestOf('kust', { path: 'over' }, { mode: 'hard' }))).toMatchObject({
      kind: 'failed',
    });
    await server.commit('kust', { files: { 'base/cm.yaml': configMap('y') } });
    expect(await second.render(await requestOf('kust', { path: 'over' }))).toMatchObject({ kind: 'failed' });
  });

  /** A script that answers `version` as the real tool does and fails on everything else. */
  async function brokenTool(name: string): Promise<string> {
    if (!kustomizeTool.ok) throw new Error('no kustomize');
    const { writeFile } = await import('node:fs/promises');
    const file = join(dataDir, `broken-${name}`);
    await writeFile(
      file,
      `#!/bin/sh\n[ "$1" = version ] && echo '${kustomizeTool.tool.version}' && exit 0\nexit 9\n`,
      { mode: 0o755 },
    );
    return file;
  }
});

describe.runIf(helmTool.ok)('helm (SRC-5, SRC-6, SRC-7, SRC-13)', () => {
  const template =
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ .Release.Name }}, namespace: {{ .Release.Namespace }}}\ndata: {{ .Values.data | toJson }}\n';
  beforeAll(async () => {
    await seed('helm', {
      'chart/Chart.yaml':
        'apiVersion: v2\nname: c\nversion: 1.0.0\ndependencies: [{name: lib, version: 1.0.0, repository: "file://../lib"}]\n',
      'chart/values.yaml': 'data: {from: default, only: default}\n',
      'chart/values-a.yaml': 'data: {from: a}\n',
      'chart/values-b.yaml': 'data: {from: b}\n',
      'chart/file.txt': 'content',
      'chart/templates/cm.yaml': template,
      'chart/templates/env.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: env}\ndata: {dns: {{ getHostByName "localhost" | quote }}, look: {{ lookup "v1" "Secret" "x" "y" | toJson | quote }}}\n',
      'chart/crds/crd.yaml':
        'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: a.b}\n',
      'lib/Chart.yaml': 'apiVersion: v2\nname: lib\nversion: 1.0.0\n',
      'lib/templates/lib.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: lib}\n',
      'fail/Chart.yaml': 'apiVersion: v2\nname: f\nversion: 1.0.0\n',
      'fail/templates/x.yaml': '{{ fail "no such thing" }}',
      'loop/Chart.yaml': 'apiVersion: v2\nname: f\nversion: 1.0.0\n',
      'loop/templates/x.yaml': '{{ define "a" }}{{ include "a" . }}{{ end }}{{ include "a" . }}',
      'secret.yaml': 'data: {from: root}\n',
    });
    await seed('values', {
      'env/prod.yaml': 'data: {from: prod}\n',
      'env/x/more.yaml': 'data: {only: more}\n',
    });
  });

  const data = async (helm: Source['helm']): Promise<unknown> =>
    rendered(await renderOf('helm', { path: 'chart', helm })).manifests.find(
      (one) => one.metadata.name === 'app',
    )?.['data'];

  it('orders values: chart, files, values, parameters', async () => {
    expect(await data({})).toEqual({ from: 'default', only: 'default' });
    expect(await data({ valueFiles: ['values-a.yaml', 'values-b.yaml'] })).toEqual({
      from: 'b',
      only: 'default',
    });
    expect(await data({ valueFiles: ['values-a.yaml'], values: 'data: {from: inline}' })).toMatchObject({
      from: 'inline',
    });
    expect(
      await data({ values: 'data: {from: inline}', valuesObject: { data: { from: 'object' } } }),
    ).toMatchObject({ from: 'object' });
    expect(
      await data({
        valuesObject: { data: { from: 'object' } },
        parameters: [
          { name: 'data.from', value: 'x' },
          { name: 'data.from', value: '--p,q $ARGOCD_APP_NAME' },
          { name: 'data.n', value: '12', forceString: true },
        ],
        fileParameters: [{ name: 'data.file', path: 'file.txt' }],
      }),
    ).toEqual({ from: '--p,q app', only: 'default', n: '12', file: 'content' });
    expect(await data({ valueFiles: ['values-*.yaml', '/secret.yaml'] })).toMatchObject({ from: 'root' });
    expect(
      await data({ valueFiles: ['values-${ARGOCD_APP_NAME}.yaml'], ignoreMissingValueFiles: true }),
    ).toMatchObject({ from: 'default' });
  });

  it('takes release name, namespace, CRDs and a local dependency', async () => {
    const all = rendered(await renderOf('helm', { path: 'chart', helm: { releaseName: 'rel' } }));
    expect(names(all)).toEqual(
      expect.arrayContaining(['CustomResourceDefinition/a.b', 'ConfigMap/rel', 'ConfigMap/lib']),
    );
    expect(all.manifests.find((one) => one.metadata.name === 'rel')?.metadata.namespace).toBe('web');
    expect(all.sources[0]?.tool).toMatch(/^helm v/);
    expect(names(await renderOf('helm', { path: 'chart', helm: { skipCrds: true } }))).not.toContain(
      'CustomResourceDefinition/a.b',
    );
  });

  it('reads value files of another source', async () => {
    const request = await requestOf('helm', {
      path: 'chart',
      helm: { valueFiles: ['$vals/env/prod.yaml', '$vals/env/**/more.yaml'] },
    });
    const values = await requestOf('values', { ref: 'vals' });
    const result = rendered(
      await render.render({ ...request, sources: [...request.sources, ...values.sources] }),
    );
    expect(result.sources).toHaveLength(1);
    expect(result.manifests.find((one) => one.metadata.name === 'app')?.['data']).toEqual({
      from: 'prod',
      only: 'more',
    });
  });

  it('gives templates no network, no cluster and no environment (X19)', async () => {
    const env = rendered(await renderOf('helm', { path: 'chart' })).manifests.find(
      (one) => one.metadata.name === 'env',
    );
    expect(env?.['data']).toEqual({ dns: '', look: '{}' });
  });

  it.each([
    [{ path: 'chart', helm: { valueFiles: ['../../x.yaml'] } }, 'path_escapes'],
    [{ path: 'chart', helm: { valueFiles: ['https://u:p4ss@example.com/v.yaml'] } }, 'path_escapes'],
    [{ path: 'chart', helm: { valueFiles: ['file:///etc/passwd'] } }, 'path_escapes'],
    [{ path: 'chart', helm: { valueFiles: ['%2e%2e/secret.yaml'] } }, 'git_path_not_found'],
    [{ path: 'chart', helm: { valueFiles: ['/etc/passwd'] } }, 'git_path_not_found'],
    [{ path: 'chart', helm: { valueFiles: ['$nope/x'] } }, 'source_invalid'],
    [
      { path: 'chart', helm: { fileParameters: [{ name: 'a', path: '../../../etc/passwd' }] } },
      'path_escapes',
    ],
    [{ path: 'chart', helm: { releaseName: '--post-renderer=x' } }, 'source_invalid'],
    [{ path: 'fail' }, 'render_failed'],
    [{ path: 'loop' }, 'render_failed'],
    [{ path: '', helm: {} }, 'render_failed'],
  ])('%j fails with %s (X1, X7, X18)', async (source, code) => {
    const result = await renderOf('helm', source);
    expect(result).toMatchObject({ kind: 'failed', code });
    expect(JSON.stringify(result)).not.toContain('p4ss');
    expect(JSON.stringify(result)).not.toContain(tmpdir());
  });

  it('shows what helm said', async () => {
    expect(await renderOf('helm', { path: 'fail' })).toMatchObject({
      message: expect.stringContaining('no such thing'),
    });
  });

  it('leaves nothing behind and never writes a Secret into the cache (X76)', async () => {
    await seed('secret', {
      'a.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {p: hunter2}\n',
    });
    rendered(await renderOf('secret', { path: '' }));
    const files = await readdir(join(dataDir, 'cache'), { recursive: true, withFileTypes: true });
    for (const file of files.filter((one) => one.isFile())) {
      expect(await readFile(join(file.parentPath, file.name), 'utf8')).not.toContain('hunter2');
    }
    expect(
      (await readdir(tmpdir())).filter(
        (name) => name.startsWith('bowline-render-') && !name.startsWith('bowline-render-test-'),
      ),
    ).toEqual([]);
  });
});

describe('tools', () => {
  it('names versions, origins and what could not be confined', async () => {
    const tools = await render.tools();
    expect(tools.find((tool) => tool.name === 'git')).toMatchObject({
      available: true,
      version: expect.stringMatching(/^2\./),
    });
    const missing = await newRender('cache', { toolPaths: { helm: '/nonexistent/helm' } }).tools();
    expect(missing.find((tool) => tool.name === 'helm')).toMatchObject({
      available: false,
      reason: expect.stringContaining('BOWLINE_HELM'),
    });
  });
});

describe.runIf(examples !== undefined && helmTool.ok && kustomizeTool.ok)('public examples', () => {
  beforeAll(async () => {
    await server.createRepository('examples', examples!);
    if (podinfo !== undefined) await server.createRepository('podinfo', podinfo);
  });

  it.each([
    ['guestbook', 'plain', 2],
    ['kustomize-guestbook', 'kustomize', 2],
    ['helm-guestbook', 'helm', 2],
    ['sync-waves', 'plain', 7],
    ['pre-post-sync', 'kustomize', 0],
    ['helm-hooks', 'plain', 0],
    ['blue-green', 'helm', 0],
  ])('renders %s with %s', async (path, renderer, count) => {
    const result = rendered(await renderOf('examples', { path }));
    expect(result.sources[0]?.renderer).toBe(renderer);
    if (count > 0) expect(result.manifests).toHaveLength(count);
    expect(result.manifests.length).toBeGreaterThan(0);
    const found = await render.detect({
      repository: repositoryOf('examples'),
      revision: result.sources[0]!.revision,
      path,
    });
    expect(found).toMatchObject({ ok: true, renderer });
  });

  it('says what is missing from a chart with a remote dependency', async () => {
    expect(await renderOf('examples', { path: 'helm-dependency' })).toMatchObject({
      code: 'render_failed',
    });
  });

  it.runIf(podinfo !== undefined)('prints exactly what helm prints for podinfo', async () => {
    if (!helmTool.ok) return;
    const request = await requestOf('podinfo', { path: 'charts/podinfo', helm: { skipTests: true } });
    const ours = rendered(await render.render(request));
    const dir = join(dataDir, 'podinfo-chart');
    await git.checkout(repositoryOf('podinfo'), request.sources[0]!.revision, 'charts/podinfo', dir);
    const theirs = await spawnTool({
      file: helmTool.tool.file,
      args: [
        'template',
        'app',
        dir,
        '--namespace',
        'web',
        '--include-crds',
        '--skip-tests',
        '--kube-version',
        'v1.36.3',
      ],
      cwd: dataDir,
      env: { HOME: dataDir },
      timeoutMs: 60_000,
      stdoutBytesMax: 1e7,
    });
    const { parseYaml } = await import('./yaml.ts');
    expect(ours.manifests).toEqual(parseYaml(theirs.stdout.toString(), { duplicateKeys: 'refuse' }));
    const overlays = rendered(await renderOf('podinfo', { path: 'deploy/overlays/dev' }));
    expect(overlays.manifests.length).toBeGreaterThan(3);
  });
});
