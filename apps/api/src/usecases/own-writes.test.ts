import type { KubeObject, LiveResult } from '@bowline/sync-engine/core/model';
import { keyOf } from '@bowline/sync-engine/core/resource-key';
import type { ClusterClient } from '@bowline/sync-engine/ports/kube';
import { expect, test } from 'vitest';
import { ownWrites } from './own-writes.ts';

const settings = (resourceVersion: string, value: string, uid = 'u1'): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace: 'shop', uid, resourceVersion },
  data: { value },
});
const query = { trackingName: 'default_shop', installationId: 'here', keys: [keyOf(settings('1', 'x'))] };
const seen = (...objects: KubeObject[]): LiveResult => ({ kind: 'known', objects, asOf: '' });

/** A cluster that holds one object, and a watch that shows of it what a test says. */
function cluster() {
  const state = { nowMs: 0, stored: null as KubeObject | null, isUp: true, gets: 0, isWatched: true };
  const client = {
    apply: async ({ object }: { object: KubeObject }) => ({ ok: true, value: object, warnings: [] }),
    patch: async () => ({ ok: true, value: state.stored, warnings: [] }),
    delete: async () => ({ ok: true, value: undefined, warnings: [] }),
    get: async () => {
      state.gets += 1;
      return state.isUp ? { ok: true, value: state.stored, warnings: [] } : { ok: false, code: 'x' };
    },
  } as unknown as ClusterClient; // the calls that writes and reads make
  const clock = { monotonicMs: () => state.nowMs, now: () => new Date(0), schedule: () => () => {} };
  const writes = ownWrites({ client, clock, isWatched: () => state.isWatched });
  const apply = (object: KubeObject, dryRun = false) =>
    writes.client.apply({ object, dryRun, mode: 'server-side-apply', forceConflicts: true, validate: true });
  const read = async (...objects: KubeObject[]) => {
    const result = await writes.over(seen(...objects), query);
    return result.kind === 'known' ? result.objects : result.kind;
  };
  return { state, apply, read, writes };
}

const old = settings('1', 'old');
const own = settings('2', 'own');

test('a read is never older than an own write, until the watch has seen it', async () => {
  const { apply, read } = cluster();
  await apply(own);
  expect(await read(old)).toEqual([own]);
  expect(await read()).toEqual([own]);
  const later = settings('3', 'of somebody else');
  expect(await read(later)).toEqual([later]);
  // Caught up: from now on the watch alone is believed.
  expect(await read(old)).toEqual([old]);
});

test('a new object in place of the old one is believed as well', async () => {
  const { apply, read } = cluster();
  const again = settings('5', 'again', 'u2');
  await apply(again);
  expect(await read(old)).toEqual([again]);
});

test('a dry run, and a write on a cluster that nobody watches here, are no writes to believe', async () => {
  const { state, apply, read } = cluster();
  await apply(own, true);
  expect(await read(old)).toEqual([old]);
  state.isWatched = false;
  await apply(own);
  expect(await read(old)).toEqual([old]);
});

test('where the watch stays behind, the server decides', async () => {
  const { state, apply, read } = cluster();
  await apply(own);
  state.nowMs = 5_000;
  state.stored = settings('9', 'of somebody else');
  expect(await read(old)).toEqual([state.stored]);
  expect(await read(old)).toEqual([state.stored]);
  expect(state.gets).toBe(1);
  state.nowMs = 10_000;
  state.stored = null;
  expect(await read(old)).toEqual([]);
});

test('what was deleted here is asked for at once: its finalizers may keep it', async () => {
  const { state, apply, read, writes } = cluster();
  await apply(own);
  await writes.client.delete({ key: keyOf(own), version: 'v1', propagation: 'background' });
  state.stored = settings('3', 'own, going');
  expect(await read(own)).toEqual([own]);
  await apply(own);
  await writes.client.delete({ key: keyOf(own), version: 'v1', propagation: 'background' });
  expect(await read()).toEqual([state.stored]);
  state.stored = null;
  state.nowMs = 5_000;
  expect(await read()).toEqual([]);
});

test('a server that does not answer leaves the own write standing', async () => {
  const { state, apply, read } = cluster();
  await apply(own);
  Object.assign(state, { nowMs: 30_000, isUp: false });
  expect(await read(old)).toEqual([own]);
});

test('unknown stays unknown', async () => {
  const { apply, writes } = cluster();
  await apply(own);
  const unknown: LiveResult = { kind: 'unknown', code: 'x', message: '', since: '', lastKnown: [old] };
  expect(await writes.over(unknown, query)).toBe(unknown);
});
