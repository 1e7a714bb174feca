import type { ClusterClient } from '@bowline/sync-engine/ports/kube';
import { expect, it } from 'vitest';
import { liveCluster } from './live-cluster.ts';

const failure = { ok: false as const, code: 'cluster_unreachable', status: 502, message: '', hint: '' };

function clusterOf() {
  const state = { isUp: true, probes: 0, nowMs: 0 };
  const resource = { group: '', version: 'v1', kind: 'Node', plural: 'nodes', verbs: [], isPreferred: true };
  const client = {
    resources: async () =>
      state.isUp ? { ok: true, value: [{ ...resource, namespaced: false }], warnings: [] } : failure,
    probe: async () => {
      state.probes += 1;
      return state.isUp ? { ok: true, value: { version: 'v1.36.0', latencyMs: 1 }, warnings: [] } : failure;
    },
  } as unknown as ClusterClient; // the two calls that discovery makes
  const clock = {
    now: () => new Date(state.nowMs),
    monotonicMs: () => state.nowMs,
    sleep: async () => {},
    schedule: () => () => {},
  };
  const cluster = liveCluster({ name: 'a', server: 'https://a', client, cache: () => null, clock });
  return { cluster, state };
}

it('takes a cluster that stops answering for what it was, so that nothing renders differently', async () => {
  const { cluster, state } = clusterOf();
  const before = await cluster.scope();
  state.isUp = false;
  state.nowMs = 60_000;
  const after = await cluster.scope();
  expect(after).toEqual(before);
  expect(after).toMatchObject({ isKnown: true, kubeVersion: 'v1.36.0' });
});

it('says of a cluster that never answered that nothing is known, and asks it again only after a while', async () => {
  const { cluster, state } = clusterOf();
  state.isUp = false;
  expect(await cluster.scope()).toMatchObject({ isKnown: false, kubeVersion: '' });
  await cluster.scope();
  expect(state.probes).toBe(1);
  state.isUp = true;
  state.nowMs = 6_000;
  expect(await cluster.scope()).toMatchObject({ isKnown: true });
});
