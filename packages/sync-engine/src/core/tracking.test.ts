import { expect, test } from 'vitest';
import type { KubeObject } from './model.ts';
import { argoTrackingOf, isTrackedBy, trackingNameOf, trackingOf, withTracking } from './tracking.ts';

const mark = { trackingName: trackingNameOf({ project: 'team', name: 'shop' }), installationId: 'i-1' };
const deployment: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'prod', labels: { a: 'b' } },
};

test('B6 the id names the very object, and reads back', () => {
  const tracked = withTracking(deployment, mark);
  expect(tracked.metadata.annotations).toEqual({
    'bowline.dev/tracking-id': 'team_shop:apps/Deployment:prod/web',
    'bowline.dev/installation-id': 'i-1',
  });
  expect(deployment.metadata.annotations).toBeUndefined();
  expect(trackingOf(tracked)).toEqual({
    trackingName: 'team_shop',
    key: { group: 'apps', kind: 'Deployment', namespace: 'prod', name: 'web' },
    installationId: 'i-1',
    isSelf: true,
  });
  expect(isTrackedBy(tracked, mark)).toBe(true);
});

test('B6 a copied annotation is no tracking of the copy', () => {
  const copy = withTracking(deployment, mark);
  const other = { ...copy, metadata: { ...copy.metadata, name: 'web-copy' } };
  expect(trackingOf(other)?.isSelf).toBe(false);
  expect(isTrackedBy(other, mark)).toBe(false);
});

test('B6 another installation or Application is another owner', () => {
  const tracked = withTracking(deployment, mark);
  expect(isTrackedBy(tracked, { ...mark, installationId: 'i-2' })).toBe(false);
  expect(isTrackedBy(tracked, { ...mark, trackingName: 'team_shop2' })).toBe(false);
});

test.each<KubeObject>([
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'prod' } },
  { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'a.b.c' } },
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'system:a:b' } },
])('B6 $kind $metadata.name survives the round trip', (object) => {
  expect(trackingOf(withTracking(object, mark))?.isSelf).toBe(true);
});

test.each(['', 'shop', 'shop:apps/Deployment', 'shop:Deployment:prod/web', 'a:b/c:d', ':b/c:d/e'])(
  'B6 %j is no tracking id',
  (id) => {
    const annotations = { 'bowline.dev/tracking-id': id };
    expect(trackingOf({ ...deployment, metadata: { ...deployment.metadata, annotations } })).toBeNull();
  },
);

test('an Argo CD id is read only to adopt', () => {
  const annotations = { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:prod/web' };
  const object = { ...deployment, metadata: { ...deployment.metadata, annotations } };
  expect(argoTrackingOf(object)).toBe('shop');
  expect(trackingOf(object)).toBeNull();
});
