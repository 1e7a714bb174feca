import { tolerate } from '../../client/kube-client.ts';
import { equalJson } from '../../api/object.ts';
import { follow, followOwned } from '../owned.ts';
import { podFrom, podsOf } from '../pods-of.ts';
import { resources } from '../resources.ts';
import { isPodActive, isPodReady, type Pod, type ReplicaSet } from '../shapes.ts';
import { splitKey } from '../work-queue.ts';
import type { World } from '../world.ts';

/** Keeps as many Pods as a ReplicaSet asks for. */
export function replicaSetController(world: World): void {
  const sets = world.mirror<ReplicaSet>(resources.replicaSets);
  const pods = world.mirror<Pod>(resources.pods);
  const queue = world.queue(async (key) => {
    const { namespace, name } = splitKey(key);
    const set = sets.get(namespace, name);
    if (!set) return;
    const owned = podsOf(pods, set).filter(isPodActive);
    if (!set.metadata.deletionTimestamp) await fitCount(world, set, owned);
    await writeStatus(world, set, podsOf(pods, set).filter(isPodActive));
  });
  follow(sets, queue);
  followOwned(pods, 'ReplicaSet', queue);
}

async function fitCount(world: World, set: ReplicaSet, owned: Pod[]): Promise<void> {
  const { namespace, name } = set.metadata;
  const missing = set.spec.replicas - owned.length;
  for (let count = 0; count < missing; count++) {
    // 403: the namespace is terminating; nothing more to do here.
    await tolerate([403, 404], () =>
      world.client.create(
        resources.pods,
        podFrom(set.spec.template, set, { generateName: `${name}-` }),
        namespace,
      ),
    );
  }
  if (missing >= 0) return;
  const surplus = [...owned].sort((a, b) => Number(isPodReady(a)) - Number(isPodReady(b)) || age(b) - age(a));
  for (const pod of surplus.slice(0, -missing)) {
    await world.client.delete(resources.pods, { namespace, name: pod.metadata.name });
  }
}

function age(pod: Pod): number {
  return Date.parse(pod.metadata.creationTimestamp ?? '');
}

async function writeStatus(world: World, set: ReplicaSet, owned: Pod[]): Promise<void> {
  const ready = owned.filter(isPodReady).length;
  const status = {
    replicas: owned.length,
    fullyLabeledReplicas: owned.length || undefined,
    readyReplicas: ready || undefined,
    availableReplicas: ready || undefined,
    observedGeneration: set.metadata.generation,
  };
  if (equalJson(set.status, status)) return;
  await tolerate([404], () => world.client.update(resources.replicaSets, { ...set, status }, 'status'));
}
