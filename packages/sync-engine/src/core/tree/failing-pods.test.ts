import { expect, test } from 'vitest';
import type { Comparison, KubeObject } from '../model.ts';
import { keyOf } from '../resource-key.ts';
import { buildTree } from './build-tree.ts';
import { withoutCause } from './failing-pods.ts';

const owned = (
  kind: string,
  name: string,
  owner: string | null,
  rest: object,
  apiVersion = 'apps/v1',
): KubeObject => ({
  apiVersion,
  kind,
  metadata: {
    name,
    namespace: 'prod',
    uid: name,
    generation: 1,
    ...(owner === null
      ? {}
      : { ownerReferences: [{ apiVersion: 'v1', kind: 'X', name: owner, uid: owner }] }),
  },
  ...rest,
});
const deployment = (status: object) =>
  owned('Deployment', 'web', null, {
    spec: { replicas: 2 },
    status: { observedGeneration: 1, replicas: 2, updatedReplicas: 2, ...status },
  });
const set = owned('ReplicaSet', 'web-1', 'web', { spec: { replicas: 2 }, status: { availableReplicas: 0 } });
const pod = (name: string, containerStatuses: object[], status: object = {}) =>
  owned(
    'Pod',
    name,
    'web-1',
    { spec: { restartPolicy: 'Always' }, status: { phase: 'Running', containerStatuses, ...status } },
    'v1',
  );
const crashing = pod('web-1-b', [
  { name: 'sidecar', ready: true, state: { running: {} } },
  {
    name: 'app',
    ready: false,
    state: { waiting: { reason: 'CrashLoopBackOff' } },
    lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
  },
]);
const healthy = pod('web-1-a', [{ name: 'app', ready: true, state: { running: {} } }], {
  conditions: [{ type: 'Ready', status: 'True' }],
});

function healthsOf(objects: KubeObject[]) {
  const comparison = {
    status: 'Synced',
    resources: objects
      .filter((object) => object.metadata.ownerReferences === undefined)
      .map((object) => ({
        key: keyOf(object),
        verdict: 'in-sync',
        live: object,
        desired: object,
        fields: [],
        hookPhases: [],
        reasons: [],
      })),
  } as unknown as Comparison;
  const before = structuredClone(objects);
  const tree = buildTree({ comparison, live: objects });
  expect(objects).toEqual(before);
  return Object.fromEntries(tree.map(({ key, health }) => [key.name, health]));
}

test('B9: the health of a Deployment names Pod, container, reason and exit code', () => {
  const found = healthsOf([deployment({ availableReplicas: 1 }), set, healthy, crashing]);
  const cause =
    'Pod web-1-b: Container app keeps crashing (CrashLoopBackOff): was killed for using more memory than its limit (OOMKilled).';
  expect(found['web']).toEqual({
    status: 'Progressing',
    message: expect.stringMatching(/ Cause: Pod web-1-b: /),
  });
  for (const name of ['web', 'web-1']) expect(found[name]?.message.endsWith(` Cause: ${cause}`)).toBe(true);
  expect(found['web-1-b']?.message).not.toContain('Cause:');
  expect(withoutCause(found['web']?.message ?? '')).not.toMatch(/Pod|Cause/);
});

test('B9: an exit code is named, and the worst Pod before others', () => {
  const waiting = pod('web-1-c', [
    { name: 'app', ready: false, state: { waiting: { reason: 'PodInitializing' } } },
  ]);
  const failed = pod('web-1-d', [
    {
      name: 'app',
      ready: false,
      state: { waiting: { reason: 'CrashLoopBackOff' } },
      lastState: { terminated: { exitCode: 3 } },
    },
  ]);
  const found = healthsOf([deployment({ availableReplicas: 0 }), set, waiting, failed]);
  expect(found['web']?.message).toMatch(/Cause: Pod web-1-d: Container app .*exit code 3/);
});

test('B9: what is well names nobody, and status and verdict are not touched', () => {
  const found = healthsOf([deployment({ availableReplicas: 2 }), set, crashing]);
  expect(found['web']).toMatchObject({ status: 'Healthy' });
  expect(found['web']?.message).not.toContain('Cause');
  expect(healthsOf([deployment({ availableReplicas: 1 })])['web']?.message).not.toContain('Cause');
});
