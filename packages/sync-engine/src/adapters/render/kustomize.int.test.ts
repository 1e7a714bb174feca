import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Workbench } from './testing/workbench.ts';
import { configMap, findTestTool, names, rendered, startWorkbench } from './testing/workbench.ts';

const [kustomizeTool, helmTool] = [await findTestTool('kustomize'), await findTestTool('helm')];
let bench: Workbench;
beforeAll(async () => void (bench = await startWorkbench()));
afterAll(() => bench?.stop());

describe.runIf(kustomizeTool.ok)('kustomize (SRC-9)', () => {
  beforeAll(() =>
    bench.seed('kust', {
      'base/kustomization.yaml': 'resources: [cm.yaml]\nnamePrefix: base-\n',
      'base/cm.yaml': configMap('x'),
      'over/kustomization.yaml': 'resources: [../base, deploy.yaml]\n',
      'over/deploy.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 1, selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: "nginx:1"}]}}}\n',
      'unrelated/readme.md': '1',
      'twice/kustomization.yaml': 'resources: []\nresources: [cm.yaml]\n',
      'twice/cm.yaml': configMap('t'),
      'remote/kustomization.yaml': 'resources: ["https://github.com/x/y//deploy?ref=v1"]\n',
      'short/kustomization.yaml': 'resources: ["github.com/x/y"]\n',
      'files/kustomization.yaml': 'configMapGenerator: [{name: a, files: ["k=https://example.com/x"]}]\n',
      'charts/kustomization.yaml': 'helmCharts: [{name: x, repo: "https://x"}]\n',
      'home/kustomization.yaml': 'helmGlobals: {configHome: /etc}\nhelmCharts: [{name: x}]\n',
      'far/kustomization.yaml': 'helmGlobals: {chartHome: ../base}\nhelmCharts: [{name: x}]\n',
      'beside/kustomization.yaml':
        'helmGlobals: {chartHome: ../inflated/vendor}\nhelmCharts: [{name: demo}]\n',
      'option/kustomization.yaml':
        'helmGlobals: {chartHome: demos}\nhelmCharts: [{name: demo, releaseName: --post-renderer=./run.sh}]\n',
      'option/demos/demo/Chart.yaml': 'apiVersion: v2\nname: demo\nversion: 1.0.0\n',
      'option/demos/demo/values.yaml': '',
      'lost/kustomization.yaml': 'helmCharts: [{name: x}]\n',
      'puller/kustomization.yaml': 'helmCharts: [{name: demo}]\ngenerators: [pull.yaml]\n',
      'puller/pull.yaml':
        'apiVersion: builtin\nkind: HelmChartInflationGenerator\nmetadata: {name: g}\nname: x\nrepo: https://192.0.2.1/charts\n',
      'puller/charts/demo/Chart.yaml': 'apiVersion: v2\nname: demo\nversion: 1.0.0\n',
      'puller/charts/demo/values.yaml': '',
      'inflated/kustomization.yaml':
        'helmGlobals: {chartHome: vendor}\nnamePrefix: p-\nhelmCharts:\n- {name: demo, releaseName: rel, namespace: ns, valuesFile: own.yaml, valuesInline: {b: 2, route: {path: "https://x.io/a?ref=b"}}, includeCRDs: true}\n',
      'inflated/own.yaml': 'a: own\n',
      'inflated/vendor/demo/Chart.yaml': 'apiVersion: v2\nname: demo\nversion: 1.0.0\n',
      'inflated/vendor/demo/values.yaml': 'a: default\nc: default\n',
      'inflated/vendor/demo/templates/cm.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ .Release.Name }}, namespace: {{ .Release.Namespace }}}\ndata: {a: "{{ .Values.a }}{{ .Values.b }}{{ .Values.c }}", k: "{{ .Capabilities.KubeVersion.Version }}", x: "{{ .Capabilities.APIVersions.Has "x.io/v1" }}"}\n',
      'outside/kustomization.yaml': 'configMapGenerator: [{name: a, files: [../base/cm.yaml]}]\n',
      'above/kustomization.yaml': 'resources: [../../x]\n',
      'plugin/kustomization.yaml': 'generators: [g.yaml]\n',
      'plugin/g.yaml':
        'apiVersion: x.io/v1\nkind: Evil\nmetadata: {name: e, annotations: {config.kubernetes.io/function: "exec: {path: ./run.sh}"}}\n',
      'plugin/run.sh': { content: '#!/bin/sh\ntouch /tmp/bowline-evil\n', mode: '100755' },
    }),
  );

  it('builds an overlay on a base outside its folder', async () => {
    const result = rendered(await bench.renderOf('kust', { path: 'over' }));
    expect(names(result).sort()).toEqual(['ConfigMap/base-x', 'Deployment/web']);
    expect(result.sources[0]).toMatchObject({
      renderer: 'kustomize',
      inputs: [{ path: 'over' }, { path: 'base' }],
    });
  });

  it('lets the last of two equal keys count, as kustomize does', async () => {
    expect(names(await bench.renderOf('kust', { path: 'twice' }))).toEqual(['ConfigMap/t']);
  });

  it('names the file that is missing', async () => {
    expect(await bench.renderOf('kust', { path: 'outside' })).toMatchObject({
      message: 'The kustomization refers to "base/cm.yaml", which does not exist.',
    });
  });

  it('edits the options in, replacing rather than adding', async () => {
    const result = rendered(
      await bench.renderOf('kust', {
        path: 'base',
        kustomize: {
          namePrefix: 'my-',
          namespace: 'ns',
          commonLabels: { team: 'a' },
          commonAnnotations: { app: '${ARGOCD_APP_NAME}' },
          commonAnnotationsEnvsubst: true,
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
      await bench.renderOf('kust', {
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
    ['charts', 'repository_unknown'],
    ['home', 'source_invalid'],
    ['far', 'source_invalid'],
    ['beside', 'source_invalid'],
    ['lost', 'git_path_not_found'],
    ['puller', 'render_failed'],
    ['outside', 'git_path_not_found'],
    ['above', 'path_escapes'],
    ['plugin', 'source_invalid'],
  ])('%s is %s (X9, X10)', async (path, code) => {
    expect(await bench.renderOf('kust', { path })).toMatchObject({ kind: 'failed', code });
  });

  it.runIf(helmTool.ok)('gives Helm no option for the name of a release (X7)', async () => {
    expect(await bench.renderOf('kust', { path: 'option' })).toMatchObject({
      kind: 'failed',
      code: 'render_failed',
      output: expect.stringContaining('--post-renderer=./run.sh is no name of a release'),
    });
  });

  it.runIf(helmTool.ok)('inflates charts of the repository with what the cluster can (SRC-9)', async () => {
    const cluster = { kubeVersion: 'v1.33.1', apiVersions: ['x.io/v1'] };
    const result = rendered(await bench.renderOf('kust', { path: 'inflated' }, cluster));
    expect(result.manifests).toMatchObject([
      { metadata: { name: 'p-rel', namespace: 'ns' }, data: { a: 'own2default', k: 'v1.33.1', x: 'true' } },
    ]);
    const own = { kubeVersion: 'v1.30.0', apiVersions: [] };
    const other = rendered(await bench.renderOf('kust', { path: 'inflated', kustomize: own }, cluster));
    expect(other.manifests).toMatchObject([{ data: { k: 'v1.30.0', x: 'false' } }]);
  });

  it('starts no tool for a commit that touches nothing it read, nor after a restart', async () => {
    await bench.renderOf('kust', { path: 'over' });
    await bench.server.commit('kust', { files: { 'unrelated/readme.md': '2' } });
    // A tool that cannot render shows whether one was started.
    const fake = await brokenTool('kustomize');
    const second = bench.newRender('cache', { toolPaths: { kustomize: fake } });
    const same = rendered(await second.render(await bench.requestOf('kust', { path: 'over' })));
    expect(same.manifests).toHaveLength(2);
    expect(
      await second.render(await bench.requestOf('kust', { path: 'over' }, { mode: 'hard' })),
    ).toMatchObject({
      kind: 'failed',
    });
    await bench.server.commit('kust', { files: { 'base/cm.yaml': configMap('y') } });
    expect(await second.render(await bench.requestOf('kust', { path: 'over' }))).toMatchObject({
      kind: 'failed',
    });
  });

  /** A script that answers `version` as the real tool does and fails on everything else. */
  async function brokenTool(name: string): Promise<string> {
    if (!kustomizeTool.ok) throw new Error('no kustomize');
    const file = join(bench.dataDir, `broken-${name}`);
    await writeFile(
      file,
      `#!/bin/sh\n[ "$1" = version ] && echo '${kustomizeTool.tool.version}' && exit 0\nexit 9\n`,
      { mode: 0o755 },
    );
    return file;
  }
});
