import { ComparisonCache } from '@bowline/sync-engine/core/diff/comparison-cache';
import type { KubeObject, RenderResult } from '@bowline/sync-engine/core/model';
import { withTracking } from '@bowline/sync-engine/core/tracking';
import { expect, test } from 'vitest';
import { type EvaluationMemory, evaluate } from './evaluation.ts';
import type { LiveCluster } from './live-cluster.ts';

const tracking = { trackingName: 'default_shop', installationId: 'here' };
const manifest = (i: number): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: `c${i}`, namespace: 'shop' },
  data: { value: 'x'.repeat(1000) },
});
const stored = (object: KubeObject, resourceVersion: string): KubeObject => {
  const tracked = withTracking(object, tracking);
  return { ...tracked, metadata: { ...tracked.metadata, uid: `u-${object.metadata.name}`, resourceVersion } };
};

const manifests = Array.from({ length: 50 }, (_, i) => manifest(i));

/** A cluster whose answers are given: only what an evaluation asks is there. */
function clusterOf(objects: KubeObject[]): LiveCluster {
  const cluster: Partial<LiveCluster> = {
    name: 'here',
    scope: () =>
      Promise.resolve({
        isKnown: true,
        problem: '',
        isNamespaced: () => true,
        kubeVersion: 'v1.36.0',
        apiVersions: ['v1'],
      }),
    live: () => Promise.resolve({ kind: 'known', objects, asOf: '2026-11-27T12:00:00Z' }),
    schemas: () => Promise.resolve(() => undefined),
  };
  return cluster as LiveCluster;
}

function look(
  objects: KubeObject[],
  memory: EvaluationMemory,
  rendered = manifests,
  cluster = clusterOf(objects),
) {
  const result: RenderResult = {
    kind: 'rendered',
    sources: [],
    manifests: rendered,
    digest: rendered === manifests ? 'd1' : 'd2',
    warnings: [],
  };
  return evaluate({
    application: {
      project: 'default',
      name: 'shop',
      spec: { project: 'default', sources: [], destination: { name: 'here', namespace: 'shop' } },
    },
    installationId: 'here',
    hashKey: { version: 1, key: Buffer.alloc(32, 1) },
    rendered: { revisions: [], result },
    cluster,
    base: null,
    ignore: [],
    memory,
  });
}

test('health is what the customisations of the installation say, in the tree and of the Application', async () => {
  const live = manifests.map((object) => stored(object, '1'));
  const cluster: LiveCluster = {
    ...clusterOf(live),
    judgeAll: (objects) =>
      Promise.resolve((object) =>
        object === objects[7] ? { status: 'Degraded', message: 'Says the script.' } : null,
      ),
  };
  const { tree, health } = await look(live, { comparisons: new ComparisonCache() }, manifests, cluster);
  expect(tree.map((node) => node.health?.status ?? null)).toEqual(
    live.map((_, i) => (i === 7 ? 'Degraded' : null)),
  );
  expect(health).toMatchObject({ status: 'Degraded', message: expect.stringContaining('Says the script.') });
});

test('kinds that the cluster does not tell make its state Unknown, with its answer, whatever is watched', async () => {
  const live = manifests.map((object) => stored(object, '1'));
  const cluster = clusterOf(live);
  const scope = { ...(await cluster.scope()), isKnown: false, problem: 'It answers 503.' };
  const undiscovered = { ...cluster, scope: () => Promise.resolve(scope) };
  const found = await look(live, { comparisons: new ComparisonCache() }, manifests, undiscovered);
  expect(found).toMatchObject({
    live: { kind: 'unknown', code: 'cluster_discovery_failed', message: expect.stringContaining('503') },
    comparison: { status: 'Unknown' },
    desiredDigest: null,
  });
});

test('a second look compares only what moved, and finds what a first one would', async () => {
  const memory: EvaluationMemory = { comparisons: new ComparisonCache() };
  const live = manifests.map((object) => stored(object, '1'));
  const first = await look(live, memory);
  expect(first.comparison.status).toBe('Synced');
  expect(memory.comparisons.comparisons).toBe(50);

  const second = await look([...live], memory);
  expect(memory.comparisons.comparisons).toBe(50);
  expect(second.desired).toBe(first.desired);
  expect(second.look).toEqual(first.look);

  const edited = live.map((object, i) => (i === 7 ? stored({ ...manifest(7), data: {} }, '2') : object));
  const third = await look(edited, memory);
  expect(memory.comparisons.comparisons).toBe(51);
  expect(third.comparison.resources.filter(({ verdict }) => verdict !== 'in-sync')).toHaveLength(1);
  expect(third.look).not.toEqual(first.look);
  expect(await look(edited, { comparisons: new ComparisonCache() })).toEqual(third);

  const more = [...manifests, manifest(50)];
  const fourth = await look(edited, memory, more);
  expect(memory.comparisons.comparisons).toBe(52);
  expect(fourth.desiredDigest).not.toBe(third.desiredDigest);
});
