import { describe, expect, it } from 'vitest';
import type { ProjectSpec } from '../model.ts';
import { normalizeAddress } from './address.ts';
import { checkClusterOwner, checkProject, unreadableReason } from './project-rules.ts';

const open: ProjectSpec = {
  sourceRepos: ['*'],
  destinations: [{ name: '*', namespace: '*' }],
  clusterResourceWhitelist: [{ group: '*', kind: '*' }],
};
const configMap = { key: { group: '', kind: 'ConfigMap', namespace: 'shop', name: 'a' }, isNamespaced: true };
const namespace = { key: { group: '', kind: 'Namespace', namespace: '', name: 'shop' }, isNamespaced: false };
const hook = {
  key: { group: 'batch', kind: 'Job', namespace: 'kube-system', name: 'j' },
  isNamespaced: true,
};

function check(
  spec: ProjectSpec,
  more: {
    repo?: string;
    namespace?: string;
    project?: string;
    objects?: (typeof configMap)[];
    server?: string;
  } = {},
): string[] {
  return checkProject({
    project: { name: 'team', spec },
    application: {
      name: 'web',
      spec: {
        project: more.project ?? 'team',
        sources: [{ repoURL: more.repo ?? 'https://git.example.com/team/web' }],
        destination: { name: 'prod', namespace: more.namespace ?? 'shop' },
      },
    },
    cluster: { name: 'prod', server: more.server ?? 'https://10.0.0.1:6443' },
    objects: more.objects ?? [],
  }).map((reason) => reason.code);
}

describe('a Cluster of one Project', () => {
  const on = (project: string | null) =>
    checkClusterOwner({ name: 'team' }, { name: 'prod', server: '', project }).map(({ code }) => code);
  it.each([
    ['of nobody', null, []],
    ['of this Project', 'team', []],
    ['of another one', 'ops', ['cluster_not_in_project']],
  ])('%s', (_name, project, codes) => expect(on(project)).toEqual(codes));
});

describe('unreadableReason', () => {
  const narrow: ProjectSpec = {
    ...open,
    destinations: [{ name: 'prod', namespace: 'shop' }],
    clusterResourceWhitelist: [],
    namespaceResourceBlacklist: [{ group: '', kind: 'Secret' }],
  };
  const read = (key: typeof configMap.key, isNamespaced: boolean) =>
    unreadableReason({ name: 'team', spec: narrow }, { name: 'prod', server: '' }, { key, isNamespaced });
  it.each([
    ['an allowed object', configMap.key, true, undefined],
    [
      'a kind that is not allowed',
      { ...configMap.key, kind: 'Secret' },
      true,
      'does not allow the kind Secret',
    ],
    ['a namespace that is none of its destinations', hook.key, true, 'in namespace "kube-system"'],
    ['a cluster-scoped kind', { ...namespace.key, kind: 'Node' }, false, 'cluster-scoped kind Node'],
    ['the Namespace it deploys into', namespace.key, false, undefined],
    ['another Namespace', { ...namespace.key, name: 'other' }, false, 'Namespace'],
  ])('%s', (_name, key, isNamespaced, reason) => {
    if (reason === undefined) expect(read(key, isNamespaced)).toBeUndefined();
    else expect(read(key, isNamespaced)).toContain(reason);
  });
});

describe('checkProject (B15)', () => {
  it.each<[string, ProjectSpec, Parameters<typeof check>[1], string[]]>([
    ['everything allowed', open, { objects: [configMap, namespace, hook] }, []],
    ['absent lists allow nothing', {}, {}, ['project_source', 'project_destination']],
    ['an Application of another project (X44)', open, { project: 'other' }, ['project_mismatch']],
    ['a repository glob', { ...open, sourceRepos: ['https://git.example.com/team/*'] }, {}, []],
    [
      'a glob does not cross /',
      { ...open, sourceRepos: ['https://git.example.com/*'] },
      {},
      ['project_source'],
    ],
    ['! wins', { ...open, sourceRepos: ['*', '!https://git.example.com/**'] }, {}, ['project_source']],
    ['! denies its own alone', { ...open, sourceRepos: ['*', '!https://other.example/**'] }, {}, []],
    [
      '! alone allows nothing',
      { ...open, sourceRepos: ['!https://other.example/**'] },
      {},
      ['project_source'],
    ],
    [
      '! wins whatever the spelling',
      { ...open, sourceRepos: ['*', '!https://git.example.com/team/web'] },
      { repo: 'HTTPS://x:y@Git.Example.com:443/Team/Web.git/' },
      ['project_source'],
    ],
    [
      'namespace glob',
      { ...open, destinations: [{ name: 'prod', namespace: 'sh*' }] },
      { objects: [configMap] },
      [],
    ],
    [
      'other namespace',
      { ...open, destinations: [{ name: 'prod', namespace: 'shop' }] },
      { namespace: 'kube-system' },
      ['project_destination'],
    ],
    [
      'no substring match (X56)',
      { ...open, destinations: [{ name: 'prod', namespace: 'sho' }] },
      {},
      ['project_destination'],
    ],
    [
      'by server, spelled otherwise (X47)',
      { ...open, destinations: [{ server: 'HTTPS://10.0.0.1:6443/', namespace: '*' }] },
      {},
      [],
    ],
    [
      '! by cluster name',
      {
        ...open,
        destinations: [
          { name: '*', namespace: '*' },
          { name: '!prod', namespace: '*' },
        ],
      },
      {},
      ['project_destination'],
    ],
    [
      '! by server although the name is allowed',
      {
        ...open,
        destinations: [
          { name: '*', namespace: '*' },
          { server: '!https://10.0.0.1:6443', namespace: '*' },
        ],
      },
      {},
      ['project_destination'],
    ],
    [
      '! namespace allows the others',
      { ...open, destinations: [{ name: '*', namespace: '!kube-system' }] },
      { objects: [configMap] },
      [],
    ],
    [
      '! namespace denies its own, for hooks as well (X45)',
      {
        ...open,
        destinations: [
          { name: '*', namespace: '*' },
          { name: '*', namespace: '!kube-system' },
        ],
      },
      { objects: [hook] },
      ['project_namespace'],
    ],
    [
      '! namespace denies its own where name and server are both written and one of them fits',
      {
        ...open,
        destinations: [
          { name: '*', namespace: '*' },
          { name: 'prod', server: 'https://elsewhere.example', namespace: '!kube-system' },
        ],
      },
      { objects: [hook] },
      ['project_namespace'],
    ],
    [
      'cluster-scoped kinds need a listing',
      { ...open, clusterResourceWhitelist: [] },
      { objects: [namespace] },
      ['project_kind'],
    ],
    [
      'listed by name',
      { ...open, clusterResourceWhitelist: [{ group: '', kind: 'Namespace', name: 'shop' }] },
      { objects: [namespace] },
      [],
    ],
    [
      'listed by another name',
      { ...open, clusterResourceWhitelist: [{ group: '', kind: 'Namespace', name: 'x' }] },
      { objects: [namespace] },
      ['project_kind'],
    ],
    [
      'cluster blacklist wins',
      { ...open, clusterResourceBlacklist: [{ group: '', kind: 'Name*' }] },
      { objects: [namespace] },
      ['project_kind'],
    ],
    ['namespaced kinds are open without a list', open, { objects: [configMap] }, []],
    [
      'namespaced whitelist',
      { ...open, namespaceResourceWhitelist: [{ group: 'apps', kind: '*' }] },
      { objects: [configMap] },
      ['project_kind'],
    ],
    [
      'an empty whitelist allows none',
      { ...open, namespaceResourceWhitelist: [] },
      { objects: [configMap] },
      ['project_kind'],
    ],
    [
      'namespaced blacklist',
      { ...open, namespaceResourceBlacklist: [{ group: '', kind: 'ConfigMap' }] },
      { objects: [configMap] },
      ['project_kind'],
    ],
  ])('%s', (_name, spec, more, expected) => expect(check(spec, more)).toEqual(expected));

  it('names twenty objects and counts the rest', () => {
    const objects = Array.from({ length: 50 }, () => hook);
    expect(check({ ...open, destinations: [{ name: 'prod', namespace: 'shop' }] }, { objects })).toHaveLength(
      21,
    );
  });
});

describe('normalizeAddress (X47)', () => {
  it.each([
    ['https://Git.Example.com/a/b.git', 'https://git.example.com/a/b'],
    ['https://user:pw@git.example.com:443/a/b/', 'https://git.example.com/a/b'],
    ['git@git.example.com:a/b.git', 'ssh://git.example.com/a/b'],
    ['ssh://git@git.example.com:22/a/b', 'ssh://git.example.com/a/b'],
    ['https://git.example.com:8443/a', 'https://git.example.com:8443/a'],
    ['*', '*'],
    ['', ''],
  ])('%s', (address, expected) => expect(normalizeAddress(address)).toBe(expected));
});
