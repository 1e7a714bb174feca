import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Workbench } from './testing/workbench.ts';
import { configMap, names, rendered, startWorkbench } from './testing/workbench.ts';

let bench: Workbench;
beforeAll(async () => void (bench = await startWorkbench()));
afterAll(() => bench?.stop());

describe('plain (SRC-1, SRC-3)', () => {
  beforeAll(() =>
    bench.seed('plain', {
      'app/b.yaml': `${configMap('b')}---\n---\n${configMap('c')}`,
      'app/a.yml': configMap('a'),
      'app/list.json':
        '{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"ConfigMapList","items":[{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"l"}}]}]}',
      'app/values.txt': 'not: yaml',
      'app/other.yaml': 'some: document\n',
      'app/skipped.yaml': `# +argocd:skip-file-rendering\n${configMap('skipped')}`,
      'app/deep/d.yaml': configMap('d'),
      'app/.argocd-source-app.yaml': 'directory: {recurse: true}\n',
      'half/x.yaml': `---\n${configMap('whole')}# then\n---\napiVersion: v1\nkind: ConfigMap\n`,
      'kindless/x.yaml': 'metadata: {name: a}\n',
      'foreign/x.yaml': '{{ template }}: [\n',
      'foreign/y.yaml': `${configMap('twin')}  a: again\n`.replace('data: {a: b}', 'data:\n  a: first'),
      'foreign/extra.conf': configMap('extra'),
      'foreign/gone.yaml': { symlink: 'nowhere.yaml' },
      'foreign/skip.yaml': 'just: a file\n',
      'broken/x.yaml': 'apiVersion: v1\nkind: Secret\nstringData: {p: hunter2\n',
      'number/x.yaml': configMap('n', '{a: 9007199254740993}'),
      'twice/1.yaml': configMap('t', '{a: "1"}'),
      'twice/2.yaml': configMap('t', '{a: "2"}'),
      'bad/x.yaml': { symlink: '../../../../etc/passwd' },
      'empty/readme.txt': '',
      'latin/x.yaml': Buffer.from(configMap('cafe', '{a: "caf\xe9"}'), 'latin1'),
      'mixed/a.yaml': configMap('a'),
      'mixed/notes.yaml': Buffer.from('caf\xe9: [', 'latin1'),
    }),
  );

  it('reads files in order, expands lists, leaves out what is no manifest', async () => {
    expect(
      names(await bench.renderOf('plain', { path: 'app' }, { application: { project: 'p', name: 'other' } })),
    ).toEqual(['ConfigMap/a', 'ConfigMap/b', 'ConfigMap/c', 'ConfigMap/l']);
  });

  it('recurses, includes and excludes; takes options from the repository (SRC-12)', async () => {
    const other = { application: { project: 'p', name: 'other' } };
    expect(names(await bench.renderOf('plain', { path: 'app' }))).toContain('ConfigMap/d');
    expect(
      names(
        await bench.renderOf(
          'plain',
          { path: '/app/', directory: { recurse: true, include: '{deep/*,a.*}' } },
          other,
        ),
      ),
    ).toEqual(['ConfigMap/a', 'ConfigMap/d']);
    expect(
      names(await bench.renderOf('plain', { path: 'app', directory: { exclude: '{b,list}*' } }, other)),
    ).toEqual(['ConfigMap/a']);
  });

  it('leaves out with a warning what is neither UTF-8 nor a manifest (X1)', async () => {
    const result = rendered(await bench.renderOf('plain', { path: 'mixed' }));
    expect(names(result)).toEqual(['ConfigMap/a']);
    expect(result.warnings.map((warning) => warning.message)).toEqual([
      expect.stringMatching(/^mixed\/notes\.yaml:1: the text is not UTF-8; .* is left out$/),
    ]);
  });

  it('says of a git submodule that nothing of it is rendered (SRC-17)', async () => {
    const commit = 'a'.repeat(40);
    await bench.seed('modules', {
      '.gitmodules':
        '[submodule "lib"]\n\tpath = app/lib\n\turl = ../lib\n[submodule "b"]\n  path = b\n[submodule "c"]\n  path = app/c\n',
      'app/a.yaml': configMap('a'),
      'app/c/c.yaml': configMap('c'),
      'app/lib': { submodule: commit },
      b: { submodule: commit },
    });
    const result = rendered(await bench.renderOf('modules', { path: 'app', directory: { recurse: true } }));
    expect(names(result)).toEqual(['ConfigMap/a', 'ConfigMap/c']);
    expect(result.warnings.map((warning) => warning.message)).toEqual([
      'the git submodule "app/lib" is not fetched: nothing of it is rendered',
    ]);
    expect(await bench.renderOf('modules', { path: 'b/deploy' })).toMatchObject({
      code: 'git_path_not_found',
      message: '"b/deploy" lies in the git submodule "b", which is not fetched.',
    });
  });

  it('lets the later of two definitions stand and says so (SRC-13)', async () => {
    const result = rendered(await bench.renderOf('plain', { path: 'twice' }));
    expect(result.manifests.map((manifest) => manifest['data'])).toEqual([{ a: '2' }]);
    expect(result.warnings).toMatchObject([
      { code: 'duplicate_resource', key: { kind: 'ConfigMap', name: 't' } },
    ]);
  });

  it.each([
    ['half', 'yaml_invalid', 'half/x.yaml:8: document 2 (ConfigMap) has no metadata'],
    ['kindless', 'yaml_invalid', 'kindless/x.yaml:1: document 1 has no apiVersion'],
    ['broken', 'yaml_invalid', 'broken/x.yaml:'],
    ['number', 'yaml_invalid', 'data.a'],
    ['latin', 'yaml_invalid', 'latin/x.yaml:4: the text is not UTF-8'],
    ['bad', 'path_escapes', 'bad/x.yaml'],
    ['gone', 'git_path_not_found', 'gone'],
    ['../x', 'path_escapes', '../x'],
  ])('%s fails with %s (X1, X2, X17)', async (path, code, text) => {
    const result = await bench.renderOf('plain', { path });
    expect(result).toMatchObject({ kind: 'failed', code, sourceIndex: 0 });
    expect(JSON.stringify(result)).toContain(text);
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });

  it('leaves out what is no manifest, reads any extension where asked to, lets the last of two keys count (SRC-3)', async () => {
    const result = rendered(await bench.renderOf('plain', { path: 'foreign' }));
    expect(result.manifests.map((one) => [one.metadata.name, one['data']])).toEqual([
      ['twin', { a: 'again' }],
    ]);
    expect(result.warnings.map((one) => one.message)).toEqual([
      expect.stringMatching(/^foreign\/x\.yaml:\d+: .* is left out$/),
      expect.stringMatching(/^foreign\/y\.yaml:\d+: .*duplicated.*the last one counts$/),
    ]);
    const all = { path: 'foreign', directory: { disableExtensionFilter: true } };
    expect(names(await bench.renderOf('plain', all))).toEqual(['ConfigMap/extra', 'ConfigMap/twin']);
  });

  it('takes an empty folder for a mistake, and refuses two renderers at once', async () => {
    expect(await bench.renderOf('plain', { path: 'empty' })).toMatchObject({
      kind: 'failed',
      code: 'path_empty',
    });
    expect(await bench.renderOf('plain', { path: 'app', helm: {}, kustomize: {} })).toMatchObject({
      code: 'source_invalid',
    });
    expect(
      await bench.renderOf('plain', { path: 'app', directory: { recurse: true } }, { outputBytesMax: 100 }),
    ).toMatchObject({ code: 'render_too_large' });
  });
});
