import type { Registry } from '../../api/registry.ts';
import { resourceKey } from '../../api/resource-type.ts';
import type { Store } from '../../api/store.ts';
import { tolerate } from '../../client/kube-client.ts';
import { type Crd, CRD_FINALIZER, typeOfCrd } from '../crd-strategy.ts';
import { follow } from '../owned.ts';
import { resources } from '../resources.ts';
import type { World } from '../world.ts';
import { refOf } from './namespace.ts';

const CRDS = 'apiextensions.k8s.io/customresourcedefinitions';

/** Serves what the stored CustomResourceDefinitions define, in the same turn as they are written. */
export function serveCustomResources(registry: Registry, store: Store): () => void {
  for (const { object } of store.list(CRDS)) registry.set(typeOfCrd(object as Crd));
  return store.subscribe(CRDS, ({ type, stored, previous }) => {
    const defined = typeOfCrd(stored.object as Crd);
    if (type === 'DELETED') registry.remove(resourceKey(defined));
    // A status write changes nothing of what is served.
    else if (previous?.object.metadata.generation !== stored.object.metadata.generation)
      registry.set(defined);
  });
}

/** Deletes the objects of a deleted CustomResourceDefinition before it goes itself. */
export function crdController(world: World, registry: Registry): void {
  const crds = world.mirror<Crd>(resources.crds);
  const queue = world.queue(async (key) => {
    const crd = crds.get(undefined, key.slice(1));
    if (!crd?.metadata.deletionTimestamp) return;
    const type = registry.byKey(`${crd.spec.group}/${crd.spec.names.plural}`);
    const { items } = type ? await world.client.list(refOf(type)) : { items: [] };
    for (const { metadata } of items) {
      if (type && !metadata.deletionTimestamp) {
        await world.client.delete(refOf(type), { namespace: metadata.namespace, name: metadata.name });
      }
    }
    if (items.length > 0) {
      queue.addAfter(key, 200);
      if (items.some((item) => (item.metadata.finalizers ?? []).length > 0)) return;
    }
    const { name, finalizers = [] } = crd.metadata;
    const kept = finalizers.filter((one) => one !== CRD_FINALIZER);
    await tolerate([404], () =>
      world.client.patch(resources.crds, { name }, { metadata: { finalizers: kept } }),
    );
  });
  follow(crds, queue);
}
