import { describe, expect, it } from 'vitest';
import { formOf, formProblems, specOf } from './project-form.ts';
import type { ProjectSpec } from './project.ts';

const specs: ProjectSpec[] = [
  {},
  { sourceRepos: [], destinations: [], roles: [], syncWindows: [] },
  {
    description: 'shops',
    sourceRepos: ['https://git.shop/*'],
    destinations: [
      { name: 'prod', namespace: 'shop-*' },
      { server: 'https://10.0.0.1:6443', namespace: 'web' },
      { name: 'both', server: 'https://10.0.0.2', namespace: '*' },
    ],
    clusterResourceWhitelist: [{ group: '', kind: 'Namespace', name: 'shop-*' }],
    clusterResourceBlacklist: [{ group: 'rbac.authorization.k8s.io', kind: '*' }],
    namespaceResourceWhitelist: [{ group: 'apps', kind: 'Deployment' }],
    namespaceResourceBlacklist: [{ group: '', kind: 'Secret' }],
    approvals: { required: 2, allowSelf: false },
    guards: { deletionShareMax: 0.125 },
    syncWindows: [
      {
        kind: 'deny',
        schedule: '0 22 * * *',
        duration: '8h',
        timeZone: 'Asia/Seoul',
        applications: ['*'],
        matchLabels: { tier: 'front*', 'shop.io/team': 'ledger' },
        manualSync: true,
      },
    ],
    roles: [{ name: 'deployer', permissions: ['applications:*'], users: ['kim'], groups: ['leads', 'ops'] }],
  },
];

describe('project form (C17)', () => {
  it.each(specs.map((spec, index) => [index, spec] as const))(
    'changes nothing that nobody touched: %i',
    (_, spec) => expect(specOf(formOf(spec), spec)).toEqual(spec),
  );

  it('writes only what was touched', () => {
    const base: ProjectSpec = { approvals: { required: 1 } };
    expect(specOf({ ...formOf(base), allowSelf: false }, base).approvals).toEqual({
      required: 1,
      allowSelf: false,
    });
    expect(specOf({ ...formOf({}), deletionsMax: '5', deletionShareMax: '12.5' }, {}).guards).toEqual({
      deletionsMax: 5,
      deletionShareMax: 0.125,
    });
    const guarded: ProjectSpec = { guards: { deletionsMax: 5 } };
    expect(specOf({ ...formOf(guarded), deletionsMax: '' }, guarded).guards).toBeUndefined();
  });

  it('reads destinations by name or address and kinds with or without a group', () => {
    const form = {
      ...formOf({}),
      destinations: 'prod/*\nhttps://10.0.0.1:6443/web',
      kinds: { ...formOf({}).kinds, clusterResourceWhitelist: 'Namespace shop-*\napps/Deployment' },
    };
    expect(specOf(form, {})).toEqual({
      destinations: [
        { name: 'prod', namespace: '*' },
        { server: 'https://10.0.0.1:6443', namespace: 'web' },
      ],
      clusterResourceWhitelist: [
        { group: '', kind: 'Namespace', name: 'shop-*' },
        { group: 'apps', kind: 'Deployment' },
      ],
    });
  });

  it('names what it cannot read', () => {
    const { windows } = formOf({ syncWindows: [{ kind: 'deny', schedule: '', duration: '1h' }] });
    const form = {
      ...formOf({}),
      windows: windows.map((window) => ({ ...window, matchLabels: 'tier=front\nledger' })),
      destinations: 'prod',
      required: '99',
      deletionShareMax: '101',
      roles: [
        { id: 0, name: 'same', permissions: [], users: '', groups: '' },
        { id: 1, name: 'same', permissions: [], users: '', groups: '' },
      ],
    };
    expect(formProblems(form)).toEqual([
      { field: 'destinations' },
      { field: 'required' },
      { field: 'deletionShareMax' },
      { field: 'window', id: 0 },
      { field: 'windowLabels', id: 0 },
      { field: 'role', id: 0 },
      { field: 'role', id: 1 },
    ]);
    expect(formProblems(formOf({}))).toEqual([]);
  });
});
