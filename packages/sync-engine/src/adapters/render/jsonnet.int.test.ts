import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSample } from '../../../../../tools/git-server/samples.ts';
import type { Workbench } from './testing/workbench.ts';
import { configMap, names, rendered, startWorkbench } from './testing/workbench.ts';

const examples = loadSample('argocd-example-apps');
let bench: Workbench;
beforeAll(async () => void (bench = await startWorkbench()));
afterAll(() => bench?.stop());

const map = (body: string): string =>
  `{apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a'}, data: ${body}}`;

describe('Jsonnet (SRC-4)', () => {
  beforeAll(() =>
    bench.seed('jsonnet', {
      'app/a.jsonnet': `local lib = import 'lib.libsonnet';\n[lib.map('one'), import 'sub/two.libsonnet', null]`,
      'app/sub/two.libsonnet': "(import 'shared.libsonnet').map('two') {data: {text: importstr 'text.txt'}}",
      'app/sub/text.txt': 'hello',
      'vendor/lib.libsonnet': "{map(name):: {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'old'}}}",
      'vendor2/lib.libsonnet': "{map(name):: (import 'shared.libsonnet').map(name)}",
      'vendor2/shared.libsonnet':
        "{map(name):: {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: name}, data: {}}}",
      'mixed/a.yaml': configMap('plain'),
      'mixed/b.jsonnet': "{apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'computed'}}",
      'vars/a.jsonnet': `function(size, name='x') ${map("{size: std.toString(size + 1), name: name, env: std.extVar('env'), n: std.toString(std.extVar('n').a)}")}`,
      'list/a.jsonnet': `{apiVersion: 'v1', kind: 'List', items: [${map('{}')}]}`,
      'escape/a.jsonnet': "import '../../../etc/passwd'",
      'absolute/a.jsonnet': "importstr '/etc/passwd'",
      'missing/a.jsonnet': `local x = import 'nope.libsonnet'; ${map('{}')}`,
      'reached/a.jsonnet': "import 'nope.libsonnet'",
      'broken/a.jsonnet': '{\n  a: }',
      'error/a.jsonnet': "local f(x) = error 'too ' + x;\nf('big')",
      'loop/a.jsonnet': 'local f(x) = f(x + 1); f(0)',
      'memory/a.jsonnet': 'std.length(std.makeArray(100000000, function(i) i))',
      'half/a.jsonnet': "{kind: 'ConfigMap'}",
      'nested/a.jsonnet': `[${map('{}')}, [${map('{}')}]]`,
      'text/a.jsonnet': "'only text'",
      'fields/a.jsonnet': `{a: ${map('{}')}, b: ${map('{}')}}`,
      'code/a.jsonnet': `function(a) ${map('{a: a}')}`,
      'link/a.jsonnet': { symlink: '../mixed/b.jsonnet' },
    }),
  );

  it('evaluates programs with libraries of the repository, the last library first', async () => {
    const result = rendered(
      await bench.renderOf('jsonnet', {
        path: 'app',
        directory: { jsonnet: { libs: ['vendor', '/vendor2'] } },
      }),
    );
    expect(names(result)).toEqual(['ConfigMap/one', 'ConfigMap/two']);
    expect(result.manifests[1]?.['data']).toEqual({ text: 'hello' });
    expect(result.sources[0]?.inputs.map((input) => input.path)).toEqual(
      expect.arrayContaining(['vendor2/shared.libsonnet', 'app/sub/text.txt']),
    );
  });

  it('renders it among plain manifests, in the order of the files (SRC-3)', async () => {
    expect(names(await bench.renderOf('jsonnet', { path: 'mixed' }))).toEqual([
      'ConfigMap/plain',
      'ConfigMap/computed',
    ]);
    expect(names(await bench.renderOf('jsonnet', { path: 'list' }))).toEqual(['ConfigMap/a']);
    expect(rendered(await bench.renderOf('jsonnet', { path: 'list' })).sources[0]?.renderer).toBe('jsonnet');
    expect(names(await bench.renderOf('jsonnet', { path: 'link' }))).toEqual(['ConfigMap/computed']);
  });

  it('passes arguments and external variables, as text or as code, with the build environment (SRC-11)', async () => {
    const tlas = [
      { name: 'size', value: '1 + 1', code: true },
      { name: 'name', value: '$ARGOCD_APP_NAME' },
    ];
    const extVars = [
      { name: 'env', value: '${ARGOCD_APP_NAMESPACE}' },
      { name: 'n', value: '{a: 5}', code: true },
    ];
    const result = rendered(
      await bench.renderOf('jsonnet', { path: 'vars', directory: { jsonnet: { tlas, extVars } } }),
    );
    expect(result.manifests[0]?.['data']).toEqual({ size: '3', name: 'app', env: 'web', n: '5' });
  });

  it('keys its cache by everything the program read', async () => {
    const render = bench.newRender('jsonnet-cache');
    const source = { path: 'app', directory: { jsonnet: { libs: ['vendor2'] } } };
    const before = await render.render(await bench.requestOf('jsonnet', source));
    await bench.server.commit('jsonnet', { files: { 'app/sub/text.txt': 'changed' } });
    const after = rendered(await render.render(await bench.requestOf('jsonnet', source)));
    expect(after.digest).not.toBe(rendered(before).digest);
    expect(after.manifests[1]?.['data']).toEqual({ text: 'changed' });
  });

  it.each([
    ['escape', 'path_escapes', 'leads out'],
    ['absolute', 'path_escapes', 'leads out'],
    ['reached', 'render_failed', 'reached/a.jsonnet:1:1: The imported file'],
    ['broken', 'render_failed', 'broken/a.jsonnet:2:6'],
    ['error', 'render_failed', 'too big'],
    ['loop', 'render_failed', 'Calls nest deeper than 500'],
    ['memory', 'render_failed', 'array of more than'],
    ['half', 'yaml_invalid', 'half/a.jsonnet: document 1 has no apiVersion'],
    ['code', 'render_failed', 'code/a.jsonnet: The argument a is missing'],
    ['nested', 'yaml_invalid', 'nested/a.jsonnet: document 2 is not an object'],
    ['text', 'yaml_invalid', 'text/a.jsonnet: document 1 is not an object'],
    ['fields', 'yaml_invalid', 'fields/a.jsonnet: document 1 has no apiVersion'],
  ])('%s fails with %s (X11, X19)', async (path, code, text) => {
    const result = await bench.renderOf('jsonnet', { path });
    expect(result).toMatchObject({ kind: 'failed', code });
    expect(JSON.stringify(result)).toContain(text);
    expect(JSON.stringify(result)).not.toContain('root:');
  });

  it('drops nothing silently of what is shown as printed', async () => {
    const printed = { objects: 'as-printed' as const };
    for (const path of ['nested', 'text'])
      expect(await bench.renderOf('jsonnet', { path }, printed)).toMatchObject({ code: 'yaml_invalid' });
    expect(rendered(await bench.renderOf('jsonnet', { path: 'fields' }, printed)).warnings).toMatchObject([
      { message: 'fields/a.jsonnet: document 1 has no apiVersion: the cluster refuses it' },
    ]);
  });

  it('minds a missing import only where it is reached', async () => {
    expect(names(await bench.renderOf('jsonnet', { path: 'missing' }))).toEqual(['ConfigMap/a']);
  });

  it('refuses imports from code in options: it can name no file (X11)', async () => {
    const tlas = [{ name: 'a', value: "importstr '/etc/passwd'", code: true }];
    const result = await bench.renderOf('jsonnet', { path: 'code', directory: { jsonnet: { tlas } } });
    expect(result).toMatchObject({ kind: 'failed', code: 'render_failed' });
  });
});

describe.runIf(examples !== undefined)('public examples in Jsonnet', () => {
  beforeAll(() => bench.server.createRepository('examples', examples!));

  it.each([
    ['jsonnet-guestbook', {}, 'jsonnet-guestbook-ui'],
    ['jsonnet-guestbook-tla', { tlas: [{ name: 'name', value: 'mine' }] }, 'mine'],
  ])('renders %s', async (path, jsonnet, name) => {
    const result = await bench.renderOf('examples', { path, directory: { jsonnet } });
    expect(names(result)).toEqual([`Service/${name}`, `Deployment/${name}`]);
  });
});
