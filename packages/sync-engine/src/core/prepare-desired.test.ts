import { expect, test } from 'vitest';
import type { KubeObject } from './model.ts';
import { prepareDesired } from './prepare-desired.ts';

const clusterScoped = new Set(['Namespace', 'ClusterRole', 'CustomResourceDefinition']);
const namespaced = new Set(['ConfigMap', 'Deployment', 'Job', 'Service']);
function prepare(...manifests: KubeObject[]) {
  return prepareDesired({
    manifests,
    destinationNamespace: 'prod',
    isNamespaced: ({ kind }) => (clusterScoped.has(kind) ? false : namespaced.has(kind) ? true : undefined),
    trackingName: 'team_shop',
    installationId: 'i-1',
  });
}
function make(kind: string, name: string, more: Partial<KubeObject['metadata']> = {}): KubeObject {
  return { apiVersion: kind === 'Thing' ? 'example.com/v1' : 'v1', kind, metadata: { name, ...more } };
}
const hook = (type: string) => ({ annotations: { 'argocd.argoproj.io/hook': type } });
const place = (o: KubeObject) => `${o.kind} ${o.metadata.namespace ?? '-'}/${o.metadata.name ?? ''}`;

test('namespaces are defaulted, kept or cleared', () => {
  const { objects, warnings } = prepare(
    make('ConfigMap', 'a'),
    make('ConfigMap', 'a', { namespace: 'other' }),
    make('Namespace', 'n', { namespace: 'nonsense' }),
  );
  expect(objects.map(place)).toEqual(['ConfigMap prod/a', 'ConfigMap other/a', 'Namespace -/n']);
  expect(objects[0]?.metadata.annotations?.['bowline.dev/tracking-id']).toBe('team_shop:/ConfigMap:prod/a');
  expect(objects[2]?.metadata.annotations?.['bowline.dev/tracking-id']).toBe('team_shop:/Namespace:/n');
  expect(warnings).toEqual([]);
});

test('SRC-13 of two equal keys the later one wins, with a warning', () => {
  const first = { ...make('ConfigMap', 'a'), data: { v: '1' } };
  const second = { ...make('ConfigMap', 'a', { namespace: 'prod' }), data: { v: '2' } };
  const { objects, warnings } = prepare(first, second);
  expect(objects.map((o) => o.data)).toEqual([{ v: '2' }]);
  expect(warnings.map((w) => w.code)).toEqual(['duplicate_resource']);
  expect(warnings[0]?.key).toEqual({ group: '', kind: 'ConfigMap', namespace: 'prod', name: 'a' });
});

test('SRC-3 lists are expanded, lists of lists too', () => {
  const list = { apiVersion: 'v1', kind: 'List', metadata: {}, items: [make('ConfigMap', 'b'), null, 'x'] };
  const outer = { apiVersion: 'v1', kind: 'List', metadata: {}, items: [make('ConfigMap', 'a'), list] };
  expect(prepare(outer as unknown as KubeObject).objects.map(place)).toEqual([
    'ConfigMap prod/a',
    'ConfigMap prod/b',
  ]);
});

test('B3 Skip, misspelled hooks and Helm tests take part in nothing', () => {
  const { objects, warnings } = prepare(
    make('ConfigMap', 'skipped', hook('Skip')),
    make('Job', 'misspelled', hook('Presync')),
    make('Job', 'miswritten', { annotations: { 'helm.sh/hook': 'pre-instal' } }),
    make('Job', 'tested', { annotations: { 'helm.sh/hook': 'test' } }),
    make('Job', 'undone', { annotations: { 'helm.sh/hook': 'pre-rollback,post-rollback' } }),
    make('Job', 'kept', hook('PreSync')),
  );
  expect(objects.map(place)).toEqual(['Job prod/kept']);
  expect(warnings.map(({ code, key }) => `${code} ${key?.name}`)).toEqual([
    'hook_unknown misspelled',
    'hook_unknown miswritten',
  ]);
});

test.each([
  ['v1', 'PersistentVolumeClaim', { storageClassName: null, volumeMode: null }, { volumeMode: null }],
  ['v1', 'PersistentVolumeClaim', { storageClassName: '' }, { storageClassName: '' }],
  ['networking.k8s.io/v1', 'Ingress', { ingressClassName: null }, {}],
  ['networking.k8s.io/v1', 'Ingress', { ingressClassName: 'nginx' }, { ingressClassName: 'nginx' }],
  ['example.com/v1', 'Ingress', { ingressClassName: null }, { ingressClassName: null }],
])('B7 a null class is left to the cluster: %s %s %j', (apiVersion, kind, spec, expected) => {
  const manifest: KubeObject = { apiVersion, kind, metadata: { name: 'a' }, spec };
  expect(prepare(manifest).objects[0]?.spec).toEqual(expected);
});

test('a hook may leave its name to the cluster, nothing else may', () => {
  const nameless = (more: object) =>
    ({ ...make('Job', 'x'), metadata: { generateName: 'run-', ...more } }) as KubeObject;
  const { objects, warnings } = prepare(nameless(hook('PreSync')), nameless(hook('PreSync')), nameless({}));
  expect(objects).toHaveLength(2);
  expect(objects[0]?.metadata.annotations).not.toHaveProperty(['bowline.dev/tracking-id']);
  expect(warnings.map((w) => w.code)).toEqual(['object_invalid']);
});

test('a kind the cluster does not know: told by a CRD of the set, else assumed and said', () => {
  expect(prepare(make('Thing', 'a')).warnings.map((w) => w.code)).toEqual(['kind_unknown']);
  expect(prepare(make('Thing', 'a')).objects.map(place)).toEqual(['Thing prod/a']);
  const crd = {
    ...make('CustomResourceDefinition', 'things.example.com'),
    spec: { group: 'example.com', scope: 'Cluster', names: { kind: 'Thing' } },
  };
  const { objects, warnings } = prepare(make('Thing', 'a', { namespace: 'x' }), crd);
  expect(objects.map(place)).toEqual(['Thing -/a', 'CustomResourceDefinition -/things.example.com']);
  expect(warnings).toEqual([]);
});

test('B22 stringData of a Secret stands in data, so that a key taken out of it is taken out of the cluster', () => {
  const secret = {
    ...make('Secret', 's'),
    data: { a: 'eA==', b: 'eA==' },
    stringData: { b: 'ß', __proto: '' },
  };
  const [folded] = prepare(secret).objects;
  expect(folded).toMatchObject({ data: { a: 'eA==', b: 'w58=', __proto: '' } });
  expect(folded).not.toHaveProperty('stringData');
  const unfit = { ...make('Secret', 's'), stringData: { port: 80 } };
  expect(prepare(unfit).objects[0]).toMatchObject({ stringData: { port: 80 } });
});
