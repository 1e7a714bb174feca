import { describe, expect, it } from 'vitest';
import type { JsonObject, KubeObject } from '../../src/api/object.ts';
import type { Bench } from '../suite.ts';
import { configMap, configMaps } from './objects.ts';

export function deletionCases({ api, namespace }: Bench): void {
  const owned = (name: string, owner: KubeObject, blockOwnerDeletion = true) =>
    configMap(
      name,
      {},
      {
        ownerReferences: [
          {
            apiVersion: 'v1',
            kind: 'ConfigMap',
            name: owner.metadata.name,
            uid: owner.metadata.uid,
            blockOwnerDeletion,
          },
        ],
      },
    );
  const post = async (body: JsonObject) => (await api().call('POST', configMaps(namespace()), { body })).body;
  const isGone = (name: string) =>
    api().until(`${name} to be gone`, async () =>
      (await api().call('GET', configMaps(namespace(), name))).status === 404 ? true : undefined,
    );

  describe('deletion', () => {
    it('honours uid and resourceVersion preconditions', async () => {
      const created = await post(configMap('p', {}));
      const remove = (preconditions: JsonObject) =>
        api().call('DELETE', configMaps(namespace(), 'p'), {
          body: { kind: 'DeleteOptions', apiVersion: 'v1', preconditions },
        });
      expect((await remove({ uid: '00000000-0000-0000-0000-000000000000' })).status).toBe(409);
      expect((await remove({ resourceVersion: '1' })).status).toBe(409);
      expect(
        (await remove({ uid: created.metadata.uid, resourceVersion: created.metadata.resourceVersion }))
          .status,
      ).toBe(200);
    });

    it('waits for finalizers', async () => {
      await post(configMap('f', {}, { finalizers: ['example.com/wait'] }));
      const path = configMaps(namespace(), 'f');
      expect((await api().call('DELETE', path)).status).toBe(200);
      const waiting = await api().call('GET', path);
      expect(waiting.body.metadata.deletionTimestamp).toBeDefined();
      const added = await api().call('PATCH', path, {
        contentType: 'application/merge-patch+json',
        body: { metadata: { finalizers: ['example.com/wait', 'example.com/more'] } },
      });
      expect(added.status).toBe(422);
      await api().call('PATCH', path, {
        contentType: 'application/merge-patch+json',
        body: { metadata: { finalizers: null } },
      });
      expect((await api().call('GET', path)).status).toBe(404);
    });

    it('collects dependents in the background', async () => {
      const owner = await post(configMap('owner', {}));
      await post(owned('child', owner));
      await api().call('DELETE', configMaps(namespace(), 'owner'), {
        query: { propagationPolicy: 'Background' },
      });
      await isGone('child');
    });

    it('deletes dependents first in the foreground', async () => {
      const owner = await post(configMap('owner', {}));
      await post({
        ...owned('child', owner),
        metadata: { ...(owned('child', owner).metadata as JsonObject), finalizers: ['example.com/wait'] },
      });
      await api().call('DELETE', configMaps(namespace(), 'owner'), {
        query: { propagationPolicy: 'Foreground' },
      });
      const child = configMaps(namespace(), 'child');
      await api().until(
        'the child to be deleted',
        async () => (await api().call('GET', child)).body.metadata.deletionTimestamp,
      );
      expect((await api().call('GET', configMaps(namespace(), 'owner'))).body.metadata.finalizers).toContain(
        'foregroundDeletion',
      );
      await api().call('PATCH', child, {
        contentType: 'application/merge-patch+json',
        body: { metadata: { finalizers: null } },
      });
      await isGone('owner');
    });

    it('orphans dependents', async () => {
      const owner = await post(configMap('owner', {}));
      await post(owned('child', owner));
      await api().call('DELETE', configMaps(namespace(), 'owner'), {
        query: { propagationPolicy: 'Orphan' },
      });
      await isGone('owner');
      const child = await api().call('GET', configMaps(namespace(), 'child'));
      expect(child.status).toBe(200);
      expect(child.body.metadata.ownerReferences ?? []).toEqual([]);
    });

    it('empties a deleted namespace and refuses new objects in it', async () => {
      await post(configMap('held', {}, { finalizers: ['example.com/wait'] }));
      await api().until('the default ServiceAccount', async () =>
        (await api().call('GET', `/api/v1/namespaces/${namespace()}/serviceaccounts/default`)).status === 200
          ? true
          : undefined,
      );
      const path = `/api/v1/namespaces/${namespace()}`;
      await api().call('DELETE', path);
      const refused = await api().call<{ reason: string; details: { causes: JsonObject[] } }>(
        'POST',
        configMaps(namespace()),
        { body: configMap('late', {}) },
      );
      expect(refused).toMatchObject({
        status: 403,
        body: { reason: 'Forbidden', details: { causes: [{ reason: 'NamespaceTerminating' }] } },
      });
      expect((await api().call('GET', path)).body).toMatchObject({ status: { phase: 'Terminating' } });
      await api().call('PATCH', configMaps(namespace(), 'held'), {
        contentType: 'application/merge-patch+json',
        body: { metadata: { finalizers: null } },
      });
      await api().until('the namespace to be gone', async () =>
        (await api().call('GET', path)).status === 404 ? true : undefined,
      );
    });

    it('deletes a collection by selector', async () => {
      await post(configMap('x', {}, { labels: { go: 'yes' } }));
      await post(configMap('y', {}, { labels: { go: 'no' } }));
      await api().call('DELETE', configMaps(namespace()), { query: { labelSelector: 'go=yes' } });
      await isGone('x');
      expect((await api().call('GET', configMaps(namespace(), 'y'))).status).toBe(200);
    });
  });
}
