import type { KubeObject } from '../../api/object.ts';
import type { Registry } from '../../api/registry.ts';
import { resourceKey, storageVersion, type ResourceType } from '../../api/resource-type.ts';
import type { ResourceRef } from '../../client/kube-client.ts';
import { tolerate } from '../../client/kube-client.ts';
import { follow } from '../owned.ts';
import { resources } from '../resources.ts';
import type { World } from '../world.ts';

const ROOT_CA = 'kube-root-ca.crt';

type Namespace = KubeObject & {
  spec?: { finalizers?: string[] };
  status?: { phase?: string; conditions?: unknown[] };
};

/** The client's view of a registered type. */
export function refOf(type: ResourceType): ResourceRef {
  const { group, plural, kind, namespaced } = type;
  return { group, version: storageVersion(type), plural, kind, namespaced };
}

/** Furnishes new namespaces, and empties and releases deleted ones. */
export function namespaceController(world: World, registry: Registry): void {
  const namespaces = world.mirror<Namespace>(resources.namespaces);
  const queue = world.queue(async (key) => {
    const namespace = namespaces.get(undefined, key.slice(1));
    if (!namespace) return;
    if (namespace.metadata.deletionTimestamp) {
      const left = await empty(world, registry, namespace.metadata.name);
      if (left === 0) await release(world, namespace);
      // What remains waits for grace periods and finalizers of others.
      else queue.addAfter(key, 200);
      return;
    }
    await furnish(world, namespace.metadata.name);
  });
  follow(namespaces, queue);
}

async function furnish(world: World, namespace: string): Promise<void> {
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace } };
  const roots = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: ROOT_CA, namespace },
    data: { 'ca.crt': '' },
  };
  await tolerate([403, 404, 409], () => world.client.create(resources.serviceAccounts, account, namespace));
  await tolerate([403, 404, 409], () => world.client.create(resources.configMaps, roots, namespace));
}

/** Deletes everything in the namespace; the number of objects still there. */
async function empty(world: World, registry: Registry, namespace: string): Promise<number> {
  let left = 0;
  for (const type of registry.all()) {
    if (!type.namespaced || type.virtual) continue;
    const resource = refOf(type);
    const { items } = await world.client.list(resource, namespace);
    // Events about the removal itself would keep coming back: they go last and do not count.
    if (resourceKey(type) !== '/events') left += items.length;
    for (const item of items) {
      if (item.metadata.deletionTimestamp) continue;
      await world.client.delete(
        resource,
        { namespace, name: item.metadata.name },
        { propagationPolicy: 'Background' },
      );
    }
  }
  return left;
}

async function release(world: World, namespace: Namespace): Promise<void> {
  const { name } = namespace.metadata;
  await tolerate([404, 409], () =>
    world.client.transport.request({
      method: 'PUT',
      path: `/api/v1/namespaces/${name}/finalize`,
      body: {
        ...namespace,
        apiVersion: 'v1',
        kind: 'Namespace',
        spec: { ...namespace.spec, finalizers: [] },
      },
    }),
  );
}
