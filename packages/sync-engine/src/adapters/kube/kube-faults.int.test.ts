import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Sandbox } from '../../../../sandbox/src/start.ts';
import { startSandbox } from '../../../../sandbox/src/start.ts';
import type { KubeObject } from '../../core/model.ts';
import { withTracking } from '../../core/tracking.ts';
import type { ClusterClient, ClusterConnection, KubePort, KubeResult } from '../../ports/kube.ts';
import { createEgress } from '../egress.ts';
import { systemClock, systemRandom } from '../time/system-clock.ts';
import { createKube } from './kube.ts';
import { startPartition } from './testing/partition.ts';

const tracked = { trackingName: 'p_app', installationId: 'i' };
const key = { group: '', kind: 'ConfigMap', namespace: 'default', name: 'a' };
const query = { ...tracked, keys: [key] };
const configMap = (name: string, a: string): KubeObject =>
  withTracking(
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default' }, data: { a } },
    tracked,
  );

/** More than any machine takes, less than a hung list or watch: 60 s. */
const patience = { timeout: 40_000 };
const testMs = 300_000;

let sandbox: Sandbox;
let kube: KubePort;
let connection: ClusterConnection;
let client: ClusterClient;

beforeAll(async () => {
  sandbox = await startSandbox({ controllers: false });
  kube = createKube({
    clock: systemClock,
    random: systemRandom,
    egress: createEgress({ allow: ['127.0.0.1:*'] }),
    fieldManager: 'bowline',
  });
  connection = { id: 'f', name: 'faulty', kubeconfig: sandbox.kubeconfig };
  client = kube.client(connection);
});
afterEach(() => sandbox.faults.clear());
afterAll(async () => {
  await kube.forget('f');
  await sandbox.stop();
});

const apply = (object: KubeObject): Promise<KubeResult<KubeObject>> =>
  client.apply({ object, mode: 'server-side-apply', forceConflicts: true, dryRun: false, validate: true });

describe('a client on a failing cluster', () => {
  it.each([
    [401, 'cluster_unauthorized'],
    [403, 'cluster_forbidden'],
    [500, 'cluster_error'],
    [503, 'cluster_error'],
    [504, 'cluster_timeout'],
  ])('answers %d as %s', async (code, expected) => {
    await client.resources({ mode: 'cached' });
    sandbox.faults.add({ path: /configmaps/, answer: { kind: 'status', code } });
    expect(await client.get(key, 'v1')).toMatchObject({ ok: false, code: expected, status: code });
  });

  it('repeats what was throttled', async () => {
    sandbox.faults.add({
      path: /configmaps/,
      times: 1,
      answer: { kind: 'status', code: 429, retryAfterSeconds: 1 },
    });
    expect(await apply(configMap('throttled', '1'))).toMatchObject({ ok: true });
  });

  it('repeats a read whose connection broke, and never a write', async () => {
    sandbox.faults.add({ path: /configmaps/, times: 1, answer: { kind: 'reset' } });
    expect(await client.get(key, 'v1')).toMatchObject({ ok: true, value: null });
    sandbox.faults.add({ path: /configmaps/, times: 1, answer: { kind: 'reset' } });
    expect(await apply(configMap('torn', '1'))).toMatchObject({ ok: false, code: 'cluster_unreachable' });
  });

  it('says that nobody is there, that an address is refused, that a kubeconfig is none', async () => {
    const at = (url: string): ClusterConnection => ({
      id: 'x',
      name: 'x',
      kubeconfig: sandbox.kubeconfig.replace(sandbox.url, url),
    });
    expect(await kube.client(at('http://127.0.0.1:1')).probe()).toMatchObject({
      code: 'cluster_unreachable',
    });
    const strict = createKube({
      clock: systemClock,
      random: systemRandom,
      egress: createEgress({ allow: [] }),
      fieldManager: 'b',
    });
    expect(await strict.client(connection).probe()).toMatchObject({ code: 'egress_refused' });
    expect(await strict.client(at('http://169.254.169.254')).probe()).toMatchObject({
      code: 'egress_refused',
    });
    expect(await kube.client({ ...connection, id: 'y', kubeconfig: 'a: [' }).probe()).toMatchObject({
      code: 'cluster_config_invalid',
    });
    await kube.forget('x');
    await kube.forget('y');
  });
});

describe('a cluster registered for some namespaces (CACHE-5)', () => {
  it('watches these alone and says so of everything else', async () => {
    await apply(configMap('a', 'in'));
    const cache = kube.cache({ ...connection, namespaces: ['default'] });
    expect(await cache.start()).toMatchObject({ ok: true });
    expect(cache.get(key)).toBeDefined();
    expect(cache.live(query)).toMatchObject({ kind: 'known' });
    const scoped = { group: '', kind: 'Namespace', namespace: '', name: 'default' };
    expect(cache.get(scoped)).toBeUndefined();
    expect(cache.live({ ...query, keys: [scoped] })).toMatchObject({
      kind: 'unknown',
      code: 'cluster_forbidden',
    });
    await cache.stop();
  });
});

describe('a cache on a failing cluster (X73)', () => {
  it('reports why it cannot start', async () => {
    sandbox.faults.add({ answer: { kind: 'status', code: 401 } });
    const cache = kube.cache(connection);
    expect(await cache.start()).toMatchObject({ ok: false, code: 'cluster_unauthorized' });
    expect(cache.live(query)).toMatchObject({ kind: 'unknown' });
  });

  it('knows nothing of a kind it may not list, and of all others', async () => {
    await client.resources({ mode: 'cached' });
    sandbox.faults.add({ path: /\/secrets/, answer: { kind: 'status', code: 403 } });
    const cache = kube.cache(connection);
    expect(await cache.start()).toMatchObject({ ok: true });
    expect(cache.live(query)).toMatchObject({ kind: 'known' });
    expect(cache.live({ ...query, keys: [{ ...key, kind: 'Secret' }] })).toMatchObject({
      kind: 'unknown',
      code: 'cluster_forbidden',
    });
    await cache.stop();
  });

  it('catches up after dropped watches and after 410, and tells what changed', async () => {
    const cache = kube.cache(connection);
    expect(await cache.start()).toMatchObject({ ok: true });
    const changes: (Set<string> | null)[] = [];
    cache.onChange((names) => changes.push(names));
    const live = (): unknown => {
      const found = cache.live(query);
      return found.kind === 'known'
        ? found.objects.find((object) => object.metadata.name === 'a')?.['data']
        : found.code;
    };
    await apply(configMap('a', '1'));
    await vi.waitFor(() => expect(live()).toEqual({ a: '1' }), patience);
    sandbox.faults.dropWatches();
    await apply(configMap('a', '2'));
    await vi.waitFor(() => expect(live()).toEqual({ a: '2' }), patience);

    const healed = sandbox.faults.add({ isWatch: true, answer: { kind: 'reset' } });
    sandbox.faults.dropWatches();
    await apply(configMap('a', '3'));
    await client.delete({ key: { ...key, name: 'torn' }, version: 'v1', propagation: 'background' });
    sandbox.compact();
    expect(live()).toEqual({ a: '2' });
    healed();
    await vi.waitFor(() => expect(live()).toEqual({ a: '3' }), patience);
    expect(changes.some((names) => names === null || names.has('p_app'))).toBe(true);
    await cache.stop();
  });

  it('goes Unknown and comes back promptly when the cluster says 403 for a while', {
    timeout: testMs,
  }, async () => {
    const cache = kube.cache(connection);
    expect(await cache.start()).toMatchObject({ ok: true });
    sandbox.faults.add({ answer: { kind: 'status', code: 403 } });
    sandbox.faults.dropWatches();
    await vi.waitFor(
      () => expect(cache.live(query)).toMatchObject({ kind: 'unknown', code: 'cluster_forbidden' }),
      patience,
    );
    sandbox.faults.clear();
    await vi.waitFor(() => expect(cache.live(query)).toMatchObject({ kind: 'known' }), patience);
    await vi.waitFor(() => expect(cache.status().state).toBe('live'), patience);
    await cache.stop();
  });

  it('calls what it holds unknown, never absent, once watches stay broken', { timeout: testMs }, async () => {
    const cache = kube.cache(connection);
    expect(await cache.start()).toMatchObject({ ok: true });
    await apply(configMap('a', '4'));
    await vi.waitFor(() => expect(cache.get(key)?.['data']).toEqual({ a: '4' }), patience);
    sandbox.faults.add({ isWatch: true, answer: { kind: 'status', code: 503 } });
    sandbox.faults.dropWatches();
    await vi.waitFor(
      () => expect(cache.live(query)).toMatchObject({ kind: 'unknown', code: 'cluster_error' }),
      patience,
    );
    const unknown = cache.live(query);
    expect(
      unknown.kind === 'unknown' && unknown.lastKnown.some((object) => object.metadata.name === 'a'),
    ).toBe(true);
    expect(cache.status().state).toBe('stale');
    sandbox.faults.clear();
    await vi.waitFor(() => expect(cache.live(query)).toMatchObject({ kind: 'known' }), patience);
    await cache.stop();
  });

  it('finds back within seconds after a network that swallowed everything, and misses nothing', {
    timeout: testMs,
  }, async () => {
    const network = await startPartition(sandbox.url);
    const there = {
      ...connection,
      id: 'cut',
      kubeconfig: sandbox.kubeconfig.replace(sandbox.url, network.url),
    };
    const cache = kube.cache(there);
    try {
      expect(await cache.start()).toMatchObject({ ok: true });
      await apply(configMap('a', 'before'));
      await vi.waitFor(() => expect(cache.get(key)?.['data']).toEqual({ a: 'before' }), patience);
      network.cut();
      await vi.waitFor(
        () => expect(cache.live(query)).toMatchObject({ kind: 'unknown', code: 'cluster_timeout' }),
        patience,
      );
      await apply(configMap('a', 'meanwhile'));
      // Reads of an Application and of a page hang as well.
      const read = kube.client(there).get(key, 'v1');
      network.heal();
      await vi.waitFor(() => expect(cache.live(query)).toMatchObject({ kind: 'known' }), patience);
      // Called known again only with what happened meanwhile: the open watches of before hear nothing any more.
      await vi.waitFor(() => expect(cache.get(key)?.['data']).toEqual({ a: 'meanwhile' }), patience);
      expect(await read).toMatchObject({ ok: true, value: { data: { a: 'meanwhile' } } });
      await vi.waitFor(() => expect(cache.status().state).toBe('live'), patience);
      await apply(configMap('a', 'after'));
      await vi.waitFor(() => expect(cache.get(key)?.['data']).toEqual({ a: 'after' }), patience);
    } finally {
      await cache.stop();
      await kube.forget('cut');
      await network.stop();
    }
  });
});
