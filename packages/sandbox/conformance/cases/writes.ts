import { describe, expect, it } from 'vitest';
import type { JsonObject, KubeObject } from '../../src/api/object.ts';
import type { Bench } from '../suite.ts';
import { configMap, configMaps, deployment, deployments } from './objects.ts';

interface Status {
  reason: string;
  details: { causes: { field: string; reason: string }[] };
}

export function writeCases({ api, namespace }: Bench): void {
  describe('writes', () => {
    it('creates, reads, updates and deletes, with uid, time and resourceVersion', async () => {
      const created = await api().call('POST', configMaps(namespace()), { body: configMap('a', { k: '1' }) });
      expect(created.status).toBe(201);
      expect(created.body.metadata.uid).toMatch(/^[0-9a-f-]{36}$/);
      expect(created.body.metadata.creationTimestamp).toMatch(/Z$/);
      const again = await api().call<Status>('POST', configMaps(namespace()), { body: configMap('a', {}) });
      expect(again).toMatchObject({ status: 409, body: { reason: 'AlreadyExists' } });
      const updated = await api().call('PUT', configMaps(namespace(), 'a'), {
        body: { ...created.body, data: { k: '2' } },
      });
      expect(updated).toMatchObject({ status: 200, body: { data: { k: '2' } } });
      expect(updated.body.metadata.resourceVersion).not.toBe(created.body.metadata.resourceVersion);
      const stale = await api().call<Status>('PUT', configMaps(namespace(), 'a'), {
        body: { ...created.body, data: { k: '3' } },
      });
      expect(stale).toMatchObject({ status: 409, body: { reason: 'Conflict' } });
      expect((await api().call('DELETE', configMaps(namespace(), 'a'))).status).toBe(200);
      expect((await api().call('GET', configMaps(namespace(), 'a'))).status).toBe(404);
    });

    it('stores nothing new for a write that changes nothing', async () => {
      const created = await api().call('POST', configMaps(namespace()), {
        body: configMap('same', { k: '1' }),
      });
      const again = await api().call('PUT', configMaps(namespace(), 'same'), { body: created.body });
      expect(again.body.metadata.resourceVersion).toBe(created.body.metadata.resourceVersion);
    });

    it('makes names from generateName', async () => {
      const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'made-' } };
      const names = await Promise.all(
        [1, 2].map(
          async () => (await api().call('POST', configMaps(namespace()), { body })).body.metadata.name,
        ),
      );
      expect(new Set(names).size).toBe(2);
      for (const name of names) expect(name).toMatch(/^made-[a-z0-9]{5}$/);
    });

    it('answers a dry run without storing it', async () => {
      const created = await api().call('POST', configMaps(namespace()), {
        body: configMap('dry', {}),
        query: { dryRun: 'All' },
      });
      expect(created.status).toBe(201);
      expect(created.body.metadata.uid).toBeDefined();
      expect((await api().call('GET', configMaps(namespace(), 'dry'))).status).toBe(404);
    });

    it('fills defaults and allocates what a Service needs', async () => {
      const body = {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 's' },
        spec: { type: 'NodePort', ports: [{ port: 80 }] },
      };
      const service = await api().call<KubeObject & { spec: JsonObject }>(
        'POST',
        `/api/v1/namespaces/${namespace()}/services`,
        { body },
      );
      expect(service.body.spec).toMatchObject({
        sessionAffinity: 'None',
        ports: [{ port: 80, targetPort: 80, protocol: 'TCP' }],
      });
      expect(service.body.spec.clusterIP).toMatch(/^10\./);
      const created = await api().call<KubeObject & { spec: JsonObject }>('POST', deployments(namespace()), {
        body: deployment('d', 'nginx:1', 0),
      });
      expect(created.body.spec).toMatchObject({
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
        revisionHistoryLimit: 10,
        template: { spec: { restartPolicy: 'Always', containers: [{ imagePullPolicy: 'IfNotPresent' }] } },
      });
    });

    it('folds stringData of a Secret into data', async () => {
      const body = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, stringData: { k: 'v' } };
      const created = await api().call('POST', `/api/v1/namespaces/${namespace()}/secrets`, { body });
      expect(created.body).toMatchObject({
        type: 'Opaque',
        data: { k: Buffer.from('v').toString('base64') },
      });
      expect(created.body.stringData).toBeUndefined();
    });

    it('warns of, refuses or ignores unknown fields as fieldValidation says', async () => {
      const body = { ...configMap('v', {}), colour: 'red' };
      const strict = await api().call<Status>('POST', configMaps(namespace()), {
        body,
        query: { fieldValidation: 'Strict' },
      });
      expect(strict).toMatchObject({ status: 400, body: { reason: 'BadRequest' } });
      const warned = await api().call('POST', configMaps(namespace()), {
        body,
        query: { fieldValidation: 'Warn' },
      });
      expect(warned.status).toBe(201);
      expect(String(warned.headers.warning)).toContain('unknown field \\"colour\\"');
      expect(warned.body.colour).toBeUndefined();
      const ignored = await api().call('POST', configMaps(namespace()), {
        body: { ...body, metadata: { name: 'v2' } },
        query: { fieldValidation: 'Ignore' },
      });
      expect(ignored.headers.warning).toBeUndefined();
    });

    it('patches by merge, strategic merge and JSON patch', async () => {
      await api().call('POST', deployments(namespace()), { body: deployment('p', 'nginx:1', 0) });
      const path = deployments(namespace(), 'p');
      const strategic = await api().call('PATCH', path, {
        contentType: 'application/strategic-merge-patch+json',
        body: { spec: { template: { spec: { containers: [{ name: 'side', image: 'side:1' }] } } } },
      });
      const containers = (
        strategic.body as KubeObject & { spec: { template: { spec: { containers: { name: string }[] } } } }
      ).spec.template.spec.containers;
      expect(containers.map((container) => container.name).sort()).toEqual(['main', 'side']);
      const merged = await api().call('PATCH', path, {
        contentType: 'application/merge-patch+json',
        body: { metadata: { labels: { a: 'b' } } },
      });
      expect(merged.body.metadata.labels).toEqual({ a: 'b' });
      const json = await api().call('PATCH', path, {
        contentType: 'application/json-patch+json',
        body: [{ op: 'replace', path: '/metadata/labels/a', value: 'c' }],
      });
      expect(json.body.metadata.labels).toEqual({ a: 'c' });
      expect((await api().call('PATCH', path, { contentType: 'text/plain', body: {} })).status).toBe(415);
    });

    it('raises the generation with the spec alone, and keeps status to its subresource', async () => {
      const path = deployments(namespace(), 'g');
      const created = await api().call('POST', deployments(namespace()), {
        body: {
          ...deployment('g', 'nginx:1', 0),
          spec: { ...(deployment('g', 'nginx:1', 0).spec as JsonObject), paused: true },
        },
      });
      expect(created.body.metadata.generation).toBe(1);
      const merge = (body: JsonObject, at = path) =>
        api().call('PATCH', at, { contentType: 'application/merge-patch+json', body });
      expect((await merge({ metadata: { labels: { x: 'y' } } })).body.metadata.generation).toBe(1);
      expect((await merge({ spec: { minReadySeconds: 1 } })).body.metadata.generation).toBe(2);
      expect((await merge({ status: { collisionCount: 7 } })).body.status).not.toMatchObject({
        collisionCount: 7,
      });
      const status = await merge(
        { status: { collisionCount: 7 }, spec: { minReadySeconds: 9 } },
        `${path}/status`,
      );
      expect(status.body).toMatchObject({ status: { collisionCount: 7 }, spec: { minReadySeconds: 1 } });
    });

    it('refuses changes of immutable fields with 422 and their causes', async () => {
      await api().call('POST', deployments(namespace()), { body: deployment('i', 'nginx:1', 0) });
      const changed = deployment('i', 'nginx:1', 0);
      const refused = await api().call<Status>('PUT', deployments(namespace(), 'i'), {
        body: {
          ...changed,
          spec: {
            ...(changed.spec as JsonObject),
            selector: { matchLabels: { app: 'i', tier: 'x' } },
            template: {
              metadata: { labels: { app: 'i', tier: 'x' } },
              spec: { containers: [{ name: 'main', image: 'nginx:1' }] },
            },
          },
        },
      });
      expect(refused).toMatchObject({ status: 422, body: { reason: 'Invalid' } });
      expect(refused.body.details.causes.map((cause) => cause.field)).toContain('spec.selector');
      const invalid = await api().call<Status>('POST', configMaps(namespace()), {
        body: configMap('Bad_Name', {}),
      });
      expect(invalid.body.details.causes[0]).toMatchObject({
        reason: 'FieldValueInvalid',
        field: 'metadata.name',
      });
    });

    it('scales through the scale subresource', async () => {
      await api().call('POST', deployments(namespace()), { body: deployment('scaled', 'nginx:1', 0) });
      const path = `${deployments(namespace(), 'scaled')}/scale`;
      const scaled = await api().call('PATCH', path, {
        contentType: 'application/merge-patch+json',
        body: { spec: { replicas: 2 } },
      });
      expect(scaled.body).toMatchObject({ kind: 'Scale', spec: { replicas: 2 } });
      expect((await api().call('GET', deployments(namespace(), 'scaled'))).body).toMatchObject({
        spec: { replicas: 2 },
      });
    });
  });
}
