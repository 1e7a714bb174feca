import { describe, expect, it } from 'vitest';
import { answersOfDraft, emptyDraft, problemsOf, reachable, specOfDraft, type Draft } from './draft.ts';

const source: Draft = {
  ...emptyDraft,
  name: 'web',
  project: 'payments',
  repo: 'shop',
  url: 'https://git/shop.git',
  revision: 'main',
  path: 'deploy/prod',
  renderer: 'kustomize',
};
const full: Draft = { ...source, cluster: 'prod', namespace: 'web' };

describe('draft of a new application (C18)', () => {
  it('asks name, project and repository first, then revision and folder', () => {
    expect(problemsOf(emptyDraft, 'source')).toEqual(['name', 'project', 'repo']);
    expect(problemsOf({ ...source, revision: '', renderer: '' }, 'source')).toEqual(['revision', 'path']);
    expect(problemsOf({ ...source, name: 'Web' }, 'source')).toEqual(['name']);
  });
  it('asks for a chart and its version instead of a folder (SRC-14, SRC-15)', () => {
    const helm: Draft = { ...source, origin: 'helm', path: '', renderer: '', revision: '' };
    expect(problemsOf(helm, 'source')).toEqual(['revision', 'chart']);
    const chosen = { ...helm, chart: 'web', revision: '1.x' };
    expect(problemsOf(chosen, 'source')).toEqual([]);
    expect(specOfDraft(chosen, answersOfDraft(chosen)).sources).toEqual([
      { repoURL: 'https://git/shop.git', chart: 'web', targetRevision: '1.x' },
    ]);
    const artifact: Draft = { ...helm, origin: 'oci', url: 'oci://r/set', revision: 'latest' };
    expect(problemsOf(artifact, 'source')).toEqual([]);
    expect(specOfDraft(artifact, answersOfDraft(artifact)).sources).toEqual([
      { repoURL: 'oci://r/set', path: '.', targetRevision: 'latest' },
    ]);
  });
  it('lets nobody skip an incomplete step', () => {
    expect(reachable(emptyDraft)).toBe('source');
    expect(reachable(source)).toBe('destination');
    expect(reachable(full)).toBe('review');
  });
  it('becomes a spec; automation only when it was chosen', () => {
    expect(specOfDraft(full, answersOfDraft(full))).toEqual({
      project: 'payments',
      sources: [{ repoURL: 'https://git/shop.git', path: 'deploy/prod', targetRevision: 'main' }],
      destination: { name: 'prod', namespace: 'web' },
      syncPolicy: { syncOptions: ['CreateNamespace=true'] },
    });
    const auto = { ...full, auto: true, createNamespace: false, valueFiles: ['prod.yaml'] };
    expect(specOfDraft(auto, answersOfDraft(auto))).toMatchObject({
      sources: [{ helm: { valueFiles: ['prod.yaml'] } }],
      syncPolicy: { automated: { enabled: true, prune: false, selfHeal: false } },
    });
  });
});
