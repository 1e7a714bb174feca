import { describe, expect, it } from 'vitest';
import type { Source } from '../../core/model.ts';
import type { GitPort, GitRepository } from '../../ports/git.ts';
import { withArchives } from './charts/archive-tree.ts';
import { applySourceOverrides } from './source-overrides.ts';

const repository: GitRepository = {
  id: 'files',
  url: '',
  credential: { kind: 'none' },
  insecureSkipTlsVerify: false,
};

async function overridden(files: Record<string, string>, source: Partial<Source> = {}) {
  const bytes = new Map(Object.entries(files).map(([path, text]) => [`app/${path}`, Buffer.from(text)]));
  // Everything is read from the archive: there is no git behind it.
  const git = withArchives({} as GitPort, new Map([['files', { repository, files: bytes }]]));
  const names = new Set(Object.keys(files));
  const at = { repository, revision: '1', path: 'app', names };
  return await applySourceOverrides(git, at, 'web', { repoURL: 'r', path: 'app', ...source });
}

describe('.argocd-source files (SRC-12)', () => {
  it.each([
    [
      'helm',
      'helm: {parameters: [{name: image.tag, value: "2"}], values: null}',
      { helm: { values: 'a: 1', releaseName: 'kept', parameters: [{ name: 'old', value: '1' }] } },
      { helm: { releaseName: 'kept', parameters: [{ name: 'image.tag', value: '2' }] } },
    ],
    [
      'kustomize',
      'kustomize: {images: ["nginx:2"], commonLabels: {b: "2"}}',
      { kustomize: { images: ['nginx:1'], commonLabels: { a: '1' } } },
      { kustomize: { images: ['nginx:2'], commonLabels: { a: '1', b: '2' } } },
    ],
    ['directory', 'directory: {recurse: true}', {}, { directory: { recurse: true } }],
    ['nothing else', 'repoURL: evil\npath: ../..\ntargetRevision: x\nchart: y\n', {}, {}],
    ['nothing at all', '# empty\n', { helm: {} }, { helm: {} }],
  ])('merges %s', async (_what, text, source, expected) => {
    const merged = await overridden({ '.argocd-source.yaml': text }, source);
    expect(merged).toEqual({ repoURL: 'r', path: 'app', ...expected });
  });

  it("lets the file of the Application win, and reads nobody else's", async () => {
    const merged = await overridden({
      '.argocd-source.yaml': 'helm: {releaseName: all, skipCrds: true}',
      '.argocd-source-web.yaml': 'helm: {releaseName: mine}',
      '.argocd-source-other.yaml': 'helm: {releaseName: theirs}',
    });
    expect(merged).toMatchObject({ helm: { releaseName: 'mine', skipCrds: true } });
  });

  it.each([
    ['plugin: {name: x}', 'names a config management plugin'],
    ['- a', 'app/.argocd-source.yaml is not a map'],
    ['helm:\n  a: [1', 'app/.argocd-source.yaml:2:'],
  ])('refuses %j with a code (SRC-10, SRC-12)', async (text, message) => {
    const failure = await overridden({ '.argocd-source.yaml': text });
    expect(failure).toMatchObject({
      kind: 'failed',
      code: 'source_invalid',
      message: expect.stringContaining(message),
    });
  });
});
