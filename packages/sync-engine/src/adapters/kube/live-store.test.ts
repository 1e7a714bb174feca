import { describe, expect, it } from 'vitest';
import { updateFilter } from '../../core/diff/resource-update.ts';
import type { KubeObject, ObjectMeta } from '../../core/model.ts';
import { withTracking } from '../../core/tracking.ts';
import { LiveStore } from './live-store.ts';

let version = 0;
function object(kind: string, name: string, more: Partial<ObjectMeta> = {}, rest: object = {}): KubeObject {
  const apiVersion = ['Deployment', 'ReplicaSet', 'StatefulSet'].includes(kind) ? 'apps/v1' : 'v1';
  version += 1;
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      namespace: 'ns',
      uid: `${kind}-${name}`,
      resourceVersion: String(version),
      managedFields: [],
      ...more,
    },
    ...rest,
  };
}
const ownedBy = (kind: string, name: string): Partial<ObjectMeta> => ({
  ownerReferences: [{ apiVersion: 'v1', kind, name, uid: `${kind}-${name}` }],
});
const app = { trackingName: 'p_app', installationId: 'i' };
const query = { ...app, keys: [] };
const namesOf = (objects: KubeObject[]): string[] =>
  objects.map((one) => `${one.kind}/${one.metadata.name}`).sort();

describe('LiveStore', () => {
  it('collects managed roots, named objects and all below them, each once', () => {
    const store = new LiveStore();
    store.upsert(withTracking(object('Deployment', 'web'), app));
    store.upsert(object('ReplicaSet', 'web-1', ownedBy('Deployment', 'web')));
    store.upsert(object('Pod', 'web-1-a', ownedBy('ReplicaSet', 'web-1')));
    store.upsert(object('Pod', 'stranger'));
    store.upsert(object('ConfigMap', 'named'));
    store.upsert(withTracking(object('ConfigMap', 'other'), { ...app, installationId: 'elsewhere' }));
    const keys = [{ group: '', kind: 'ConfigMap', namespace: 'ns', name: 'named' }];
    expect(namesOf(store.collect({ ...query, keys }))).toEqual([
      'ConfigMap/named',
      'Deployment/web',
      'Pod/web-1-a',
      'ReplicaSet/web-1',
    ]);
  });

  it('takes a copied tracking id for no mark at all (B6)', () => {
    const store = new LiveStore();
    const marked = withTracking(object('Deployment', 'web'), app);
    store.upsert(object('ReplicaSet', 'copy', { annotations: marked.metadata.annotations }));
    expect(store.collect(query)).toEqual([]);
  });

  it('finds claims of a StatefulSet and token Secrets of a ServiceAccount (B12)', () => {
    const store = new LiveStore();
    const templates = { spec: { volumeClaimTemplates: [{ metadata: { name: 'data' } }] } };
    store.upsert(withTracking(object('StatefulSet', 'db', {}, templates), app));
    store.upsert(withTracking(object('ServiceAccount', 'sa'), app));
    store.upsert(object('PersistentVolumeClaim', 'data-db-0'));
    store.upsert(object('PersistentVolumeClaim', 'data-db-x'));
    store.upsert(object('PersistentVolumeClaim', 'data-db-1', { namespace: 'elsewhere' }));
    store.upsert(
      object('Secret', 'token', {
        annotations: { 'kubernetes.io/service-account.uid': 'ServiceAccount-sa' },
      }),
    );
    expect(namesOf(store.collect(query))).toEqual([
      'PersistentVolumeClaim/data-db-0',
      'Secret/token',
      'ServiceAccount/sa',
      'StatefulSet/db',
    ]);
  });

  it('tells whose objects changed: by mark, by ancestor, by name, before and after', () => {
    const store = new LiveStore();
    expect([...store.upsert(withTracking(object('Deployment', 'web'), app))]).toEqual(['p_app']);
    store.upsert(object('ReplicaSet', 'web-1', ownedBy('Deployment', 'web')));
    expect([...store.upsert(object('Pod', 'a', ownedBy('ReplicaSet', 'web-1')))]).toEqual(['p_app']);
    expect([...store.upsert(object('Pod', 'b'))]).toEqual([]);
    store.collect({ ...query, keys: [{ group: '', kind: 'ConfigMap', namespace: 'ns', name: 'later' }] });
    expect([...store.upsert(object('ConfigMap', 'later'))]).toEqual(['p_app']);
    const stolen = withTracking(object('Deployment', 'web'), { ...app, trackingName: 'p_thief' });
    expect([...store.upsert(stolen)].sort()).toEqual(['p_app', 'p_thief']);
  });

  it('says nothing about an object that did not change', () => {
    const store = new LiveStore();
    const web = withTracking(object('Deployment', 'web'), app);
    store.upsert(web);
    expect([...store.upsert(web)]).toEqual([]);
  });

  it('becomes equal to a list, within its namespace only', () => {
    const store = new LiveStore();
    store.upsert(withTracking(object('ConfigMap', 'gone'), app));
    store.upsert(object('ConfigMap', 'stays', { namespace: 'other' }));
    const touched = store.replace('/ConfigMap', 'ns', [object('ConfigMap', 'new')]);
    expect([...touched]).toEqual(['p_app']);
    expect(store.get({ group: '', kind: 'ConfigMap', namespace: 'ns', name: 'gone' })).toBeUndefined();
    expect(store.size).toBe(2);
    store.replace('/ConfigMap', undefined, []);
    expect(store.size).toBe(0);
  });

  it('keeps managed objects whole and owned ones slim', () => {
    const store = new LiveStore();
    store.upsert(withTracking(object('Secret', 'mine', {}, { data: { a: 'YQ==' } }), app));
    store.upsert(object('Secret', 'child', ownedBy('Deployment', 'web'), { data: { a: 'YQ==' } }));
    store.upsert(
      object('Pod', 'p', ownedBy('ReplicaSet', 'x'), {
        spec: { nodeName: 'n', volumes: [{}], containers: [{ name: 'c', image: 'i', env: [{}] }] },
        status: { phase: 'Running' },
      }),
    );
    const get = (kind: string, name: string) => store.get({ group: '', kind, namespace: 'ns', name });
    expect(get('Secret', 'mine')).toMatchObject({ data: { a: 'YQ==' }, metadata: { managedFields: [] } });
    expect(get('Secret', 'child')).not.toHaveProperty('data');
    expect(get('Pod', 'p')).toMatchObject({
      spec: { nodeName: 'n', containers: [{ name: 'c', image: 'i' }] },
      status: { phase: 'Running' },
    });
    expect(get('Pod', 'p')?.metadata.managedFields).toBeUndefined();
    expect(JSON.stringify(get('Pod', 'p'))).not.toMatch(/volumes|env/);
  });
});

describe('DIFF-8: updates that matter to nobody', () => {
  it('are kept and wake nobody', () => {
    const store = new LiveStore(updateFilter([{ group: 'apps', kind: '*', jsonPointers: ['/status'] }]));
    const update = (rest: object) => store.upsert(withTracking(object('Deployment', 'web', {}, rest), app));
    expect(update({ status: { a: 1 } })).toEqual(new Set(['p_app']));
    expect(update({ status: { a: 2 } })).toEqual(new Set());
    const key = { group: 'apps', kind: 'Deployment', namespace: 'ns', name: 'web' };
    expect(store.get(key)?.['status']).toEqual({ a: 2 });
    expect(update({ status: { a: 2 }, spec: { replicas: 2 } })).toEqual(new Set(['p_app']));
    expect(store.remove(key)).toEqual(new Set(['p_app']));
  });

  it('are told where no filter is set', () => {
    const store = new LiveStore();
    store.upsert(withTracking(object('Deployment', 'web'), app));
    expect(store.upsert(withTracking(object('Deployment', 'web'), app))).toEqual(new Set(['p_app']));
  });
});
