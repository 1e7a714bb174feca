import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { KubeObject } from '../../../core/model.ts';
import { withTracking } from '../../../core/tracking.ts';
import type {
  ClusterCache,
  ClusterClient,
  ClusterConnection,
  KubePort,
  KubeResult,
} from '../../../ports/kube.ts';
import { createEgress } from '../../egress.ts';
import { systemClock, systemRandom } from '../../time/system-clock.ts';
import { createKube } from '../kube.ts';

const tracked = { trackingName: 'default_app', installationId: 'i1' };
const configMap = (name: string, data: Record<string, string>, namespace = 'default'): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace },
  data,
});
const key = (kind: string, name: string, group = '', namespace = 'default') => ({
  group,
  kind,
  namespace,
  name,
});

/** A running Kubernetes API for the suite. */
export type Backend = { kubeconfig: string; token: string; stop(): Promise<void> };

/** What the client and the cache promise, against whatever serves a Kubernetes API; a real one is the judge. */
export function describeKube(name: string, start: () => Promise<Backend>): void {
  describe(name, () => conformance(start));
}

function conformance(start: () => Promise<Backend>): void {
  let backend: Backend;
  let kube: KubePort;
  let connection: ClusterConnection;
  let client: ClusterClient;

  beforeAll(async () => {
    backend = await start();
    kube = createKube({
      clock: systemClock,
      random: systemRandom,
      egress: createEgress({ allow: ['127.0.0.1:*'] }),
      fieldManager: 'bowline',
    });
    connection = { id: 'c1', name: 'test', kubeconfig: backend.kubeconfig };
    client = kube.client(connection);
  });

  afterAll(async () => {
    await kube?.forget('c1');
    await backend?.stop();
  });

  const apply = (object: KubeObject, more: Partial<Parameters<ClusterClient['apply']>[0]> = {}) =>
    client.apply({
      object,
      mode: 'server-side-apply',
      forceConflicts: true,
      dryRun: false,
      validate: true,
      ...more,
    });

  it('probes, discovers and reads schemas', async () => {
    expect(value(await client.probe()).version).toMatch(/^v1\./);
    const resources = value(await client.resources({ mode: 'cached' }));
    expect(resources.find((one) => one.kind === 'Deployment')).toMatchObject({
      group: 'apps',
      version: 'v1',
      plural: 'deployments',
      namespaced: true,
      isPreferred: true,
    });
    const schema = value(await client.schemaOf({ group: 'apps', version: 'v1', kind: 'Deployment' }));
    expect(schema?.kind).toBe('struct');
    expect(value(await client.schemaOf({ group: 'nope.io', version: 'v1', kind: 'X' }))).toBeUndefined();
  });

  it('applies, dry-runs, patches, replaces and deletes', async () => {
    const made = value(await apply(configMap('a', { x: '1' })));
    expect(made.metadata.uid).toBeTruthy();
    expect(made.metadata.managedFields?.[0]?.manager).toBe('bowline');
    const dry = value(await apply(configMap('a', { x: '2' }), { dryRun: true }));
    expect(dry['data']).toEqual({ x: '2' });
    expect(value(await client.get(key('ConfigMap', 'a'), 'v1'))?.['data']).toEqual({ x: '1' });
    const patched = value(
      await client.patch(key('ConfigMap', 'a'), 'v1', { data: { y: '3' } }, { dryRun: false }),
    );
    expect(patched['data']).toEqual({ x: '1', y: '3' });
    const replaced = value(await apply(configMap('a', { z: '1' }), { mode: 'replace' }));
    expect(replaced['data']).toEqual({ z: '1' });
    expect(replaced.metadata.uid).toBe(made.metadata.uid);
    const gone = { key: key('ConfigMap', 'a'), version: 'v1', propagation: 'background' as const };
    expect((await client.delete(gone)).ok).toBe(true);
    expect((await client.delete(gone)).ok).toBe(true);
    expect(value(await client.get(key('ConfigMap', 'a'), 'v1'))).toBeNull();
    expect(value(await apply(configMap('b', { z: '1' }), { mode: 'replace' }))['data']).toEqual({ z: '1' });
    expect(
      value(
        await apply(
          { ...configMap('', {}), metadata: { name: '', namespace: 'default', generateName: 'g-' } },
          { mode: 'create' },
        ),
      ).metadata.name,
    ).toMatch(/^g-/);
  });

  it('applies only where there is none, and owns what it made so (B5)', async () => {
    const absent = { precondition: { absent: true as const } };
    const made = value(await apply(configMap('first', { x: '1' }), absent));
    expect(made.metadata.managedFields?.map((entry) => entry.operation)).toEqual(['Apply']);
    for (const mode of ['server-side-apply', 'replace', 'create'] as const) {
      expect(await apply(configMap('first', { x: '2' }), { mode, ...absent })).toMatchObject({
        ok: false,
        code: 'object_conflict',
      });
    }
    expect(value(await apply(configMap('first', { y: '1' }))).data).toEqual({ y: '1' });
    value(await apply(configMap('second', { x: '1' }), { mode: 'replace', ...absent }));
  });

  it('refuses on a wrong uid or resourceVersion', async () => {
    const made = value(await apply(configMap('pre', { x: '1' })));
    const stale = { uid: made.metadata.uid, resourceVersion: made.metadata.resourceVersion };
    value(await apply(configMap('pre', { x: '2' })));
    for (const mode of ['server-side-apply', 'replace'] as const) {
      expect(await apply(configMap('pre', { x: '3' }), { mode, precondition: stale })).toMatchObject({
        code: 'object_conflict',
      });
      const wrong = { uid: '00000000-0000-0000-0000-000000000000' };
      expect(await apply(configMap('pre', { x: '3' }), { mode, precondition: wrong })).toMatchObject({
        code: 'object_conflict',
      });
    }
    const wanted = { key: key('ConfigMap', 'pre'), version: 'v1', propagation: 'background' as const };
    expect(await client.delete({ ...wanted, precondition: stale })).toMatchObject({
      code: 'object_conflict',
    });
    expect((await client.delete({ ...wanted, precondition: { uid: made.metadata.uid } })).ok).toBe(true);
  });

  it('says what failed: unknown kind, invalid object, unknown field, conflict, missing namespace, credentials', async () => {
    expect(await apply({ ...configMap('a', {}), apiVersion: 'nope.io/v1', kind: 'Nope' })).toMatchObject({
      code: 'kind_unknown',
    });
    expect(await apply(configMap('..', {}))).toMatchObject({ code: 'object_invalid' });
    expect(await apply(configMap('UPPER', {}))).toMatchObject({
      code: 'object_invalid',
      causes: [{ field: 'metadata.name' }],
    });
    expect(await apply({ ...configMap('a', {}), dato: {} })).toMatchObject({ code: 'object_invalid' });
    expect(
      (await apply({ ...configMap('loose', {}), dato: {} }, { validate: false, mode: 'create' })).ok,
    ).toBe(true);
    expect(await apply(configMap('a', {}, 'nowhere'))).toMatchObject({ code: 'object_not_found' });
    value(
      await client.patch(
        key('ConfigMap', 'loose'),
        'v1',
        { metadata: { labels: { team: 'a' } } },
        { dryRun: false },
      ),
    );
    value(await apply(configMap('owned', { x: '1' }), { mode: 'create' }));
    const other = createKube({
      clock: systemClock,
      random: systemRandom,
      egress: createEgress({ allow: ['127.0.0.1:*'] }),
      fieldManager: 'other',
    }).client(connection);
    value(
      await other.apply({
        object: configMap('owned', { x: '2' }),
        mode: 'server-side-apply',
        forceConflicts: true,
        dryRun: false,
        validate: true,
      }),
    );
    expect(await apply(configMap('owned', { x: '3' }), { forceConflicts: false })).toMatchObject({
      code: 'field_conflict',
      conflicts: [{ path: '.data.x', manager: 'other' }],
    });
    const stranger = kube.client({
      ...connection,
      id: 'c2',
      kubeconfig: connection.kubeconfig.replace(backend.token, 'wrong'),
    });
    expect(await stranger.resources({ mode: 'fresh' })).toMatchObject({ code: 'cluster_unauthorized' });
    await kube.forget('c2');
  });

  it('keeps values of Secrets out of messages (X74)', async () => {
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'S3CRET', namespace: 'default' },
      type: 'Opaque',
      data: { a: '!!hunter2!!' },
    };
    const refused = await apply(secret);
    expect(refused.ok).toBe(false);
    expect(JSON.stringify(refused)).not.toContain('hunter2');
  });

  it('lists events about an object', async () => {
    value(
      await apply(
        {
          apiVersion: 'v1',
          kind: 'Event',
          metadata: { name: 'e1', namespace: 'default' },
          involvedObject: { kind: 'ConfigMap', name: 'b', namespace: 'default' },
          reason: 'Tested',
          message: 'm',
          type: 'Normal',
        },
        { mode: 'create' },
      ),
    );
    const events = value(
      await client.events({
        namespace: 'default',
        involved: [
          { kind: 'ConfigMap', name: 'b' },
          { kind: 'Pod', name: 'x' },
        ],
      }),
    );
    expect(events.map((event) => event['reason'])).toEqual(['Tested']);
  });

  describe('cluster cache (CACHE-1, CACHE-2)', () => {
    let cache: ClusterCache;
    const changes: (Set<string> | null)[] = [];
    const query = { ...tracked, keys: [key('Deployment', 'web', 'apps'), key('ConfigMap', 'cfg')] };

    beforeAll(async () => {
      cache = kube.cache(connection);
      cache.onChange((names) => changes.push(names));
      expect(cache.live(query)).toMatchObject({ kind: 'unknown', code: 'cluster_reading' });
      expect(await cache.start()).toMatchObject({ ok: true });
    });
    afterAll(() => cache?.stop());

    const known = (): KubeObject[] => {
      const live = cache.live(query);
      if (live.kind !== 'known') throw new Error(`${live.code}: ${live.message}`);
      return live.objects;
    };

    it('is live and knows nothing of an Application that is not there', () => {
      expect(cache.status()).toMatchObject({ state: 'live', message: '' });
      expect(known()).toEqual([]);
    });

    it('follows a workload down to its ReplicaSet, and tells whose it is', async () => {
      const web: KubeObject = {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'web', namespace: 'default' },
        spec: {
          replicas: 1,
          selector: { matchLabels: { app: 'web' } },
          template: {
            metadata: { labels: { app: 'web' } },
            spec: { containers: [{ name: 'c', image: 'i' }] },
          },
        },
      };
      changes.length = 0;
      value(await apply(withTracking(web, tracked)));
      await vi.waitFor(
        () =>
          expect(
            known()
              .map((object) => object.kind)
              .sort(),
          ).toEqual(['Deployment', 'Pod', 'ReplicaSet']),
        { timeout: 10_000 },
      );
      const deployment = known().find((object) => object.kind === 'Deployment');
      expect(deployment?.metadata.managedFields?.length).toBeGreaterThan(0);
      expect(known().find((object) => object.kind === 'ReplicaSet')?.metadata.managedFields).toBeUndefined();
      await vi.waitFor(() =>
        expect(changes.some((names) => names === null || names.has('default_app'))).toBe(true),
      );
    });

    it('tells of a named object that bears no mark yet', async () => {
      changes.length = 0;
      value(await apply(configMap('cfg', { a: '1' })));
      await vi.waitFor(() => expect(changes.some((names) => names?.has('default_app'))).toBe(true));
      // An earlier event of the same Application may have told first.
      await vi.waitFor(() => expect(known().some((object) => object.metadata.name === 'cfg')).toBe(true));
    });

    it('watches a kind that is defined later, and forgets it with its definition', async () => {
      const crd: KubeObject = {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: 'knots.example.com' },
        spec: {
          group: 'example.com',
          scope: 'Namespaced',
          names: { plural: 'knots', singular: 'knot', kind: 'Knot', listKind: 'KnotList' },
          versions: [
            {
              name: 'v1',
              served: true,
              storage: true,
              schema: {
                openAPIV3Schema: {
                  type: 'object',
                  properties: { spec: { type: 'object', properties: { rope: { type: 'string' } } } },
                },
              },
            },
          ],
        },
      };
      value(await apply(crd));
      const knot = withTracking(
        {
          apiVersion: 'example.com/v1',
          kind: 'Knot',
          metadata: { name: 'k', namespace: 'default' },
          spec: { rope: 'r' },
        },
        tracked,
      );
      await vi.waitFor(async () => value(await apply(knot)), { timeout: 15_000, interval: 200 });
      await vi.waitFor(() => expect(cache.get(key('Knot', 'k', 'example.com'))).toBeDefined(), {
        timeout: 15_000,
      });
      await vi.waitFor(
        async () =>
          expect(
            value(await client.schemaOf({ group: 'example.com', version: 'v1', kind: 'Knot' }))?.kind,
          ).toBe('struct'),
        { timeout: 15_000, interval: 200 },
      );
      value(
        await client.delete({
          key: key('CustomResourceDefinition', 'knots.example.com', 'apiextensions.k8s.io', ''),
          version: 'v1',
          propagation: 'foreground',
        }),
      );
      await vi.waitFor(() => expect(cache.get(key('Knot', 'k', 'example.com'))).toBeUndefined(), {
        timeout: 15_000,
      });
    });

    it('reads an excluded kind once an Application names it', async () => {
      const leased = { ...query, keys: [key('Lease', 'l', 'coordination.k8s.io')] };
      value(
        await apply({
          apiVersion: 'coordination.k8s.io/v1',
          kind: 'Lease',
          metadata: { name: 'l', namespace: 'default' },
          spec: { holderIdentity: 'h' },
        }),
      );
      expect(cache.live(leased)).toMatchObject({ kind: 'unknown', code: 'cluster_reading' });
      await vi.waitFor(() => {
        const live = cache.live(leased);
        expect(live.kind === 'known' && live.objects.some((object) => object.kind === 'Lease')).toBe(true);
      });
    });

    it('lists more than one page', async () => {
      const names = Array.from({ length: 620 }, (_, i) => `bulk-${i}`);
      for (let at = 0; at < names.length; at += 40) {
        await Promise.all(names.slice(at, at + 40).map((name) => apply(configMap(name, { a: 'b' }))));
      }
      const second = kube.cache(connection);
      expect((await second.start()).ok).toBe(true);
      expect(names.every((name) => second.get(key('ConfigMap', name)) !== undefined)).toBe(true);
      await second.stop();
    });
  });
}

function value<T>(result: KubeResult<T>): T {
  if (!result.ok) throw new Error(`${result.code}: ${result.message}`);
  return result.value;
}
