import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/api/object.ts';
import type { Bench } from '../suite.ts';
import { configMap, configMaps, deployment, deployments } from './objects.ts';

interface Conflict {
  reason: string;
  details: { causes: { reason: string; field: string; message: string }[] };
}

export function serverSideApplyCases({ api, namespace }: Bench): void {
  describe('server-side apply', () => {
    it('creates, owns fields, and removes what it no longer sets', async () => {
      const path = configMaps(namespace(), 'a');
      const created = await api().apply(path, configMap('a', { one: '1', two: '2' }), {
        fieldManager: 'first',
      });
      expect(created.status).toBe(201);
      expect(created.body.metadata.managedFields).toMatchObject([
        {
          manager: 'first',
          operation: 'Apply',
          apiVersion: 'v1',
          fieldsType: 'FieldsV1',
          fieldsV1: { 'f:data': { 'f:one': {}, 'f:two': {} } },
        },
      ]);
      await api().apply(path, configMap('a', { three: '3' }), { fieldManager: 'second' });
      const third = await api().apply(path, configMap('a', { one: '1' }), { fieldManager: 'first' });
      expect(third).toMatchObject({ status: 200 });
      expect(third.body.data).toEqual({ one: '1', three: '3' });
      const same = await api().apply(path, configMap('a', { one: '1' }), { fieldManager: 'first' });
      expect(same.body.metadata.resourceVersion).toBe(third.body.metadata.resourceVersion);
    });

    it('refuses a field of another manager with its cause, unless forced', async () => {
      const path = configMaps(namespace(), 'c');
      await api().apply(path, configMap('c', { k: '1' }), { fieldManager: 'first' });
      const refused = await api().call<Conflict>('PATCH', path, {
        body: configMap('c', { k: '2' }),
        query: { fieldManager: 'second' },
        contentType: 'application/apply-patch+yaml',
      });
      expect(refused).toMatchObject({ status: 409, body: { reason: 'Conflict' } });
      expect(refused.body.details.causes).toEqual([
        { reason: 'FieldManagerConflict', field: '.data.k', message: expect.stringContaining('first') },
      ]);
      const forced = await api().apply(path, configMap('c', { k: '2' }), {
        fieldManager: 'second',
        force: 'true',
      });
      expect(forced.body.data).toEqual({ k: '2' });
      expect(forced.body.metadata.managedFields?.map((entry) => entry.manager)).toEqual(['second']);
    });

    it('meets updates of other managers as conflicts', async () => {
      const path = deployments(namespace(), 'd');
      await api().apply(path, deployment('d', 'nginx:1', 0), { fieldManager: 'bowline' });
      await api().call('PATCH', path, {
        contentType: 'application/merge-patch+json',
        body: { spec: { template: { spec: { containers: [{ name: 'main', image: 'nginx:2' }] } } } },
        query: { fieldManager: 'kubectl-edit' },
      });
      const refused = await api().call<Conflict>('PATCH', path, {
        body: deployment('d', 'nginx:1', 0),
        query: { fieldManager: 'bowline' },
        contentType: 'application/apply-patch+yaml',
      });
      expect(refused.status).toBe(409);
      expect(refused.body.details.causes.map((cause) => cause.field)).toEqual([
        '.spec.template.spec.containers[name="main"].image',
      ]);
    });

    it('merges keyed lists by their keys', async () => {
      const path = deployments(namespace(), 'l');
      await api().apply(path, deployment('l', 'nginx:1', 0), { fieldManager: 'first' });
      const side = {
        ...deployment('l', '', 0),
        spec: { template: { spec: { containers: [{ name: 'side', image: 'side:1' }] } } },
      };
      const merged = await api().apply(path, side, { fieldManager: 'second' });
      const containers = (
        merged.body as unknown as { spec: { template: { spec: { containers: JsonObject[] } } } }
      ).spec.template.spec.containers;
      expect(containers.map((container) => container.name)).toEqual(['main', 'side']);
    });

    it('needs a field manager, and stores no dry run', async () => {
      const path = configMaps(namespace(), 'n');
      expect((await api().apply(path, configMap('n', {}), {})).status).toBe(422);
      const dry = await api().apply(path, configMap('n', { k: '1' }), {
        fieldManager: 'first',
        dryRun: 'All',
      });
      expect(dry).toMatchObject({ status: 201, body: { data: { k: '1' } } });
      expect((await api().call('GET', path)).status).toBe(404);
    });
  });
}
