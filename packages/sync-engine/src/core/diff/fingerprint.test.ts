import { expect, test } from 'vitest';
import type { KubeObject } from '../model.ts';
import { fingerprintOf } from './fingerprint.ts';

const hashKey = { version: 1, key: Buffer.alloc(32, 1) };
function deployment(image: string, more: Record<string, unknown> = {}, uid = 'u1'): KubeObject {
  const containers = [{ name: 'web', image }];
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers } };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'prod', uid },
    spec: { template, ...more },
  };
}
const desired = deployment('nginx:1');
const of = (
  live: KubeObject | undefined,
  mode: 'fields' | 'whole' = 'fields',
  base: KubeObject | null = null,
) => fingerprintOf({ live, desired, base, mode, hashKey });

test('an absent object', () => {
  expect(of(undefined)).toEqual({ kind: 'absent' });
});

test('status, resourceVersion and fields of others do not count; fields of the manifest do', () => {
  const live = deployment('nginx:1');
  const moved: KubeObject = {
    ...deployment('nginx:1', { replicas: 5 }),
    status: { replicas: 5 },
  };
  moved.metadata = { ...moved.metadata, resourceVersion: '99', generation: 7, labels: { other: 'x' } };
  expect(of(moved)).toEqual(of(live));
  expect(of(deployment('nginx:2'))).not.toEqual(of(live));
});

test('another container of another writer does not count', () => {
  const live = deployment('nginx:1');
  const more = structuredClone(live);
  const { containers } = (more.spec as { template: { spec: { containers: object[] } } }).template.spec;
  containers.unshift({ name: 'injected', image: 'proxy' });
  expect(of(more)).toEqual(of(live));
});

test('fields that only the last Release set count', () => {
  const base = deployment('nginx:1', { replicas: 2 });
  const live = deployment('nginx:1', { replicas: 2 });
  expect(of(deployment('nginx:1', { replicas: 3 }), 'fields', base)).not.toEqual(of(live, 'fields', base));
});

test('another uid is another object', () => {
  expect(of(deployment('nginx:1', {}, 'u2'))).not.toEqual(of(deployment('nginx:1')));
});

test('under Replace, and where nothing says which fields matter, everything counts', () => {
  const [live, other] = [deployment('nginx:1'), deployment('nginx:1', { replicas: 5 })];
  expect(of(other, 'whole')).not.toEqual(of(live, 'whole'));
  const bare = (o: KubeObject) =>
    fingerprintOf({ live: o, desired: null, base: null, mode: 'fields', hashKey });
  expect(bare(other)).not.toEqual(bare(live));
  expect(bare({ ...live, status: { a: 1 } })).toEqual(bare(live));
});

test('X74 a Secret is hashed masked, and data equals stringData', () => {
  const secret = (fields: object): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 's' },
    ...fields,
  });
  const input = { desired: secret({ stringData: { a: 'x' } }), base: null, mode: 'fields' as const, hashKey };
  const a = fingerprintOf({ ...input, live: secret({ data: { a: 'eA==' } }) });
  const masked = fingerprintOf({
    ...input,
    desired: secret({ data: { a: 'eA==' } }),
    live: secret({ data: { a: 'eA==' } }),
  });
  expect(a).toEqual(masked);
  expect(fingerprintOf({ ...input, live: secret({ data: { a: 'eQ==' } }) })).not.toEqual(a);
});
