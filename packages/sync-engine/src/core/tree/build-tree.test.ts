import { describe, expect, test } from 'vitest';
import { compare } from '../diff/compare.ts';
import type { KubeObject, OwnerReference, ReleaseItem, UnreadObject } from '../model.ts';
import { keyOf } from '../resource-key.ts';
import { withTracking } from '../tracking.ts';
import { applicationHealth, buildTree } from './build-tree.ts';

const mark = { trackingName: 'team_shop', installationId: 'i-1' };
const common = {
  ...mark,
  ignore: [],
  schemaOf: () => undefined,
  hashKey: { version: 1, key: Buffer.alloc(32, 1) },
};

function make(apiVersion: string, kind: string, name: string, more: Partial<KubeObject> = {}): KubeObject {
  const metadata = { name, namespace: 'prod', uid: `uid-${name}`, ...more.metadata };
  return { apiVersion, kind, ...more, metadata };
}
function owner(of: KubeObject): OwnerReference {
  const { apiVersion, kind, metadata } = of;
  return { apiVersion, kind, name: metadata.name, uid: metadata.uid ?? '', controller: true };
}
function ownedBy(
  parent: KubeObject,
  apiVersion: string,
  kind: string,
  name: string,
  more: Partial<KubeObject> = {},
) {
  const made = make(apiVersion, kind, name, more);
  return { ...made, metadata: { ...made.metadata, ownerReferences: [owner(parent)] } };
}
const fine = { observedGeneration: 1, replicas: 1, updatedReplicas: 1, availableReplicas: 1 };
const deployment = make('apps/v1', 'Deployment', 'web', {
  spec: {
    replicas: 1,
    template: {
      spec: {
        containers: [{ name: 'a', image: 'nginx:1' }],
        initContainers: [{ name: 'i', image: 'init:1' }],
      },
    },
  },
  status: fine,
});
const replicaSet = ownedBy(deployment, 'apps/v1', 'ReplicaSet', 'web-1', {
  spec: { replicas: 1 },
  status: { availableReplicas: 1 },
});
const pod = ownedBy(replicaSet, 'v1', 'Pod', 'web-1-a', {
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
});

function run(
  desired: KubeObject[],
  live: KubeObject[],
  base: KubeObject[] | null = desired,
  unread: UnreadObject[] = [],
) {
  const items = base?.map(
    (manifest): ReleaseItem => ({ key: keyOf(manifest), version: 'v1', manifest, wave: 0, hookPhases: [] }),
  );
  const comparison = compare({ ...common, desired, live, base: items ?? null, unread });
  const tree = buildTree({ comparison, live });
  return { comparison, tree, health: applicationHealth({ comparison, tree }) };
}
const outline = (tree: ReturnType<typeof buildTree>) =>
  tree.map((node) => `${node.key.kind}/${node.key.name}<${node.parent?.name ?? ''}`);

describe('the tree', () => {
  test('descendants stand below their owners, depth first', () => {
    const { tree } = run([deployment], [pod, replicaSet, deployment, make('v1', 'Pod', 'stranger')]);
    expect(outline(tree)).toEqual(['Deployment/web<', 'ReplicaSet/web-1<web', 'Pod/web-1-a<web-1']);
    expect(tree[0]).toMatchObject({
      sync: 'Synced',
      verdict: 'in-sync',
      images: ['init:1', 'nginx:1'],
      uid: 'uid-web',
    });
    expect(tree[2]).toMatchObject({ sync: null, verdict: null, health: { status: 'Healthy' } });
  });

  test('B12 inferred parents: Endpoints, token Secrets, claims of a StatefulSet', () => {
    const service = make('v1', 'Service', 'web');
    const account = make('v1', 'ServiceAccount', 'bot');
    const set = make('apps/v1', 'StatefulSet', 'db', {
      spec: { volumeClaimTemplates: [{ metadata: { name: 'data' } }] },
    });
    const token = make('v1', 'Secret', 'bot-token', {
      type: 'kubernetes.io/service-account-token',
      metadata: { name: 'bot-token', annotations: { 'kubernetes.io/service-account.name': 'bot' } },
    });
    const live = [service, account, set, token];
    live.push(make('v1', 'Endpoints', 'web'), make('v1', 'PersistentVolumeClaim', 'data-db-0'));
    live.push(make('v1', 'PersistentVolumeClaim', 'data-other-0'));
    expect(outline(run([service, account, set], live).tree)).toEqual([
      'Service/web<',
      'Endpoints/web<web',
      'ServiceAccount/bot<',
      'Secret/bot-token<bot',
      'StatefulSet/db<',
      'PersistentVolumeClaim/data-db-0<db',
    ]);
  });

  test('roll-ups count problems and changes below, and the worst health', () => {
    const broken = { ...pod, status: { phase: 'Failed' } };
    const { tree } = run([{ ...deployment, spec: { replicas: 2 } }], [deployment, replicaSet, broken]);
    expect(tree[0]?.rollup).toEqual({ health: 'Degraded', problems: 1, changed: 1, total: 3 });
    expect(tree[0]?.change).toEqual({ added: 0, changed: 1, removed: 0 });
    expect(tree[0]?.health?.status).toBe('Healthy');
  });

  test('B15: a resource that was not read is Unknown with the reason, neither missing nor an addition', () => {
    const unread = [{ key: keyOf(deployment), reason: 'Project "narrow" does not allow it.' }];
    const config = make('v1', 'ConfigMap', 'c');
    const { tree, health } = run([config, deployment], [config], null, unread);
    const message = 'Not read: Project "narrow" does not allow it.';
    expect(tree[1]).toMatchObject({ sync: 'Unknown', health: { status: 'Unknown', message } });
    expect(tree[1]?.change).toEqual({ added: 0, changed: 0, removed: 0 });
    expect(tree[1]?.rollup).toEqual({ health: 'Unknown', problems: 1, changed: 0, total: 1 });
    expect(health).toEqual({ status: 'Unknown', message: `Deployment prod/web: ${message}` });
    // Nothing is live, as far as anybody knows, but one of them was not looked at.
    expect(run([deployment], [], null, unread).health.status).toBe('Unknown');
  });

  test('missing and extra resources are nodes', () => {
    const extra = withTracking(make('v1', 'ConfigMap', 'old'), mark);
    const { tree } = run([deployment], [extra], []);
    expect(tree.map((n) => [n.key.name, n.verdict, n.health?.status, n.change])).toEqual([
      ['web', 'missing', 'Missing', { added: 1, changed: 0, removed: 0 }],
      ['old', 'extra', undefined, { added: 0, changed: 0, removed: 1 }],
    ]);
  });

  test('B6 a copied mark shows the object without a sync status', () => {
    const copied = withTracking(make('v1', 'ConfigMap', 'a'), mark);
    const copy = { ...copied, metadata: { ...copied.metadata, name: 'copy' } };
    expect(run([], [copy]).tree).toMatchObject([{ key: { name: 'copy' }, sync: null, verdict: null }]);
  });

  test.each<[string, owner: object, dependent: object, parent: string]>([
    ['of the same namespace', {}, {}, 'o'],
    ['that is cluster-scoped', { namespace: '' }, {}, 'o'],
    ['of another namespace owns nothing', { namespace: 'other' }, {}, ''],
    ['of a namespace owns nothing cluster-scoped', {}, { namespace: '' }, ''],
    ['of both cluster-scoped', { namespace: '' }, { namespace: '' }, 'o'],
  ])('CACHE-2: an owner %s', (_, ownerMeta, dependentMeta, parent) => {
    const above = make('v1', 'Thing', 'o', { metadata: { name: 'o', ...ownerMeta } });
    const below = ownedBy(above, 'v1', 'Thing', 'd', { metadata: { name: 'd', ...dependentMeta } });
    const { tree } = run([above, below], [above, below]);
    expect(tree.find(({ key }) => key.name === 'd')?.parent?.name ?? '').toBe(parent);
  });

  test('owners in a circle neither hang nor vanish', () => {
    const a = make('example.com/v1', 'A', 'a');
    const b = ownedBy(a, 'example.com/v1', 'B', 'b');
    const circle = { ...a, metadata: { ...a.metadata, ownerReferences: [owner(b)] } };
    const self = make('example.com/v1', 'C', 'c');
    const selfOwned = { ...self, metadata: { ...self.metadata, ownerReferences: [owner(self)] } };
    const { tree } = run([circle, b, selfOwned], [circle, b, selfOwned]);
    expect(tree).toHaveLength(3);
  });
});

describe('B10 the health of an Application', () => {
  const config = make('v1', 'ConfigMap', 'a');
  const degraded = (name: string, annotations: Record<string, string> = {}) =>
    make('apps/v1', 'Deployment', name, {
      metadata: { name, annotations },
      status: {
        conditions: [{ type: 'Progressing', reason: 'ProgressDeadlineExceeded', message: 'too slow' }],
      },
    });
  const same = (...objects: KubeObject[]) => run(objects, objects).health;

  test('the worst of the managed resources, with its causes', () => {
    expect(same(config, deployment)).toEqual({ status: 'Healthy', message: '' });
    expect(same(deployment, degraded('b'))).toEqual({
      status: 'Degraded',
      message: 'Deployment prod/b: too slow',
    });
    const many = same(...['a', 'b', 'c', 'd', 'e'].map((name) => degraded(name)));
    expect(many.message).toMatch(/Deployment prod\/c: too slow And 2 more\.$/);
  });

  test('nothing at all is healthy; nothing live is Missing; one missing object does not count', () => {
    expect(run([], []).health.status).toBe('Healthy');
    expect(run([config, deployment], []).health.status).toBe('Missing');
    expect(run([config, deployment], [config]).health.status).toBe('Healthy');
  });

  test('a child of a managed resource does not count by itself', () => {
    expect(
      run([deployment], [deployment, replicaSet, { ...pod, status: { phase: 'Failed' } }]).health.status,
    ).toBe('Healthy');
  });

  test('hooks and objects marked ignore-healthcheck do not count', () => {
    expect(same(config, degraded('b', { 'argocd.argoproj.io/ignore-healthcheck': 'true' })).status).toBe(
      'Healthy',
    );
    expect(same(config, degraded('b', { 'argocd.argoproj.io/hook': 'PreSync' })).status).toBe('Healthy');
  });

  test('APP-5: an object of unknown health counts, a child Application of unknown health does not', () => {
    const volume = make('v1', 'PersistentVolumeClaim', 'v', { status: { phase: 'Lent' } });
    const child = make('argoproj.io/v1alpha1', 'Application', 'a', {
      status: { health: { status: 'Unknown' } },
    });
    expect(same(config, volume).status).toBe('Unknown');
    expect(same(config, child).status).toBe('Healthy');
  });

  test('what cannot be compared is Unknown', () => {
    const comparison = {
      status: 'Unknown' as const,
      reasons: { pending: 0, drift: 0, unknown: 0, prune: 0 },
      resources: [],
      message: 'no cluster',
    };
    expect(applicationHealth({ comparison, tree: [] })).toEqual({ status: 'Unknown', message: 'no cluster' });
  });
});

test('a tree of 20,000 nodes takes less than 2 s of one core', () => {
  const pods = Array.from({ length: 20_000 }, (_, i) =>
    ownedBy(replicaSet, 'v1', 'Pod', `p-${i}`, { status: { phase: 'Running' } }),
  );
  const before = process.cpuUsage();
  expect(run([deployment], [deployment, replicaSet, ...pods]).tree).toHaveLength(20_002);
  expect(process.cpuUsage(before).user / 1e6).toBeLessThan(2);
});

test('a chain of 20,000 owners takes less than 8 s of one core', () => {
  const chain = [make('v1', 'Link', 'l-0')];
  for (let i = 1; i < 20_000; i++) chain.push(ownedBy(chain[i - 1] as KubeObject, 'v1', 'Link', `l-${i}`));
  const before = process.cpuUsage();
  const tree = run(chain.slice(0, 1), chain).tree;
  expect(tree).toHaveLength(20_000);
  expect(tree[0]?.rollup.total).toBe(20_000);
  expect(process.cpuUsage(before).user / 1e6).toBeLessThan(8);
});
