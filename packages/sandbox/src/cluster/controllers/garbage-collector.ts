import type { KubeObject, OwnerReference } from '../../api/object.ts';
import type { Registry } from '../../api/registry.ts';
import { resourceKey, type ResourceType } from '../../api/resource-type.ts';
import type { Change, Store } from '../../api/store.ts';
import { tolerate } from '../../client/kube-client.ts';
import type { World } from '../world.ts';
import { refOf } from './namespace.ts';

interface Node {
  object: KubeObject;
  type: ResourceType;
}

/**
 * Deletes objects whose owners are gone and carries out Foreground and Orphan deletions. Sees objects through the
 * store, as it must know every kind, and changes them through the API like any other client.
 */
export function garbageCollector(world: World, registry: Registry, store: Store): () => void {
  const nodes = new Map<string, Node>();
  const dependents = new Map<string, Set<string>>();
  const queue = world.queue((uid) => collect(uid));

  function set(resource: string, object: KubeObject): void {
    const { uid = '', ownerReferences = [], deletionTimestamp } = object.metadata;
    const type = registry.byKey(resource);
    if (!type) return;
    const before = nodes.get(uid);
    nodes.set(uid, { object, type });
    for (const owner of before?.object.metadata.ownerReferences ?? []) dependents.get(owner.uid)?.delete(uid);
    for (const owner of ownerReferences) {
      const known = dependents.get(owner.uid) ?? new Set<string>();
      dependents.set(owner.uid, known.add(uid));
      // A Foreground owner waits for changes of its dependents.
      if (deletionTimestamp) queue.add(owner.uid);
    }
    if (ownerReferences.length > 0 || deletionTimestamp) queue.add(uid);
  }

  function unset(object: KubeObject): void {
    const { uid = '', ownerReferences = [] } = object.metadata;
    nodes.delete(uid);
    for (const owner of ownerReferences) {
      dependents.get(owner.uid)?.delete(uid);
      queue.add(owner.uid);
    }
    for (const dependent of dependents.get(uid) ?? []) queue.add(dependent);
  }

  async function collect(uid: string): Promise<void> {
    const node = nodes.get(uid);
    if (!node) return;
    const { metadata } = node.object;
    const finalizers = metadata.finalizers ?? [];
    if (metadata.deletionTimestamp && finalizers.includes('orphan')) return orphan(node, finalizers);
    if (metadata.deletionTimestamp && finalizers.includes('foregroundDeletion'))
      return foreground(node, finalizers);
    const owners = metadata.ownerReferences ?? [];
    if (owners.length === 0 || metadata.deletionTimestamp) return;
    const isSolid = owners.some((owner) => isAlive(owner, node));
    if (!isSolid)
      await remove(
        node,
        owners.some((owner) => isForeground(nodes.get(owner.uid))) ? 'Foreground' : 'Background',
      );
  }

  /** An owner counts while it exists and is not deleted in the foreground; one of a kind not served is unknown, so kept. */
  function isAlive(owner: OwnerReference, dependent: Node): boolean {
    const node = nodes.get(owner.uid);
    if (!node) {
      const group = owner.apiVersion.includes('/') ? (owner.apiVersion.split('/')[0] ?? '') : '';
      return registry.byKind(group, owner.kind) === undefined;
    }
    // A namespaced owner in another namespace is no owner.
    const { namespace } = node.object.metadata;
    if (namespace !== undefined && namespace !== dependent.object.metadata.namespace) return false;
    return !isForeground(node);
  }

  async function orphan(node: Node, finalizers: string[]): Promise<void> {
    const uid = node.object.metadata.uid ?? '';
    for (const child of [...(dependents.get(uid) ?? [])].map((one) => nodes.get(one))) {
      if (!child) continue;
      const kept = (child.object.metadata.ownerReferences ?? []).filter((owner) => owner.uid !== uid);
      await patch(child, { ownerReferences: kept });
    }
    await patch(node, { finalizers: finalizers.filter((one) => one !== 'orphan') });
  }

  async function foreground(node: Node, finalizers: string[]): Promise<void> {
    const uid = node.object.metadata.uid ?? '';
    const children = [...(dependents.get(uid) ?? [])]
      .map((one) => nodes.get(one))
      .filter((one) => one !== undefined);
    for (const child of children)
      if (!child.object.metadata.deletionTimestamp) queue.add(child.object.metadata.uid ?? '');
    const isBlocked = children.some((child) =>
      child.object.metadata.ownerReferences?.some((owner) => owner.uid === uid && owner.blockOwnerDeletion),
    );
    if (!isBlocked)
      await patch(node, { finalizers: finalizers.filter((one) => one !== 'foregroundDeletion') });
  }

  async function remove({ object, type }: Node, propagationPolicy: string): Promise<void> {
    const { namespace, name, uid } = object.metadata;
    await tolerate([404, 409], () =>
      world.client.delete(refOf(type), { namespace, name }, { propagationPolicy, preconditions: { uid } }),
    );
  }

  async function patch({ object, type }: Node, metadata: Record<string, unknown>): Promise<void> {
    const { namespace, name, uid } = object.metadata;
    await tolerate([404], () =>
      world.client.patch(refOf(type), { namespace, name }, { metadata: { uid, ...metadata } }),
    );
  }

  for (const type of registry.all()) {
    for (const { object } of store.list(resourceKey(type))) set(resourceKey(type), object);
  }
  return store.subscribe(undefined, (change: Change) => {
    if (change.resource === '/events' || change.resource === 'events.k8s.io/events') return;
    if (change.type === 'DELETED') unset(change.stored.object);
    else set(change.resource, change.stored.object);
  });
}

function isForeground(node: Node | undefined): boolean {
  const metadata = node?.object.metadata;
  return Boolean(metadata?.deletionTimestamp && metadata.finalizers?.includes('foregroundDeletion'));
}
