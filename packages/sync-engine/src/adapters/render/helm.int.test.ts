import { mkdir, readFile, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Source } from '../../core/model.ts';
import type { Workbench } from './testing/workbench.ts';
import { configMap, findTestTool, names, rendered, startWorkbench } from './testing/workbench.ts';

const helmTool = await findTestTool('helm');
let bench: Workbench;
beforeAll(async () => void (bench = await startWorkbench()));
afterAll(() => bench?.stop());

describe.runIf(helmTool.ok)('helm (SRC-5, SRC-6, SRC-7, SRC-13)', () => {
  const template =
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ .Release.Name }}, namespace: {{ .Release.Namespace }}}\ndata: {{ .Values.data | toJson }}\n';
  beforeAll(async () => {
    await bench.seed('helm', {
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
      'half/Chart.yaml': 'apiVersion: v2\nname: half\nversion: 1.0.0\n',
      'half/templates/a.yaml': configMap('a'),
      'half/templates/b.yaml': 'apiVersion: v1\nkind: List\nitems:\n---\napiVersion: v1\nkind: ConfigMap\n',
      'twice/Chart.yaml': 'apiVersion: v2\nname: twice\nversion: 1.0.0\n',
      'twice/templates/a.yaml': configMap('a'),
      'twice/templates/b.yaml': `${configMap('b')}data: {c: d}\n`,
      'bad.yaml': 'a: b\n c: d\n',
      'loop/Chart.yaml': 'apiVersion: v2\nname: f\nversion: 1.0.0\n',
      'loop/templates/x.yaml': '{{ define "a" }}{{ include "a" . }}{{ end }}{{ include "a" . }}',
      'secret.yaml': 'data: {from: root}\n',
      'linked/Chart.yaml': 'apiVersion: v2\nname: linked\nversion: 1.0.0\n',
      'linked/shared': { symlink: '../common' },
      'linked/gone': { symlink: '../nowhere' },
      'linked/templates/cm.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: linked}\ndata: {text: {{ .Files.Get "shared/text" | quote }}}\n',
      'common/text': 'first',
      'vendored/Chart.yaml':
        'apiVersion: v2\nname: v\nversion: 1.0.0\ndependencies: [{name: dep, version: 1.0.0, repository: "https://charts.example.com"}]\n',
      'vendored/charts/any-name/Chart.yaml': 'apiVersion: v2\nname: dep\nversion: 1.0.0\n',
      'vendored/charts/any-name/templates/cm.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: dep}\n',
    });
    await bench.seed('values', {
      'env/prod.yaml': 'data: {from: prod}\n',
      'env/x/more.yaml': 'data: {only: more}\n',
    });
  });

  const data = async (helm: Source['helm']): Promise<unknown> =>
    rendered(await bench.renderOf('helm', { path: 'chart', helm })).manifests.find(
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
    const all = rendered(await bench.renderOf('helm', { path: 'chart', helm: { releaseName: 'rel' } }));
    expect(names(all)).toEqual(
      expect.arrayContaining(['CustomResourceDefinition/a.b', 'ConfigMap/rel', 'ConfigMap/lib']),
    );
    expect(all.manifests.find((one) => one.metadata.name === 'rel')?.metadata.namespace).toBe('web');
    expect(all.sources[0]?.tool).toMatch(/^helm v/);
    expect(names(await bench.renderOf('helm', { path: 'chart', helm: { skipCrds: true } }))).not.toContain(
      'CustomResourceDefinition/a.b',
    );
  });

  it('reads value files of another source', async () => {
    const request = await bench.requestOf('helm', {
      path: 'chart',
      helm: { valueFiles: ['$vals/env/prod.yaml', '$vals/env/**/more.yaml'] },
    });
    const values = await bench.requestOf('values', { ref: 'vals' });
    const result = rendered(
      await bench.render.render({ ...request, sources: [...request.sources, ...values.sources] }),
    );
    expect(result.sources).toHaveLength(1);
    expect(result.manifests.find((one) => one.metadata.name === 'app')?.['data']).toEqual({
      from: 'prod',
      only: 'more',
    });
  });

  it('gives templates no network, no cluster and no environment (X19)', async () => {
    const env = rendered(await bench.renderOf('helm', { path: 'chart' })).manifests.find(
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
    const result = await bench.renderOf('helm', source);
    expect(result).toMatchObject({ kind: 'failed', code });
    expect(JSON.stringify(result)).not.toContain('p4ss');
    expect(JSON.stringify(result)).not.toContain(tmpdir());
  });

  it('needs no repository for a dependency that is there under another name (SRC-8)', async () => {
    expect(names(await bench.renderOf('helm', { path: 'vendored' }))).toEqual(['ConfigMap/dep']);
  });

  it('follows a link to another place of the repository, and renders again when that changes (X2)', async () => {
    const text = async (): Promise<unknown> =>
      rendered(await bench.renderOf('helm', { path: 'linked' })).manifests[0]?.['data'];
    expect(await text()).toEqual({ text: 'first' });
    await bench.server.commit('helm', { files: { 'common/text': 'second' } });
    expect(await text()).toEqual({ text: 'second' });
  });

  it('shows what helm said', async () => {
    expect(await bench.renderOf('helm', { path: 'fail' })).toMatchObject({
      message: expect.stringContaining('no such thing'),
    });
  });

  it('names the template and the value file that are wrong', async () => {
    expect(await bench.renderOf('helm', { path: 'half' })).toMatchObject({
      message: expect.stringContaining('half/templates/b.yaml: document 2 (ConfigMap) has no metadata'),
    });
    expect(rendered(await bench.renderOf('helm', { path: 'twice' })).warnings).toMatchObject([
      { message: expect.stringContaining('helm printed a key twice from twice/templates/b.yaml') },
    ]);
    expect(
      await bench.renderOf('helm', { path: 'chart', helm: { valueFiles: ['/bad.yaml'] } }),
    ).toMatchObject({ message: expect.stringContaining('failed to parse bad.yaml: ') });
  });

  it('leaves nothing behind and never writes a Secret into the cache (X76)', async () => {
    await bench.seed('secret', {
      'a.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {p: hunter2}\n',
    });
    rendered(await bench.renderOf('secret', { path: '' }));
    const files = await readdir(join(bench.dataDir, 'cache'), { recursive: true, withFileTypes: true });
    for (const file of files.filter((one) => one.isFile())) {
      expect(await readFile(join(file.parentPath, file.name), 'utf8')).not.toContain('hunter2');
    }
  });

  it('leaves nothing behind in the temporary folder', async () => {
    const own = join(bench.dataDir, 'tmp');
    await mkdir(own);
    vi.stubEnv('TMPDIR', own);
    await bench.renderOf('helm', { path: 'chart', helm: { releaseName: 'left' } });
    await bench.renderOf('helm', { path: 'fail', helm: { releaseName: 'left' } });
    vi.unstubAllEnvs();
    expect(await readdir(own)).toEqual([]);
  });
});
